"""All of it or nothing; one after the other; and again when the database asks for it."""

import asyncio

import pytest

from ringup.domain.problems import Invalid, Problem, Unavailable
from ringup.persistence import retrying
from ringup.persistence.retrying import Again, pause, retried
from ringup.persistence.session import Overtaken
from ringup.services.ports.store import Event, Wanted
from tests.persistence.conftest import EVERY_FORM
from tests.persistence.orders import empty, placed_in, replace


@pytest.fixture(params=EVERY_FORM)
def form(request):
    return request.param


def _renamed(order, email):
    return replace(order, email=email)


async def _loaded(store, order):
    return await store.read(lambda reading: reading.peek(order.id, Wanted()))


async def _with_the_lock(store, work):
    """Write as whoever was overtaken does, and whoever uses an idempotency key."""
    return await store.held(lambda held: held.write(work))


async def test_what_raises_leaves_nothing(store):
    order = await store.write(placed_in)

    async def fail(transaction):
        before, _ = await transaction.load(order.id, Wanted())
        told = [Event(type="x", actor="guest")]
        await transaction.save(before, _renamed(before, "b@example.com"), told)
        await transaction.save(None, empty(await transaction.new_order_id()), ())
        raise Invalid(Problem("", "email", "invalid", "is invalid"))

    with pytest.raises(Invalid):
        await store.write(fail)
    loaded, _ = await _loaded(store, order)
    assert loaded == order


async def test_who_waited_for_the_lock_sees_the_children_the_other_left(store):
    """A statement that locks and reads at once reads the children as before it waited."""
    order = await store.write(lambda transaction: placed_in(transaction, 3))
    is_locked, may_commit = asyncio.Event(), asyncio.Event()

    async def first(transaction):
        before, _ = await transaction.load(order.id, Wanted())
        is_locked.set()
        await may_commit.wait()
        line = replace(before.line_items[0], quantity=77, adjustments=())
        after = replace(before, line_items=(line,), shipments=())
        return await transaction.save(before, after, ())

    async def second(transaction):
        found, _ = await transaction.load(order.id, Wanted())
        return found

    writing = asyncio.create_task(_with_the_lock(store, first))
    await is_locked.wait()
    waiting = asyncio.create_task(_with_the_lock(store, second))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    may_commit.set()
    assert await waiting == await writing
    assert [line.quantity for line in (await waiting).line_items] == [77]


async def test_twenty_who_change_one_order_all_do(store):
    order = await store.write(placed_in)

    async def one_more(transaction):
        before, _ = await transaction.load(order.id, Wanted())
        line = before.line_items[0]
        more = replace(line, quantity=line.quantity + 1)
        told = [Event(type="line.changed", actor="guest")]
        return await transaction.save(before, replace(before, line_items=(more,)), told)

    await asyncio.gather(*(store.write(one_more) for _ in range(20)))
    loaded, _ = await _loaded(store, order)
    assert loaded.line_items[0].quantity == order.line_items[0].quantity + 20
    assert loaded.version == order.version + 20


async def test_a_transaction_sees_what_it_saved_before(store):
    async def twice(transaction):
        saved = await transaction.save(before, _renamed(before, "b@example.com"), ())
        seen, _ = await transaction.peek(before.id, Wanted())
        assert seen == saved
        return await transaction.save(saved, _renamed(saved, "c@example.com"), ())

    before = await store.write(placed_in)
    saved = await store.write(twice)
    loaded, _ = await _loaded(store, before)
    assert loaded == saved
    assert loaded.version == before.version + 2


async def test_two_processes_take_turns(opened):
    here, there = await opened(), await opened()
    order = await here.write(placed_in)

    async def one_more(transaction):
        before, _ = await transaction.load(order.id, Wanted())
        line = before.line_items[0]
        more = replace(line, quantity=line.quantity + 1)
        await transaction.save(before, replace(before, line_items=(more,)), ())

    await asyncio.gather(*(store.write(one_more) for store in (here, there) for _ in range(10)))
    loaded, _ = await _loaded(here, order)
    assert loaded.line_items[0].quantity == order.line_items[0].quantity + 20


