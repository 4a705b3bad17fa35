"""Rule: the items, before any discount, come to at least or at most so much."""

from collections.abc import Mapping

import msgspec

from ringup.domain.facts import Facts, Promotion
from ringup.domain.money import Minor, amount_for_people
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
        return self._enough(order) and self._not_too_much(order)

    def refusal(self, order: Order) -> str:
        """Say how much too little or too much the order is for; Spree's words where it has any."""
        if order.currency in self.minimum and not self._enough(order):
            least = amount_for_people(self.minimum[order.currency], order.currency)
            return f"This coupon code can't be applied to orders less than {least}."
        if order.currency in self.maximum and not self._not_too_much(order):
            most = amount_for_people(self.maximum[order.currency], order.currency)
            return f"This coupon code can't be applied to orders of more than {most}."
        return f"This coupon code can't be applied to orders in {order.currency}."

    def _enough(self, order: Order) -> bool:
        least = self.minimum.get(order.currency)
        return not self.minimum if least is None else order.totals.item_total >= least

    def _not_too_much(self, order: Order) -> bool:
        most = self.maximum.get(order.currency)
        return not self.maximum if most is None else order.totals.item_total <= most
