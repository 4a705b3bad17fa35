"""Action: so many percent off the order's items."""

from collections.abc import Iterable
from typing import Annotated

import msgspec

from ringup.domain.facts import Facts
from ringup.domain.money import WHOLE, Millionths, Minor, portion
from ringup.domain.order import Order


class PercentOffOrder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A ``rate`` in millionths of what the items cost before any discount."""

    rate: Annotated[Millionths, msgspec.Meta(gt=0, le=WHOLE)]

    def discounts(self, order: Order, _facts: Facts) -> Iterable[tuple[int, Minor]]:
        """Take the share of the items' sum, rounded once."""
        return ((order.id, portion(order.totals.item_total, self.rate)),)
