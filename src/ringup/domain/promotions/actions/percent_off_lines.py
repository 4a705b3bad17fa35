"""Action: so many percent off each matching line."""

from collections.abc import Iterator
from typing import Annotated

import msgspec

from ringup.domain.facts import Facts
from ringup.domain.money import WHOLE, Millionths, Minor, portion
from ringup.domain.order import Order
from ringup.domain.promotions.matching import EVERYTHING, Matching


class PercentOffLines(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A ``rate`` in millionths, off the lines that match; without ``matching`` off all."""

    rate: Annotated[Millionths, msgspec.Meta(gt=0, le=WHOLE)]
    matching: Matching = EVERYTHING

    def discounts(self, order: Order, facts: Facts) -> Iterator[tuple[int, Minor]]:
        """Take the share of each line's amount, rounded once a line."""
        for line in self.matching.lines(order, facts):
            yield line.id, portion(line.amount, self.rate)
