"""How far each subscriber of events has come."""

from datetime import datetime

from sqlalchemy import select

from ringup.persistence.schema import event_cursors
from ringup.persistence.session import Session
from ringup.persistence.spelling import Spelling
from ringup.services.event_log import Cursor

_CLAIM = (
    "UPDATE event_cursors SET due_at = $3 WHERE subscriber = $1 AND due_at <= $2"
    ' RETURNING "after", failures'
)
_MOVE = (
    'UPDATE event_cursors SET "after" = $3, failures = $4, due_at = $5'
    ' WHERE subscriber = $1 AND "after" = $2'
)


async def cursor(session: Session, subscriber: str) -> Cursor | None:
    """Read a cursor; see ``ports.store.Reading.cursor``."""
    columns = (event_cursors.c.after, event_cursors.c.failures, event_cursors.c.due_at)
    rows = await session.select(select(*columns).where(event_cursors.c.subscriber == subscriber))
    return Cursor(**rows[0]) if rows else None


async def begin(session: Session, subscriber: str, now: datetime) -> None:
    """Make a cursor, unless there is one; see ``ports.store.Transaction.begin_cursor``."""
    await session.change(_begin(session.spelling), subscriber, session.moment(now))


async def claim(session: Session, subscriber: str, now: datetime, until: datetime) -> Cursor | None:
    """Take a cursor that is due; see ``ports.store.Transaction.claim_cursor``."""
    moments = (session.moment(now), session.moment(until))
    for after, failures in await session.change(_CLAIM, subscriber, *moments):
        return Cursor(after=after, failures=failures, due_at=until)
    return None


async def move(session: Session, subscriber: str, after: int, moved: Cursor) -> None:
    """Move a cursor on; see ``ports.store.Transaction.move_cursor``."""
    due_at = session.moment(moved.due_at)
    await session.change(_MOVE, subscriber, after, moved.after, moved.failures, due_at)


def _begin(say: Spelling) -> str:
    return (
        'INSERT INTO event_cursors (subscriber, "after", failures, due_at)'
        f" SELECT {say.typed(1, 'text')}, coalesce(max(id), 0), 0, {say.typed(2, 'timestamptz')}"
        " FROM events WHERE true ON CONFLICT (subscriber) DO NOTHING"
    )
