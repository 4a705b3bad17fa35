"""Action: a fixed amount off each matching line, or off each thing in it."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

import msgspec

from ringup.domain.facts import Facts
from ringup.domain.money import Minor
from ringup.domain.order import Order
from ringup.domain.promotions.matching import EVERYTHING, Matching


class AmountOffLines(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An amount by currency, in minor units, ``per`` unit (two off each mug) or per line."""

    amounts: Mapping[str, Annotated[Minor, msgspec.Meta(ge=1)]]
    per: Literal["unit", "line"] = "unit"
    matching: Matching = EVERYTHING

    def discounts(self, order: Order, facts: Facts) -> Iterator[tuple[int, Minor]]:
        """Take the amount; ``promote`` sees to it that no line costs less than nothing."""
        amount = self.amounts.get(order.currency, 0)
        for line in self.matching.lines(order, facts):
            yield line.id, amount * line.quantity if self.per == "unit" else amount
