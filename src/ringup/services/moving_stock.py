"""Stock goes along when a placed order needs other things than before, or from other places."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from ringup.domain.facts import Facts
from ringup.domain.order import Order
from ringup.domain.problems import Invalid, Problem
from ringup.services.holding import demands_of
from ringup.services.ports import Demand, Left, Transaction


async def move_stock(
    transaction: Transaction, before: Order, after: Order, facts: Facts, reason: str
) -> Sequence[Left]:
    """Put back where the order needs less than it did, and take where it needs more.

    Tells what is left where something was taken. Raises ``Invalid`` when somebody else was
    faster. A constant number of statements.
    """
    needed, needs = _by_place(before, facts), _by_place(after, facts)
    more, less = _larger(needs, needed), _larger(needed, needs)
    if not more and not less:
        return ()
    taken = await transaction.exchange_stock(after, more, less, reason)
    _check_supplied(taken.short, facts)
    return taken.left


def _by_place(order: Order, facts: Facts) -> Mapping[tuple[int, int], Demand]:
    demands = demands_of(order, facts)
    return {(each.variant_id, each.stock_location_id): each for each in demands}


def _larger(
    these: Mapping[tuple[int, int], Demand], those: Mapping[tuple[int, int], Demand]
) -> tuple[Demand, ...]:
    """Tell by how much each demand is larger than its counterpart, where it is."""
    larger = (_less(demand, those.get(place)) for place, demand in sorted(these.items()))
    return tuple(demand for demand in larger if demand is not None)


def _less(one: Demand, other: Demand | None) -> Demand | None:
    if other is None:
        return one
    if one.quantity <= other.quantity:
        return None
    return replace(
        one,
        quantity=one.quantity - other.quantity,
        backordered=one.backordered - other.backordered,
    )


def _check_supplied(short: Sequence[Demand], facts: Facts) -> None:
    for demand in short:
        name = facts.variants[demand.variant_id].name
        message = f'selected of "{name}" is not available.'
        raise Invalid(Problem("", "quantity", "insufficient_stock", message))
