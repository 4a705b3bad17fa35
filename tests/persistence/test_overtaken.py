"""On PostgreSQL nobody locks an order before he writes; whoever comes too late begins anew."""

import pytest

from ringup.services.ports.stock import Demand
from ringup.services.ports.store import Event, Wanted
from tests.persistence.conftest import PORTABLE
from tests.persistence.orders import placed_in, replace
from tests.persistence.small_shop import MAIN, NOW, PLAIN


@pytest.fixture(params=["postgres", PORTABLE])
def form(request):
    return request.param


async def _loaded(store, order):
    return await store.read(lambda reading: reading.peek(order.id, Wanted()))


async def _overtaken_once(opened, changes):
    """Have somebody else change the order between its loading and ``changes``; gives all tries."""
    here, there = await opened(), await opened()
    order = await here.write(lambda transaction: placed_in(transaction, 2))
    tries = []

    async def other(transaction):
        before, _ = await transaction.load(order.id, Wanted())
        return await transaction.save(before, replace(before, email="other@example.com"), ())

    async def work(transaction):
        before, _ = await transaction.load(order.id, Wanted())
        tries.append(before)
        if len(tries) == 1:
            await there.write(other)
        return await changes(transaction, before)

    await here.write(work)
    return here, tries


async def test_who_is_overtaken_begins_anew_with_what_the_other_left(opened):
    async def change(transaction, before):
        lines = before.line_items[:1]
        after = replace(before, line_items=lines, shipments=(), adjustments=())
        return await transaction.save(before, after, [Event(type="x", actor="guest")])

    store, tries = await _overtaken_once(opened, change)
    assert [order.email for order in tries][1:] == ["other@example.com"]
    loaded, _ = await _loaded(store, tries[0])
    assert (loaded.email, len(loaded.line_items)) == ("other@example.com", 1)
    assert (loaded.version, loaded.events_count) == (
        tries[0].version + 2,
        tries[0].events_count + 1,
    )


async def test_who_is_overtaken_writes_nothing_of_other_tables_either(opened):
    async def hold(transaction, before):
        demand = Demand(variant_id=PLAIN, stock_location_id=MAIN, quantity=1)
        held.append(await transaction.hold_stock(before, [demand], NOW))

    held: list[object] = []
    store, seen = await _overtaken_once(opened, hold)
    # The first try got no further than to the lock.
    assert (len(seen), len(held)) == (2, 1)
    _, facts = await store.read(
        lambda reading: reading.peek(seen[0].id, Wanted(variant_ids=frozenset({PLAIN})))
    )
    assert facts.variants[PLAIN].held_by_order == {MAIN: 1}


async def test_who_deletes_what_somebody_changed_looks_again(opened):
    async def delete(transaction, before):
        await transaction.delete(before)

    store, tries = await _overtaken_once(opened, delete)
    assert [order.email for order in tries][1:] == ["other@example.com"]
    assert await _loaded(store, tries[0]) is None
