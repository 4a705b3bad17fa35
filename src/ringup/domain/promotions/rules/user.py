"""Rule: the order belongs to one of some users."""

import msgspec

from ringup.domain.facts import Facts, Promotion
from ringup.domain.order import Order


class User(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The users for whom the promotion is."""

    user_ids: frozenset[int]

    def holds(self, order: Order, _facts: Facts, _promotion: Promotion) -> bool:
        """Look up the order's owner; a guest's order belongs to none of them."""
        return order.user_id in self.user_ids

    def refusal(self, _order: Order) -> str:
        """Say for whom or what the coupon is."""
        return "This coupon code is not for this account."
