"""Stock goes along with an order that is placed, and when it then needs other things or places.

In every transaction it comes after the order. Where somebody else was faster to take what was
there, the parcels are made to say so, which is saved with the order once more.
"""

from collections.abc import Mapping, Sequence

import msgspec
from msgspec.structs import replace

from ringup.domain.facts import Facts
from ringup.domain.fulfilment.returns.counting import Place, restocked
from ringup.domain.order import Order
from ringup.domain.problems import Invalid, Problem
from ringup.services.history.stock import ran_low
from ringup.services.holding import demands_of, seems_plenty
from ringup.services.keeping import kept
from ringup.services.ports.stock import Cause, Demand, Supplied
from ringup.services.ports.store import Transaction
from ringup.services.supplying import as_supplied, check_supplied


class Mover(msgspec.Struct, frozen=True, kw_only=True):
    """Who moves stock, as events name them, why, and how many left they call few."""

    actor: str
    low_stock: int
    reason: str = "sold"

    @property
    def cause(self) -> Cause:
        """What movements say of it."""
        return Cause(self.reason, self.actor)


async def take_stock(transaction: Transaction, order: Order, facts: Facts, mover: Mover) -> Order:
    """Take what the order's parcels need; gives the order as saved.

    Raises ``CannotAdvance`` when somebody else was faster and there is not enough.
    """
    demands = demands_of(order, facts)
    left = mover.low_stock + 1
    if seems_plenty(demands, facts, left) and await transaction.take_plenty(
        order, demands, left, mover.actor
    ):
        return order
    supplied = await transaction.take_stock(order, demands, mover.actor)
    check_supplied(supplied.short, facts)
    return await _saved(transaction, order, demands, supplied, facts, mover)


async def move_stock(
    transaction: Transaction, before: Order, after: Order, facts: Facts, mover: Mover
) -> Order:
    """Put back where the order needs less than it did, and take where it needs more.

    Gives the order as saved. Raises ``Invalid`` when somebody else was faster and there is not
    enough. A constant number of statements.
    """
    needed, needs = _by_place(before, facts), _by_place(after, facts)
    more, less = _larger(needs, needed), _larger(needed, needs)
    if not more and not less:
        return after
    supplied = await transaction.exchange_stock(after, more, less, mover.cause)
    _check_there(supplied.short, facts)
    return await _saved(transaction, after, more, supplied, facts, mover)


async def _saved(  # noqa: PLR0913, PLR0917 - an order, what it asked for, and what came of that
    transaction: Transaction,
    order: Order,
    demands: Sequence[Demand],
    supplied: Supplied,
    facts: Facts,
    mover: Mover,
) -> Order:
    after = as_supplied(order, demands, supplied.met, facts.now)
    low = ran_low(supplied.left, facts, mover.low_stock, mover.actor)
    return await kept(transaction, order, after, mover.actor, low)


def _by_place(order: Order, facts: Facts) -> Mapping[Place, Demand]:
    """Tell what the order needs of each place: what it sends, less what came back there.

    That is below zero where something came back that was sent from elsewhere.
    """
    needs = {(each.variant_id, each.stock_location_id): each for each in demands_of(order, facts)}
    for place, quantity in restocked(order, facts).items():
        sent = needs.get(place) or _nothing(place)
        needs[place] = replace(sent, quantity=sent.quantity - quantity)
    return needs


def _larger(these: Mapping[Place, Demand], those: Mapping[Place, Demand]) -> tuple[Demand, ...]:
    """Tell by how much each demand is larger than its counterpart, where it is."""
    larger = (
        _less(these.get(place) or _nothing(place), those.get(place) or _nothing(place))
        for place in sorted(these.keys() | those.keys())
    )
    return tuple(demand for demand in larger if demand.quantity > 0)


def _less(one: Demand, other: Demand) -> Demand:
    return replace(
        one,
        quantity=one.quantity - other.quantity,
        backordered=one.backordered - other.backordered,
    )


def _nothing(place: Place) -> Demand:
    return Demand(variant_id=place[0], stock_location_id=place[1], quantity=0)


def _check_there(short: Sequence[Demand], facts: Facts) -> None:
    for demand in short:
        name = facts.variants[demand.variant_id].name
        message = f'selected of "{name}" is not available.'
        raise Invalid(Problem("", "quantity", "insufficient_stock", message))
