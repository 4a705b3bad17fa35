"""What there is plenty of is taken and held with the commit: never more than there is."""

import asyncio
from datetime import timedelta

import pytest

from ringup.domain.problems import Refusal
from ringup.services.ports.stock import Demand
from tests.persistence.orders import placed_in
from tests.persistence.small_shop import LAST_ONE, MAIN, NOW, PLAIN, WEST
from tests.persistence.test_stock import _hold, _level, _movements

SOON = NOW + timedelta(minutes=10)


class _SoldOut(Refusal):
    """The test's own refusal."""


class Buyer:
    """Takes as a verb does: first as if there were plenty, then, done again, with a look."""

    def __init__(self, store, order):
        self._store = store
        self._order = order
        self.tries = 0
        self.looked = False

    async def takes(self, *demands, left=1):
        async def work(transaction):
            self.tries += 1
            is_trusted = await transaction.take_plenty(self._order, demands, left)
            self.looked = not is_trusted
            if not is_trusted:
                taken = await transaction.take_stock(self._order, demands)
                if taken.short:
                    raise _SoldOut(taken.short)

        await self._store.write(work)

    async def holds(self, *demands):
        async def work(transaction):
            self.tries += 1
            is_trusted = await transaction.hold_plenty(self._order, demands, SOON)
            self.looked = not is_trusted
            if not is_trusted:
                held = await transaction.hold_stock(self._order, demands, SOON)
                if held.short:
                    raise _SoldOut(held.short)

        await self._store.write(work)


def demand(variant_id, quantity, location_id=MAIN):
    return Demand(variant_id=variant_id, stock_location_id=location_id, quantity=quantity)


async def _buyer(store):
    return Buyer(store, await store.write(placed_in))


async def test_what_is_taken_leaves_a_movement_and_uses_up_the_hold(store):
    order = await store.write(placed_in)
    buyer = Buyer(store, order)
    await buyer.holds(demand(PLAIN, 3))
    assert await _level(store, PLAIN) == (1_000, 3)
    await buyer.takes(demand(PLAIN, 3))
    assert await _level(store, PLAIN) == (997, 0)
    assert await _movements(store, PLAIN) == [(-3, "sold", order.id, NOW)]
    assert (buyer.tries, buyer.looked) == (2, False)


async def test_a_hold_is_changed_and_not_added_to(store):
    buyer = await _buyer(store)
    await buyer.holds(demand(PLAIN, 3))
    await buyer.holds(demand(PLAIN, 2))
    assert await _level(store, PLAIN) == (1_000, 2)


async def test_two_demands_of_one_place_are_one(store):
    buyer = await _buyer(store)
    await buyer.takes(demand(PLAIN, 3, WEST), demand(PLAIN, 4, WEST))
    assert await _level(store, PLAIN, WEST) == (3, 0)
    with pytest.raises(_SoldOut):
        await buyer.takes(demand(PLAIN, 2, WEST), demand(PLAIN, 2, WEST))
    assert await _level(store, PLAIN, WEST) == (3, 0)


async def test_where_there_is_not_plenty_all_is_done_again_with_a_look(store):
    buyer = await _buyer(store)
    await buyer.takes(demand(PLAIN, 1), demand(LAST_ONE, 1))
    assert (buyer.tries, buyer.looked) == (2, True)
    assert await _level(store, PLAIN) == (999, 0)
    assert await _level(store, LAST_ONE) == (0, 0)
    assert [row[0] for row in await _movements(store, PLAIN)] == [-1]


async def test_so_many_as_shall_be_left_are_left_or_looked_at(store):
    buyer = await _buyer(store)
    await buyer.takes(demand(PLAIN, 4, WEST), left=6)
    await buyer.takes(demand(PLAIN, 1, WEST), left=6)
    assert (buyer.tries, buyer.looked) == (3, True)


async def test_what_others_hold_is_not_taken(store):
    await _hold(store, await store.write(placed_in), demand(LAST_ONE, 1))
    buyer = await _buyer(store)
    with pytest.raises(_SoldOut):
        await buyer.takes(demand(LAST_ONE, 1), left=0)
    with pytest.raises(_SoldOut):
        await buyer.holds(demand(LAST_ONE, 1))
    assert await _level(store, LAST_ONE) == (1, 1)


async def test_what_is_kept_nowhere_is_not_taken(store):
    buyer = await _buyer(store)
    with pytest.raises(_SoldOut):
        await buyer.takes(demand(LAST_ONE, 1, WEST), left=0)


async def test_a_transaction_that_is_rolled_back_takes_nothing(store):
    order = await store.write(placed_in)

    async def work(transaction):
        assert await transaction.take_plenty(order, [demand(PLAIN, 1)], 0)
        raise _SoldOut(())

    with pytest.raises(_SoldOut):
        await store.write(work)
    assert await _level(store, PLAIN) == (1_000, 0)
    assert await _movements(store, PLAIN) == []


async def test_whoever_asks_in_the_same_transaction_is_told_of_it(store):
    order = await store.write(placed_in)

    async def work(transaction):
        assert await transaction.take_plenty(order, [demand(PLAIN, 1)], 0)
        levels = await transaction.lock_stock([(PLAIN, MAIN)])
        return levels[PLAIN, MAIN].count_on_hand

    assert await store.write(work) == 999


async def test_forty_buyers_at_two_servers_get_the_ten_that_there_are_and_each_of_them(opened):
    stores = [await opened(), await opened()]
    buyers = [await _buyer(stores[number % 2]) for number in range(40)]
    ended = await asyncio.gather(
        *(buyer.takes(demand(PLAIN, 1, WEST)) for buyer in buyers), return_exceptions=True
    )
    assert [type(each) for each in ended if each] == [_SoldOut] * 30
    assert await _level(stores[0], PLAIN, WEST) == (0, 0)
    assert [row[0] for row in await _movements(stores[0], PLAIN)] == [-1] * 10


async def test_buyers_of_the_same_things_in_any_order_do_not_wait_for_each_other_for_ever(opened):
    stores = [await opened(), await opened()]
    things = [demand(PLAIN, 1), demand(PLAIN, 1, WEST)]
    buyers = [await _buyer(stores[number % 2]) for number in range(8)]
    await asyncio.gather(
        *(buyer.takes(*things[:: (-1) ** number]) for number, buyer in enumerate(buyers))
    )
    assert await _level(stores[0], PLAIN) == (992, 0)
    assert await _level(stores[0], PLAIN, WEST) == (2, 0)
