"""Rule: the items, before any discount, come to at least or at most so much."""

from collections.abc import Mapping

import msgspec

from ringup.domain.facts import Facts, Promotion
from ringup.domain.money import LARGEST, Minor, amount_for_people
from ringup.domain.order import Order


class ItemTotal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Bounds by currency, in minor units, both inclusive.

    A bound that is set for some currencies only holds for no order in another: 50 dollars says
    nothing of yen.
    """

    minimum: Mapping[str, Minor] = {}
    maximum: Mapping[str, Minor] = {}

    def holds(self, order: Order, _facts: Facts, _promotion: Promotion) -> bool:
        """Compare the sum of price times quantity with the bounds in the order's currency."""
        # Asked of every cart by a shop's every such promotion, so nothing is called in between.
        total, currency = order.totals.item_total, order.currency
        return (not self.minimum or total >= self.minimum.get(currency, LARGEST)) and (
            not self.maximum or total <= self.maximum.get(currency, -1)
        )

    def refusal(self, order: Order) -> str:
        """Say how much too little or too much the order is for; Spree's words where it has any."""
        least = self.minimum.get(order.currency)
        if least is not None and order.totals.item_total < least:
            amount = amount_for_people(least, order.currency)
            return f"This coupon code can't be applied to orders less than {amount}."
        most = self.maximum.get(order.currency)
        if most is not None and order.totals.item_total > most:
            amount = amount_for_people(most, order.currency)
            return f"This coupon code can't be applied to orders of more than {amount}."
        return f"This coupon code can't be applied to orders in {order.currency}."
