"""Give what has come into stock to the placed orders that wait for it, the oldest first.

Whoever lets stock arrive calls ``fill_backorders``; the sweeper calls ``fill_what_came``, which
finds what a crash, a canceled order or a hold that ran out left to be given. Any number may be at
it at once: how many there are to give is counted down where the stock is, under a condition.
"""

from collections.abc import Sequence

import msgspec

from ringup.domain.facts import Facts
from ringup.domain.fulfilment.backorders import arrived, waiting
from ringup.domain.order import Order
from ringup.domain.problems import Refusal
from ringup.services.asking import Desk
from ringup.services.keeping import kept
from ringup.services.ports.stock import Arrival
from ringup.services.ports.store import Reading, Transaction, Wanted

AT_A_TIME = 100
"""How many waiting orders are listed at once."""

ARRIVALS = "arrivals"
"""Who fills backorders, in the log."""


class TakenMeanwhile(Refusal):
    """What had come was given to somebody else before it could be given to this order."""


async def fill_what_came(desk: Desk) -> int:
    """Fill backorders wherever something has come for some; tells how many things were given."""
    places = await desk.store.read(lambda reading: reading.places_with_arrivals(AT_A_TIME))
    return sum(
        [await fill_backorders(desk, each.variant_id, each.stock_location_id) for each in places]
    )


async def fill_backorders(desk: Desk, variant_id: int, stock_location_id: int) -> int:
    """Give what has come of a variant to a location; tells how many things were given.

    Each order is a transaction of its own, so that none waits for the others; an order that there
    is too little for gets a part.
    """
    place = _Place(variant_id, stock_location_id)
    given = 0
    while True:
        before = given
        for order_id in await _waiting(desk, place):
            filled = await _filled(desk, order_id, place)
            given += filled.given
            if filled.left == 0:
                return given
        if given == before:
            return given


class _Place(msgspec.Struct, frozen=True):
    """One variant at one stock location."""

    variant_id: int
    stock_location_id: int


class _Filled(msgspec.Struct, frozen=True):
    """How many an order was given, and how many are left for the next; ``None``: who knows."""

    given: int = 0
    left: int | None = None


async def _waiting(desk: Desk, place: _Place) -> Sequence[int]:
    async def work(reading: Reading) -> Sequence[int]:
        return await reading.orders_waiting_for(
            place.variant_id, place.stock_location_id, AT_A_TIME
        )

    return await desk.store.read(work)


async def _filled(desk: Desk, order_id: int, place: _Place) -> _Filled:
    """Give one order what there is for it; nothing, where somebody else was quicker."""

    async def work(transaction: Transaction) -> _Filled:
        found = await transaction.load(order_id, Wanted())
        return _Filled() if found is None else await _given(transaction, *found, place)

    try:
        return await desk.store.write(work)
    except TakenMeanwhile:
        return _Filled()


async def _given(transaction: Transaction, before: Order, facts: Facts, place: _Place) -> _Filled:
    wanted = waiting(before, place.variant_id, place.stock_location_id)
    if not wanted:
        return _Filled()
    there = _came(facts, place)
    quantity = min(wanted, there)
    if quantity:
        after = arrived(before, place.variant_id, place.stock_location_id, quantity, facts.now)
        await kept(transaction, before, after, ARRIVALS)
        arrival = Arrival(
            variant_id=place.variant_id,
            stock_location_id=place.stock_location_id,
            quantity=quantity,
        )
        if not await transaction.fill_backorder(arrival):
            raise TakenMeanwhile
    return _Filled(quantity, there - quantity)


def _came(facts: Facts, place: _Place) -> int:
    levels = facts.variants[place.variant_id].stock
    here = (level for level in levels if level.stock_location_id == place.stock_location_id)
    return sum(level.came_for_backorders for level in here)
