"""Stock: what is taken, held, put back, and what never happens to it."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from ringup.domain.problems import Refusal
from ringup.persistence.schema import stock_holds, stock_items, stock_movements
from ringup.services.ports.stock import Cause, Demand
from ringup.services.ports.store import Wanted
from tests.persistence.orders import empty, placed_in
from tests.persistence.small_shop import LAST_ONE, MAIN, NOW, PLAIN, PREORDER, WEST

SOON = NOW + timedelta(minutes=10)
A_TASK = 20


class _SoldOut(Refusal):
    """The test's own refusal."""


def demand(variant_id, quantity, location_id=MAIN):
    return Demand(variant_id=variant_id, stock_location_id=location_id, quantity=quantity)


async def _level(store, variant_id, location_id=MAIN):
    found = await store.read(
        lambda reading: reading.select(
            select(stock_items.c.count_on_hand, stock_items.c.held).where(
                stock_items.c.variant_id == variant_id,
                stock_items.c.stock_location_id == location_id,
            )
        )
    )
    return found[0]["count_on_hand"], found[0]["held"]


async def _arrive(store, variant_id, quantity):
    here = stock_items.c.variant_id == variant_id, stock_items.c.stock_location_id == MAIN
    more = stock_items.c.count_on_hand + quantity
    await store.write(
        lambda t: t.execute(stock_items.update().where(*here).values(count_on_hand=more))
    )


async def _waited_for(store, variant_id):
    """How many there are, and how many placed orders wait for."""
    columns = stock_items.c.count_on_hand, stock_items.c.backordered
    asked = select(*columns).where(
        stock_items.c.variant_id == variant_id, stock_items.c.stock_location_id == MAIN
    )
    [found] = await store.read(lambda reading: reading.select(asked))
    return found["count_on_hand"], found["backordered"]


async def _movements(store, variant_id):
    table = stock_movements
    asked = select(table).where(table.c.variant_id == variant_id).order_by(table.c.id)
    rows = await store.read(lambda reading: reading.select(asked))
    return [(row["quantity"], row["reason"], row["order_id"], row["at"]) for row in rows]


async def _take(store, order, *demands):
    """Take as a verb would: if anything is short, raise, so that nothing is taken."""

    async def work(transaction):
        taken = await transaction.take_stock(order, demands)
        if taken.short:
            raise _SoldOut(taken.short)

    await store.write(work)


async def _hold(store, order, *demands, until=SOON):
    return await store.write(lambda transaction: transaction.hold_stock(order, demands, until))


async def test_taking_leaves_a_movement_that_explains_it(store):
    order = await store.write(placed_in)
    await _take(store, order, demand(PLAIN, 3))
    assert await _level(store, PLAIN) == (997, 0)
    assert await _movements(store, PLAIN) == [(-3, "sold", order.id, NOW)]


async def test_two_lines_of_one_variant_are_one_demand(store):
    order = await store.write(placed_in)
    with pytest.raises(_SoldOut) as refused:
        await _take(store, order, demand(PLAIN, 6, WEST), demand(PLAIN, 5, WEST))
    assert refused.value.args[0] == [demand(PLAIN, 11, WEST)]
    assert await _level(store, PLAIN, WEST) == (10, 0)


async def test_when_one_thing_is_short_nothing_is_taken(store):
    order = await store.write(placed_in)
    with pytest.raises(_SoldOut) as refused:
        await _take(store, order, demand(PLAIN, 1), demand(LAST_ONE, 2))
    assert refused.value.args[0] == [demand(LAST_ONE, 2)]
    assert await _level(store, PLAIN) == (1_000, 0)
    assert await _movements(store, PLAIN) == []


async def test_what_is_backorderable_may_go_below_zero(store):
    order = await store.write(placed_in)
    await _take(store, order, demand(PREORDER, 4))
    assert await _level(store, PREORDER) == (-4, 0)


async def _lacking(store, ask):
    """How many of the order's one demand have yet to come, as the store says."""
    supplied = await store.write(ask)
    assert not supplied.short
    return [met.backordered for met in supplied.met]


