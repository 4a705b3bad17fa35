"""Subscribers are told every event after the commit, at least once, in order, and go on there."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from ringup.services import subscribers
from ringup.services.subscribers import LEASE, LONGEST_REST, tell
from tests.support.demo_stores import demo_store, demo_templates  # noqa: F401 - fixtures
from tests.support.storefront import TestClock, open_storefront


class Listener:
    """Remembers what it was told, and raises while it is told to."""

    def __init__(self, *types):
        self.types = frozenset(types)
        self.heard = []
        self.orders = []
        self.breaks_at = ""

    async def receive(self, event, order):
        if event.type == self.breaks_at:
            raise ConnectionError(event.type)
        self.heard.append(event.type)
        self.orders.append(await order())


@pytest.fixture
def clock():
    return TestClock(datetime(2026, 11, 23, 10, tzinfo=UTC))


@pytest.fixture
async def ticking(demo_store, clock):  # noqa: F811
    async with open_storefront(demo_store, clock) as shop:
        yield shop


@pytest.fixture
async def listener(ticking):
    listener = Listener()
    assert await tell(ticking.desk, "listener", listener)
    return listener


async def told(shop, listener):
    while await tell(shop.desk, "listener", listener):
        pass
    return listener.heard


async def test_who_subscribes_is_told_what_happens_from_then_on(ticking):
    await ticking.shopper()
    listener = Listener()
    assert await told(ticking, listener) == []
    await ticking.shopper()
    assert await told(ticking, listener) == ["order.created"]


async def test_an_event_is_told_once_where_nothing_goes_wrong(ticking, listener):
    await ticking.shopper()
    assert await told(ticking, listener) == await told(ticking, listener) == ["order.created"]


async def test_an_orders_events_come_in_their_order_with_the_order_as_it_is_now(ticking, listener):
    shopper = await ticking.shopper()
    await shopper.asks("PUT", f"orders/{shopper.number}", {"order": {"email": "a@example.com"}})
    assert await told(ticking, listener) == ["order.created", "order.changed"]
    assert [order.email for order in listener.orders] == ["a@example.com"] * 2


async def test_only_the_types_that_are_asked_for_are_told(ticking):
    listener = Listener("order.changed")
    await told(ticking, listener)
    shopper = await ticking.shopper()
    await shopper.asks("PUT", f"orders/{shopper.number}", {"order": {"email": "a@example.com"}})
    assert await told(ticking, listener) == ["order.changed"]


async def test_what_raises_is_told_again_before_anything_later(ticking, listener, clock):
    shopper = await ticking.shopper()
    await shopper.asks("PUT", f"orders/{shopper.number}", {"order": {"email": "a@example.com"}})
    listener.breaks_at = "order.changed"
    assert await told(ticking, listener) == ["order.created"]
    await ticking.shopper()
    listener.breaks_at = ""
    assert await told(ticking, listener) == ["order.created"], "it rests first"
    clock.at += timedelta(seconds=1)
    assert await told(ticking, listener) == ["order.created", "order.changed", "order.created"]


async def test_who_keeps_failing_rests_longer_each_time(ticking, listener, clock):
    await ticking.shopper()
    listener.breaks_at = "order.created"
    rests = []
    for _ in range(11):
        await told(ticking, listener)
        cursor = await ticking.desk.store.read(lambda reading: reading.cursor("listener"))
        rests.append(cursor.due_at - clock.at)
        clock.at = cursor.due_at
    assert rests[:4] == [timedelta(seconds=seconds) for seconds in (1, 2, 4, 8)]
    assert rests[-1] == LONGEST_REST


async def test_one_who_never_answers_is_told_again(ticking, listener, monkeypatch):
    async def never(event, order):
        del event, order
        await asyncio.sleep(60)

    monkeypatch.setattr(subscribers, "ONE_EVENT", timedelta(seconds=0.01))
    monkeypatch.setattr(listener, "receive", never)
    await ticking.shopper()
    assert not await tell(ticking.desk, "listener", listener)


async def test_two_processes_never_tell_the_same_subscriber_at_once(ticking, listener):
    await ticking.shopper()
    await asyncio.gather(*(tell(ticking.desk, "listener", listener) for _ in range(5)))
    assert listener.heard == ["order.created"]


async def test_what_a_process_that_died_was_telling_is_told_by_another(ticking, listener, clock):
    await ticking.shopper()
    now = clock()
    await ticking.desk.store.write(
        lambda transaction: transaction.claim_cursor("listener", now, now + LEASE)
    )
    assert await told(ticking, listener) == []
    clock.at += LEASE
    assert await told(ticking, listener) == ["order.created"]


async def test_who_is_stopped_meanwhile_goes_on_where_it_was(ticking, listener, monkeypatch):
    await ticking.shopper()
    await ticking.shopper()
    receive = listener.receive

    async def stopping(event, order):
        if listener.heard:
            raise asyncio.CancelledError
        await receive(event, order)

    with monkeypatch.context() as patching:
        patching.setattr(listener, "receive", stopping)
        with pytest.raises(asyncio.CancelledError):
            await tell(ticking.desk, "listener", listener)
    assert await told(ticking, listener) == ["order.created", "order.created"]
