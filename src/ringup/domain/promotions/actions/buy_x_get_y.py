"""Action: who buys so many of one kind gets so many of another for less, or for nothing."""

from collections.abc import Iterator
from typing import Annotated

import msgspec

from ringup.domain.facts import Facts
from ringup.domain.money import WHOLE, Millionths, Minor, portion
from ringup.domain.order import LineItem, Order
from ringup.domain.promotions.matching import EVERYTHING, Matching

_Count = Annotated[int, msgspec.Meta(ge=1)]


class BuyXGetY(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For every ``buy`` things of one kind, up to ``get`` things of another at ``rate`` off.

    The two kinds may be the same ("three for two": buy two, get one). A thing counts once, as
    bought or as given, and the cheapest are given first. ``rate`` is in millionths; 100 % unless
    set.
    """

    buy: _Count
    get: _Count
    buy_matching: Matching = EVERYTHING
    get_matching: Matching = EVERYTHING
    rate: Annotated[Millionths, msgspec.Meta(gt=0, le=WHOLE)] = WHOLE

    def discounts(self, order: Order, facts: Facts) -> Iterator[tuple[int, Minor]]:
        """Hand out what is given, from the cheapest line on; no work per unit."""
        buying = {line.id for line in self.buy_matching.lines(order, facts)}
        bought = sum(line.quantity for line in order.line_items if line.id in buying)
        given = 0
        for line in sorted(self.get_matching.lines(order, facts), key=_cheapest_first):
            taken = min(line.quantity, self._reach(bought, given, shared=line.id in buying))
            given += taken
            bought -= taken if line.id in buying else 0
            yield line.id, portion(line.price * taken, self.rate)

    def _reach(self, bought: int, given: int, *, shared: bool) -> int:
        """Tell how many more can be given; ``shared``: each one given is one bought the less."""
        if not shared:
            return bought // self.buy * self.get - given
        groups, rest = divmod(bought + given, self.buy + self.get)
        return groups * self.get + max(rest - self.buy, 0) - given


def _cheapest_first(line: LineItem) -> tuple[Minor, int]:
    return line.price, line.id
