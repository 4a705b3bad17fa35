"""What is saved is what is loaded, to the last field, whatever it was before."""

import asyncio
import shutil

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from ringup.persistence import schema
from ringup.persistence.opening import open_store
from ringup.services.ports.store import Event, Wanted
from tests.persistence.conftest import EVERY_FORM, StoppedClock, writes_of
from tests.persistence.orders import empty, orders, placed_in, replace, with_lines
from tests.persistence.small_shop import NOW


@pytest.fixture(params=EVERY_FORM)
def form(request):
    return request.param


@pytest.fixture(scope="module", params=EVERY_FORM)
def opening(request, tmp_path_factory):
    """Opens a store that the examples share."""

    def at(address):
        writes = writes_of(request.param)
        return lambda: open_store(address, StoppedClock(), {}, connections=1, writes=writes)

    if request.param == "sqlite":
        copy = tmp_path_factory.mktemp("round") / "store.db"
        shutil.copy(request.getfixturevalue("prepared_file"), copy)
        yield at(f"sqlite:///{copy}")
        return
    template = request.getfixturevalue("prepared_database")
    with request.getfixturevalue("postgres").database(template) as address:
        yield at(address)


def _events_of(order_id):
    events = schema.events
    return select(events).where(events.c.order_id == order_id).order_by(events.c.sequence)


async def _saved_one_after_the_other(opening, drawn):
    store = await opening()

    async def save_each(transaction):
        order_id = await transaction.new_order_id()
        before = None
        for wanted in drawn(order_id):
            await transaction.save(before, wanted, ())
            loaded, _ = await transaction.load(order_id, Wanted())
            assert loaded == replace(wanted, version=loaded.version, updated_at=loaded.updated_at)
            before = loaded
        await transaction.delete(before)
        assert await transaction.load(order_id, Wanted()) is None

    try:
        await store.write(save_each)
    finally:
        await store.close()


# To make an example smaller takes minutes where each is written into a database.
@settings(
    max_examples=25,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_any_order_becomes_any_other(opening, data):
    def drawn(order_id):
        return [data.draw(orders(order_id, age)) for age in range(3)]

    asyncio.run(_saved_one_after_the_other(opening, drawn))


async def test_saving_counts_the_version_and_dates_the_order(store, clock):
    order = await store.write(placed_in)
    assert (order.version, order.updated_at) == (1, NOW)
    clock.now = NOW.replace(hour=13)

    async def rename(transaction):
        before, _ = await transaction.load(order.id, Wanted())
        return await transaction.save(before, replace(before, email="b@example.com"), ())

    renamed = await store.write(rename)
    assert (renamed.version, renamed.updated_at) == (2, clock.now)
    assert renamed.created_at == NOW


async def test_saving_what_did_not_change_changes_nothing(store, clock):
    order = await store.write(placed_in)
    clock.now = NOW.replace(hour=13)

    async def touch(transaction):
        before, _ = await transaction.load(order.id, Wanted())
        return await transaction.save(before, replace(before), ())

    assert await store.write(touch) == order


async def test_an_order_of_many_lines_keeps_their_order(store):
    async def many(transaction):
        order = with_lines(empty(await transaction.new_order_id()), 200)
        return await transaction.save(None, order, ())

    order = await store.write(many)
    loaded, _ = await store.read(lambda reading: reading.peek(order.id, Wanted()))
    assert loaded == order


async def test_an_unknown_order_is_none(store):
    assert await store.read(lambda reading: reading.peek(4711, Wanted())) is None
    assert await store.write(lambda transaction: transaction.load(4711, Wanted())) is None


async def test_events_of_an_order_are_numbered_without_a_gap(store):
    order = await store.write(placed_in)

    async def tell(transaction):
        before, _ = await transaction.load(order.id, Wanted())
        told = [Event(type=kind, actor="key:1", data={"n": 1}) for kind in ("a", "b")]
        return await transaction.save(before, replace(before, state="address"), told)

    await store.write(tell)
    rows = await store.read(lambda reading: reading.select(_events_of(order.id)))
    assert [row["sequence"] for row in rows] == [1, 2, 3]
    assert [row["type"] for row in rows] == ["order.created", "a", "b"]
    assert [row["state_before"] for row in rows] == [None, "cart", "cart"]
    assert [row["state_after"] for row in rows] == ["cart", "address", "address"]
    assert rows[1]["data"] == {"n": 1}
    assert rows[1]["at"] == NOW
    assert [row["id"] for row in rows] == sorted({row["id"] for row in rows})
