"""Parcels say which of their goods are there: as the stock was held or taken, once that is decided.

An order is packed by what was seen before; who is faster is settled where the stock lies.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeAlias

from ringup.domain.facts import Facts
from ringup.domain.fulfilment.backorders import arrived, lacking
from ringup.domain.order import Order
from ringup.domain.problems import CannotAdvance, Problem
from ringup.services.ports.stock import Demand

_Place: TypeAlias = tuple[int, int]


def as_supplied(
    order: Order, demands: Sequence[Demand], met: Sequence[Demand], now: datetime
) -> Order:
    """Give the order with parcels that know what of the demands has yet to come."""
    claimed, true = _to_come(demands), _to_come(met)
    for place in sorted(claimed.keys() | true.keys()):
        late = true[place] - claimed[place]
        if late > 0:
            order = lacking(order, *place, late, now)
        elif late < 0:
            order = arrived(order, *place, -late, now)
    return order


def check_supplied(refused: Sequence[Demand], facts: Facts) -> None:
    """Raise ``CannotAdvance`` naming each variant that ran short, if any did."""
    if refused:
        raise CannotAdvance(*_shortages(refused, facts))


def _to_come(demands: Iterable[Demand]) -> Counter[_Place]:
    to_come: Counter[_Place] = Counter()
    for demand in demands:
        to_come[demand.variant_id, demand.stock_location_id] += demand.backordered
    return to_come


def _shortages(refused: Sequence[Demand], facts: Facts) -> Iterable[Problem]:
    for variant_id in sorted({demand.variant_id for demand in refused}):
        name = facts.variants[variant_id].name
        yield Problem(
            "cart",
            "line_items",
            "insufficient_stock",
            f'selected of "{name}" is not available.',
        )
