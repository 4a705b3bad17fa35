"""Tells what happened to whoever subscribed: after the commit, each event at least once, in order.

How far a subscriber has come is kept in the database, so nothing is lost when a process dies; what
it was being told just then it is told again. Of all processes one tells a subscriber at a time: it
claims the cursor for a while, and stops long before that is over.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeAlias

import msgspec
import structlog

from ringup.domain.order import Order, order_id_from
from ringup.domain.problems import Unavailable
from ringup.services.asking import Desk
from ringup.services.event_log import Cursor, Following, LoggedEvent
from ringup.services.ports.store import Wanted

LEASE = timedelta(seconds=120)
"""How long a cursor stays claimed by a process that died."""

TURN = timedelta(seconds=60)
"""After so long a process begins no further event, but claims the cursor again."""

ONE_EVENT = timedelta(seconds=30)
"""How long a subscriber may take over one event."""

LONGEST_REST = timedelta(minutes=5)
"""A subscriber that fails is tried again after a second, two, four, and at least this often."""

PAGE = 200

_log = structlog.get_logger()

OrderNow: TypeAlias = Callable[[], Awaitable[Order | None]]
"""Loads the event's order as it is by now; nothing if it was deleted."""


class Subscriber(Protocol):
    """Somebody who wants to know. ``types`` are the events it is told; none means all."""

    types: frozenset[str]

    async def receive(self, event: LoggedEvent, order: OrderNow, /) -> None:
        """Do something about an event; the same one may come twice, so doing it again is harmless.

        An order's events come in their order. Whatever is raised has the event told again, before
        any later one.
        """
        ...


async def keep_telling(desk: Desk, subscribers: Mapping[str, Subscriber], seconds: float) -> None:
    """Tell subscribers for ever; one that is slow or broken keeps no other waiting."""
    async with asyncio.TaskGroup() as group:
        for name, subscriber in subscribers.items():
            group.create_task(_keep_telling_one(desk, name, subscriber, seconds))


async def _keep_telling_one(desk: Desk, name: str, subscriber: Subscriber, seconds: float) -> None:
    while True:
        try:
            while await tell(desk, name, subscriber):
                pass
        except Unavailable:
            _log.warning("telling_put_off", subscriber=name, reason="the database is away")
        except Exception:  # noqa: BLE001 - the next time may go better
            _log.exception("telling_failed", subscriber=name)
        await asyncio.sleep(seconds)


async def tell(desk: Desk, name: str, subscriber: Subscriber) -> bool:
    """Tell a subscriber some of what is new; whether there may be more for it right away.

    A new subscriber begins with what happens from now on.
    """
    now = desk.clock()
    cursor = await desk.store.read(lambda reading: reading.cursor(name))
    if cursor is None:
        await desk.store.write(lambda transaction: transaction.begin_cursor(name, now))
        return True
    if cursor.due_at > now or not await _events(desk, cursor.after):
        return False
    claimed = await desk.store.write(
        lambda transaction: transaction.claim_cursor(name, now, now + LEASE)
    )
    if claimed is None:
        return False
    return await _told(desk, name, subscriber, claimed)


async def _events(desk: Desk, after: int) -> Sequence[LoggedEvent]:
    return await desk.shelves.log(Following(after=after, limit=PAGE))


class _Progress(msgspec.Struct):
    """How far one turn has come, and whether it went wrong there."""

    after: int
    failed: bool = False


async def _told(desk: Desk, name: str, subscriber: Subscriber, claimed: Cursor) -> bool:
    """Tell a page of events, and move the cursor behind the last that was received."""
    progress = _Progress(claimed.after)
    try:
        for event in await _events(desk, claimed.after):
            if desk.clock() > claimed.due_at - LEASE + TURN:
                break
            if not subscriber.types or event.type in subscriber.types:
                await _receive(desk, subscriber, event)
            progress.after = event.id
    except Exception as error:  # noqa: BLE001 - whatever a subscriber does, it is told again
        progress.failed = True
        _log.warning("subscriber_failed", subscriber=name, after=progress.after, error=repr(error))
    finally:
        moved = _moved(claimed, progress, desk.clock())
        await desk.store.write(
            lambda transaction: transaction.move_cursor(name, claimed.after, moved)
        )
    return not progress.failed


async def _receive(desk: Desk, subscriber: Subscriber, event: LoggedEvent) -> None:
    async def order() -> Order | None:
        order_id = order_id_from(event.order_number)
        if order_id is None:
            return None
        found = await desk.store.read(lambda reading: reading.peek(order_id, Wanted()))
        return found[0] if found else None

    async with asyncio.timeout(ONE_EVENT.total_seconds()):
        await subscriber.receive(event, order)


def _moved(claimed: Cursor, progress: _Progress, now: datetime) -> Cursor:
    if not progress.failed:
        return Cursor(after=progress.after, due_at=now)
    came_on = progress.after > claimed.after
    failures = 1 if came_on else claimed.failures + 1
    rest = min(timedelta(seconds=2 ** min(failures - 1, 10)), LONGEST_REST)
    return Cursor(after=progress.after, failures=failures, due_at=now + rest)
