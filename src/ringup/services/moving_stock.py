"""Stock goes along when a placed order is sent from other places than before."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from ringup.domain.facts import Facts
from ringup.domain.order import Order
from ringup.domain.problems import Invalid, Problem
from ringup.services.holding import demands_of
from ringup.services.ports import Demand, Left, Transaction


async def move_stock(
    transaction: Transaction, before: Order, after: Order, facts: Facts
) -> tuple[Left, ...]:
    """Put back where the order needs less than it did, and take where it needs more.

    Tells what is left where something was taken. Raises ``Invalid`` when somebody else was
    faster. Place by place in the order of locking, so that two who move things to and fro do not
    wait for each other.
    """
    needed, needs = _by_place(before, facts), _by_place(after, facts)
    left: list[Left] = []
    for place in sorted(needed.keys() | needs.keys()):
        less = _less(needed.get(place), needs.get(place))
        more = _less(needs.get(place), needed.get(place))
        if less is not None:
            await transaction.return_stock(after, (less,), "transferred")
        if more is not None:
            taken = await transaction.take_stock(after, (more,))
            _check_supplied(taken.short, facts)
            left += taken.left
    return tuple(left)


def _by_place(order: Order, facts: Facts) -> Mapping[tuple[int, int], Demand]:
    demands = demands_of(order, facts)
    return {(each.variant_id, each.stock_location_id): each for each in demands}


def _less(one: Demand | None, other: Demand | None) -> Demand | None:
    """Tell by how much one demand is larger than another; ``None`` if it is not."""
    if one is None or other is None:
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