async def test_a_save_over_a_newer_version_is_noticed(store, monkeypatch):
    monkeypatch.setattr(retrying, "pause", lambda _: 0)
    order = await store.write(placed_in)

    async def without_the_lock(transaction):
        stale = replace(order, version=7)
        await transaction.save(stale, _renamed(stale, "b@example.com"), ())

    with pytest.raises(Unavailable) as refused:
        await store.write(without_the_lock)
    again = refused.value.__cause__
    assert isinstance(again, Again)
    assert isinstance(again.__cause__, Overtaken)
    loaded, _ = await _loaded(store, order)
    assert loaded == order


async def test_who_saves_what_he_knows_waits_for_the_lock_and_writes_nothing_if_it_changed(store):
    """Placing goes on with the order as it left it, without reading it again."""
    known = await store.write(placed_in)
    is_locked, may_commit = asyncio.Event(), asyncio.Event()

    async def first(transaction):
        before, _ = await transaction.load(known.id, Wanted())
        is_locked.set()
        await may_commit.wait()
        told = [Event(type="x", actor="guest")]
        return await transaction.save(before, _renamed(before, "first@example.com"), told)

    tries = []

    async def second(transaction):
        tries.append(known)
        if len(tries) > 1:
            return (await transaction.load(known.id, Wanted()))[0]
        after = replace(_renamed(known, "second@example.com"), line_items=(), shipments=())
        told = [Event(type="y", actor="guest")]
        return await transaction.save(known, replace(after, adjustments=()), told)

    writing = asyncio.create_task(_with_the_lock(store, first))
    await is_locked.wait()
    waiting = asyncio.create_task(store.write(second))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    may_commit.set()
    assert await waiting == await writing
    assert len(tries) == 2
    loaded, _ = await _loaded(store, known)
    assert (loaded.email, loaded.line_items) == ("first@example.com", known.line_items)


async def test_deleting_leaves_nothing_of_the_order(store):
    order = await store.write(lambda transaction: placed_in(transaction, 3))
    await store.write(lambda transaction: transaction.delete(order))
    assert await _loaded(store, order) is None


async def test_a_look_needs_no_lock(store):
    order = await store.write(placed_in)
    is_locked, may_commit = asyncio.Event(), asyncio.Event()

    async def hold(transaction):
        before, _ = await transaction.load(order.id, Wanted())
        await transaction.save(before, _renamed(before, "b@example.com"), ())
        is_locked.set()
        await may_commit.wait()

    writing = asyncio.create_task(store.write(hold))
    await is_locked.wait()
    loaded, _ = await _loaded(store, order)
    assert loaded == order
    may_commit.set()
    await writing


async def test_what_may_succeed_is_tried_again():
    tried = []

    async def third_time_lucky():
        tried.append(1)
        if len(tried) < 3:
            raise Again
        return "done"

    assert await retried(third_time_lucky) == "done"
    assert len(tried) == 3


async def test_after_a_dozen_tries_the_store_is_unavailable(monkeypatch):
    monkeypatch.setattr(retrying, "pause", lambda _: 0)
    tried = []

    async def never():
        tried.append(1)
        raise Again

    with pytest.raises(Unavailable):
        await retried(never)
    assert len(tried) == retrying.TRIES


def test_pauses_grow_and_have_an_end():
    assert all(0.001 <= pause(0) <= 0.004 for _ in range(50))
    assert all(0.125 <= pause(11) <= 0.5 for _ in range(50))
    assert len({pause(5) for _ in range(50)}) > 40


async def test_ids_of_two_processes_do_not_meet(opened):
    stores = [await opened() for _ in range(3)]

    async def twenty(transaction):
        return [await transaction.new_order_id() for _ in range(20)]

    given = [await store.write(twenty) for store in stores for _ in range(20)]
    ids = [order_id for batch in given for order_id in batch]
    assert len(set(ids)) == len(ids) == 1200
    assert min(ids) >= 1


async def test_an_id_whose_transaction_failed_may_be_lost_but_is_not_given_twice(store):
    given = []

    async def fail(transaction):
        given.extend([await transaction.new_order_id() for _ in range(300)])
        raise Invalid(Problem("", "email", "invalid", "is invalid"))

    async def take(transaction):
        return [await transaction.new_order_id() for _ in range(300)]

    with pytest.raises(Invalid):
        await store.write(fail)
    after = await store.write(take)
    assert len(set(after)) == 300
    from_the_block = given[:256]
    assert not set(from_the_block) & set(after)
