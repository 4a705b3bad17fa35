"""Rule: a buyer may use the promotion once."""

import msgspec

from ringup.domain.facts import Facts, Promotion
from ringup.domain.order import Order


class OnePerCustomer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Once per account, or per mail address for guests."""

    def holds(self, _order: Order, facts: Facts, promotion: Promotion) -> bool:
        """Ask how often this buyer's other orders have used the promotion."""
        uses = facts.coupon_uses.get(promotion.id)
        return uses is None or uses.by_buyer == 0

    def refusal(self, _order: Order) -> str:
        """Say for whom or what the coupon is."""
        return "You have used this coupon code before."