async def test_who_takes_is_told_how_many_of_it_are_there(store):
    await _arrive(store, PREORDER, 3)
    first, second, third = [await store.write(placed_in) for _ in range(3)]
    took = [
        await _lacking(store, lambda t, order=order: t.take_stock(order, [demand(PREORDER, 2)]))
        for order in (first, second, third)
    ]
    assert took == [[0], [1], [2]]
    assert await _waited_for(store, PREORDER) == (-3, 3)


async def test_of_what_is_sold_before_it_is_there_only_what_is_there_is_held(store):
    await _arrive(store, PREORDER, 3)
    first, second = [await store.write(placed_in) for _ in range(2)]
    held = [
        await _lacking(
            store, lambda t, order=order: t.hold_stock(order, [demand(PREORDER, 2)], SOON)
        )
        for order in (first, second, first)
    ]
    assert held == [[0], [1], [0]]
    assert await _level(store, PREORDER) == (3, 3)
    took = [
        await _lacking(store, lambda t, order=order: t.take_stock(order, [demand(PREORDER, 2)]))
        for order in (second, first)
    ]
    assert took == [[1], [0]]
    assert await _waited_for(store, PREORDER) == (-1, 1)


async def test_of_twenty_who_take_the_last_one_there_is_one_gets_it_and_the_others_wait(store):
    await _arrive(store, PREORDER, 1)
    buyers = [await store.write(placed_in) for _ in range(A_TASK)]
    took = await asyncio.gather(
        *(
            _lacking(store, lambda t, order=order: t.take_stock(order, [demand(PREORDER, 1)]))
            for order in buyers
        )
    )
    assert sorted(took) == [[0], *([[1]] * (A_TASK - 1))]
    assert await _waited_for(store, PREORDER) == (1 - A_TASK, A_TASK - 1)


async def test_a_place_that_has_none_of_it_is_short(store):
    order = await store.write(placed_in)
    with pytest.raises(_SoldOut):
        await _take(store, order, demand(LAST_ONE, 1, WEST))


async def test_of_twenty_who_take_the_last_one_one_gets_it(store):
    buyers = [await store.write(placed_in) for _ in range(A_TASK)]
    taken = await asyncio.gather(
        *(_take(store, order, demand(LAST_ONE, 1)) for order in buyers), return_exceptions=True
    )
    assert [type(each) for each in taken].count(_SoldOut) == A_TASK - 1
    assert taken.count(None) == 1
    assert await _level(store, LAST_ONE) == (0, 0)
    assert len(await _movements(store, LAST_ONE)) == 1


async def test_two_processes_cannot_both_take_the_last_one(opened):
    here, there = await opened(), await opened()
    buyers = [(store, await store.write(placed_in)) for store in (here, there)]
    taken = await asyncio.gather(
        *(_take(store, order, demand(LAST_ONE, 1)) for store, order in buyers),
        return_exceptions=True,
    )
    assert sorted(type(each).__name__ for each in taken) == ["NoneType", "_SoldOut"]
    assert await _level(here, LAST_ONE) == (0, 0)


async def test_who_take_the_same_things_in_another_order_do_not_block_each_other(store):
    buyers = [await store.write(placed_in) for _ in range(A_TASK)]
    there, back = (demand(PLAIN, 1), demand(PREORDER, 1)), (demand(PREORDER, 1), demand(PLAIN, 1))
    await asyncio.gather(
        *(
            _take(store, order, *(there if number % 2 else back))
            for number, order in enumerate(buyers)
        )
    )
    assert await _level(store, PLAIN) == (1_000 - A_TASK, 0)
    assert await _level(store, PREORDER) == (-A_TASK, 0)


async def test_what_one_order_holds_no_other_gets(store):
    holder, other = await store.write(placed_in), await store.write(placed_in)
    assert not (await _hold(store, holder, demand(LAST_ONE, 1))).short
    assert await _level(store, LAST_ONE) == (1, 1)
    assert (await _hold(store, other, demand(LAST_ONE, 1))).short == [demand(LAST_ONE, 1)]
    with pytest.raises(_SoldOut):
        await _take(store, other, demand(LAST_ONE, 1))
    await _take(store, holder, demand(LAST_ONE, 1))
    assert await _level(store, LAST_ONE) == (0, 0)


