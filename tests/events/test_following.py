"""Whoever follows the log misses no event, however late its transaction commits."""

import asyncio
import random
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from ringup.domain.order import Order
from ringup.persistence.opening import open_store
from ringup.persistence.schema import events
from ringup.persistence.search.events import followed
from ringup.persistence.search.shelving import SqlShelves
from ringup.services.event_log import SEARCHABLE, Following
from ringup.services.ports.store import Event, Wanted
from ringup.wire.spree.store.ransack import read_search

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
WRITERS, EACH = 8, 12


@pytest.fixture
async def stores(demo_store):
    """Two processes of one shop."""
    opened = [await open_store(demo_store, lambda: NOW, {}) for _ in range(2)]
    yield opened
    for store in opened:
        await store.close()


def _empty(order_id):
    return Order(
        id=order_id,
        store_id=1,
        currency="USD",
        token_hash=bytes(32),
        created_at=NOW,
        updated_at=NOW,
    )


async def _begin_order(transaction):
    order = _empty(await transaction.new_order_id())
    return await transaction.save(None, order, [Event(type="order.created", actor="guest")])


async def _read_on(store, known):
    """Read what comes after the last event known, as a follower does."""
    after = known[-1] if known else 0
    found = await SqlShelves(store).log(Following(after=after, limit=100))
    known += [event.id for event in found]


async def _ids(store):
    rows = await store.read(lambda reading: reading.select(select(events.c.id)))
    return sorted(row["id"] for row in rows)


async def test_an_event_that_commits_late_is_not_passed_by(stores):
    written, may_end = asyncio.Event(), asyncio.Event()

    async def slow(transaction):
        order = await _begin_order(transaction)
        # To look at it is to have it written.
        await transaction.peek(order.id, Wanted())
        written.set()
        await may_end.wait()
        return order

    late = asyncio.create_task(stores[0].write(slow))
    await written.wait()
    quick = asyncio.create_task(stores[1].write(_begin_order))
    await asyncio.sleep(0.1)
    known: list[int] = []
    await _read_on(stores[1], known)
    may_end.set()
    await asyncio.gather(late, quick)
    assert known == []
    await _read_on(stores[1], known)
    assert known == await _ids(stores[1])
    assert len(known) == 2


async def test_followers_of_many_writers_read_each_event_once(stores):
    chance = random.Random(7)

    async def write(number):
        store = stores[number % 2]
        for _ in range(EACH):

            async def work(transaction):
                order = await _begin_order(transaction)
                await asyncio.sleep(chance.random() / 100)
                changed = msgspec.structs.replace(order, email="a@example.com")
                told = [Event(type="order.changed", actor="guest")] * chance.randint(1, 3)
                return await transaction.save(order, changed, told)

            await store.write(work)

    async def follow(store, known, is_over):
        while not is_over.is_set():
            await _read_on(store, known)
            await asyncio.sleep(0.002)

    is_over = asyncio.Event()
    followed: list[list[int]] = [[], []]
    following = [
        asyncio.create_task(follow(store, known, is_over))
        for store, known in zip(stores, followed, strict=True)
    ]
    await asyncio.gather(*(write(number) for number in range(WRITERS)))
    is_over.set()
    await asyncio.gather(*following)
    everything = await _ids(stores[0])
    assert len(everything) == len(set(everything)) >= 2 * WRITERS * EACH
    for store, known in zip(stores, followed, strict=True):
        while len(known) < len(everything):
            before = len(known)
            await _read_on(store, known)
            assert len(known) > before
        assert known == everything


async def test_a_database_that_was_moved_goes_on_past_its_newest_event(stores, demo_store):
    await stores[0].write(_begin_order)
    moved = events.update().values(id=events.c.id + (1 << 45))
    await stores[0].write(lambda transaction: transaction.execute(moved))
    [newest] = await _ids(stores[0])
    elsewhere = await open_store(demo_store, lambda: NOW, {})
    await elsewhere.write(_begin_order)
    known = [newest]
    await _read_on(elsewhere, known)
    assert known == await _ids(elsewhere)
    assert len(known) == 2
    await elsewhere.close()


class _Explaining:
    """Tells how SQLite would run what it is asked, and that it was asked once."""

    def __init__(self, reading, plans):
        self._reading = reading
        self._plans = plans

    async def select(self, statement):
        session = self._reading._session
        written = session.statements.write(statement)
        plan = session._run(f"EXPLAIN QUERY PLAN {written.sql}", written.arguments).fetchall()
        self._plans.append([line for *_, line in plan])
        return []


async def _plans(store, given):
    """Tell how a page of the log is read, a list of lines for each statement."""
    plans: list[list[str]] = []
    asked = Following(after=7, search=read_search(given, SEARCHABLE))

    async def explain(reading):
        explaining: Any = _Explaining(reading, plans)
        return await followed(explaining, asked)

    await store.read(explain)
    return plans


@pytest.mark.parametrize("demo_store", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "given",
    [
        {},
        {"type_eq": "order.created"},
        {"type_eq": "stock.low"},
        {"type_in": ["stock.low", "order.canceled"]},
        {"order_number_in": ["R387420489"]},
        {"created_at_gteq": "2026-11-23T10:00:00Z"},
        {"created_at_gt": "2026-11-23T10:00:00Z", "created_at_lt": "2026-11-24T10:00:00Z"},
    ],
    ids=", ".join,
)
async def test_a_page_is_one_statement_that_reads_no_whole_table(stores, given):
    [plan] = await _plans(stores[0], given)
    assert plan
    assert [line for line in plan if line.startswith("SCAN")] == []


@pytest.mark.parametrize("demo_store", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "given, is_rare",
    [
        ({"type_eq": "stock.low"}, True),
        ({"type_in": ["stock.low", "order.canceled"]}, True),
        ({"type_in": ["stock.low", "order.created"]}, False),
        ({"type_not_eq": "stock.low"}, False),
    ],
    ids=str,
)
async def test_rare_types_are_found_by_their_index_and_common_ones_by_reading_on(
    stores, given, is_rare
):
    [plan] = await _plans(stores[0], given)
    assert any("ix_events_rare" in line for line in plan) is is_rare
