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
        if self.match == "all":
            return self.product_ids <= _ordered(order, facts)
        return self.product_ids.isdisjoint(_ordered(order, facts)) == (self.match == "none")

    def refusal(self, _order: Order) -> str:
        """Say whether something is missing or too much."""
        if self.match == "none":
            return "Something in the cart keeps this coupon code from being used."
        return "The cart lacks a product that this coupon code is for."


def _ordered(order: Order, facts: Facts) -> set[int]:
    known = (facts.variants.get(line.variant_id) for line in order.line_items)
    return {variant.product_id for variant in known if variant is not None}