async def test_an_orders_own_hold_never_refuses_it(store):
    order = await store.write(placed_in)
    await _hold(store, order, demand(LAST_ONE, 1))
    assert not (await _hold(store, order, demand(LAST_ONE, 1))).short
    assert await _level(store, LAST_ONE) == (1, 1)


async def test_holds_are_exactly_what_was_last_asked_for(store):
    order = await store.write(placed_in)
    await _hold(store, order, demand(PLAIN, 5), demand(LAST_ONE, 1))
    later = SOON + timedelta(minutes=5)
    await _hold(store, order, demand(PLAIN, 2), demand(PLAIN, 1, WEST), until=later)
    assert await _level(store, PLAIN) == (1_000, 2)
    assert await _level(store, PLAIN, WEST) == (10, 1)
    assert await _level(store, LAST_ONE) == (1, 0)
    _, facts = await store.read(lambda reading: reading.peek(order.id, Wanted()))
    assert facts.held_until == later
    assert facts.variants[PLAIN].held_by_order == {MAIN: 2, WEST: 1}
    assert facts.variants[PLAIN].available == 1_010


async def test_a_refused_hold_leaves_the_earlier_one(store):
    order = await store.write(placed_in)
    await _hold(store, order, demand(PLAIN, 5))
    refused = await _hold(store, order, demand(LAST_ONE, 9))
    assert refused.short == [demand(LAST_ONE, 9)]
    assert await _level(store, PLAIN) == (1_000, 5)


async def test_releasing_lets_others_have_it(store):
    holder, other = await store.write(placed_in), await store.write(placed_in)
    await _hold(store, holder, demand(LAST_ONE, 1))
    await store.write(lambda transaction: transaction.release_holds(holder))
    await store.write(lambda transaction: transaction.release_holds(holder))
    assert await _level(store, LAST_ONE) == (1, 0)
    await _take(store, other, demand(LAST_ONE, 1))


async def test_taking_uses_up_every_hold_of_the_order(store):
    order = await store.write(placed_in)
    await _hold(store, order, demand(PLAIN, 5), demand(PLAIN, 5, WEST))
    await _take(store, order, demand(PLAIN, 3))
    assert await _level(store, PLAIN) == (997, 0)
    assert await _level(store, PLAIN, WEST) == (10, 0)
    assert await store.read(lambda reading: reading.select(select(stock_holds))) == []


async def test_putting_back_undoes_taking(store, clock):
    order = await store.write(placed_in)
    await _take(store, order, demand(PLAIN, 3))
    clock.now = SOON

    async def put_back(transaction):
        await transaction.return_stock(order, [demand(PLAIN, 3)], Cause("canceled"))

    await store.write(put_back)
    assert await _level(store, PLAIN) == (1_000, 0)
    assert await _movements(store, PLAIN) == [
        (-3, "sold", order.id, NOW),
        (3, "canceled", order.id, SOON),
    ]


async def test_holds_that_ran_out_are_named_the_oldest_first(store):
    first, second, third = [await store.write(placed_in) for _ in range(3)]
    await _hold(store, second, demand(PLAIN, 1), until=NOW)
    await _hold(store, first, demand(PLAIN, 1), until=NOW - timedelta(minutes=1))
    await _hold(store, third, demand(PLAIN, 1), until=SOON)

    async def expired(reading):
        return await reading.orders_with_expired_holds(NOW, 10)

    assert await store.read(expired) == [first.id, second.id]


async def test_a_check_of_the_database_stands_behind_the_rule(store):
    async def oversell(transaction):
        order = await transaction.save(None, empty(await transaction.new_order_id()), ())
        taken = stock_items.update().where(stock_items.c.variant_id == LAST_ONE)
        await transaction.execute(taken.values(count_on_hand=-1))
        return order

    with pytest.raises(Exception, match="sold_only_what_is_there"):
        await store.write(oversell)
