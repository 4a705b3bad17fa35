"""Rule: at least so many things of a kind are in the cart."""

from typing import Annotated

import msgspec

from ringup.domain.facts import Facts, Promotion
from ringup.domain.order import Order
from ringup.domain.promotions.matching import EVERYTHING, Matching


class Quantity(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many, and of what; without ``matching`` of anything."""

    minimum: Annotated[int, msgspec.Meta(ge=1)]
    matching: Matching = EVERYTHING

    def holds(self, order: Order, facts: Facts, _promotion: Promotion) -> bool:
        """Count the units of all matching lines together."""
        # Most carts are too small for most promotions, whatever is in them.
        if sum([line.quantity for line in order.line_items]) < self.minimum:
            return False
        lines = self.matching.lines(order, facts)
        return sum(line.quantity for line in lines) >= self.minimum

    def refusal(self, _order: Order) -> str:
        """Say how many it takes."""
        return f"This coupon code takes at least {self.minimum} matching items in the cart."
