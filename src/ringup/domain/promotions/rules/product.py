"""Rule: any, all or none of some products are in the cart."""

from typing import Literal

import msgspec

from ringup.domain.facts import Facts, Promotion
from ringup.domain.order import Order


class Product(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The products, and how many of them there must be: ``any``, ``all`` or ``none``."""

    product_ids: frozenset[int]
    match: Literal["any", "all", "none"] = "any"

    def holds(self, order: Order, facts: Facts, _promotion: Promotion) -> bool:
        """Look for the products among the order's lines."""
        ordered = {
            facts.variants[line.variant_id].product_id
            for line in order.line_items
            if line.variant_id in facts.variants
        }
        if self.match == "all":
            return self.product_ids <= ordered
        return self.product_ids.isdisjoint(ordered) == (self.match == "none")

    def refusal(self, _order: Order) -> str:
        """Say whether something is missing or too much."""
        if self.match == "none":
            return "Something in the cart keeps this coupon code from being used."
        return "The cart lacks a product that this coupon code is for."
