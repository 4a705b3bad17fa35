"""Rule: the order is sent to one of some countries."""

import msgspec

from ringup.domain.facts import Facts, Promotion
from ringup.domain.order import Order


class Country(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The countries, by their ids."""

    country_ids: frozenset[int]

    def holds(self, order: Order, _facts: Facts, _promotion: Promotion) -> bool:
        """Look at the ship address; before there is one, the rule does not hold."""
        return order.ship_address is not None and order.ship_address.country_id in self.country_ids

    def refusal(self, _order: Order) -> str:
        """Say for whom or what the coupon is."""
        return "This coupon code is for orders to other countries."
