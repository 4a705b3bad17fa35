"""Rule: the buyer has never completed an order here."""

import msgspec

from ringup.domain.facts import Facts, Promotion
from ringup.domain.order import Order


class FirstOrder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For first-time buyers, known by their account and by their mail address."""

    def holds(self, order: Order, facts: Facts, _promotion: Promotion) -> bool:
        """Refuse a buyer who has ordered before, and one about whom nothing is known yet."""
        if facts.buyer is None and not order.email:
            return False
        by_account = facts.buyer.completed_orders if facts.buyer else 0
        return by_account == 0 and facts.completed_orders_by_email == 0

    def refusal(self, _order: Order) -> str:
        """Say for whom or what the coupon is."""
        return "This coupon code is for a first order."
