"""Rule: something with one of some option values (a size, a colour) is in the cart."""

import msgspec

from ringup.domain.facts import Facts, Promotion
from ringup.domain.order import Order
from ringup.domain.promotions.matching import Matching


class OptionValue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The option values; ``product_ids`` narrows them to some products, if given."""

    option_value_ids: frozenset[int]
    product_ids: frozenset[int] = frozenset()

    def holds(self, order: Order, facts: Facts, _promotion: Promotion) -> bool:
        """Look for a line whose variant has one of the values; no value, no line."""
        wanted = Matching(option_value_ids=self.option_value_ids, product_ids=self.product_ids)
        return bool(self.option_value_ids) and any(wanted.lines(order, facts))

    def refusal(self, _order: Order) -> str:
        """Say for whom or what the coupon is."""
        return "Nothing in the cart has the options that this coupon code is for."
