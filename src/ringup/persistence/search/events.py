"""The log of events, read on from one of them in one statement."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, func, not_, select
from sqlalchemy import text as sql
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from ringup.domain.order import number_of, order_id_from
from ringup.persistence.ids import EVENTS_IN_A_TRANSACTION
from ringup.persistence.schema import events, orders
from ringup.persistence.schema.events import FIRST, RARE
from ringup.persistence.search.conditions import clauses_of
from ringup.persistence.search.grouping import plain
from ringup.persistence.search.shelf import Reader, Restriction, Row, Shelf, by_id
from ringup.services.event_log import SEARCHABLE, Following, LoggedEvent
from ringup.services.history.types import COMMON
from ringup.services.searching import Condition, Path, Search

_NUMBER, _TIME, _TYPE = Path("order_number"), Path("created_at"), Path("type")
_FIRST = sql(FIRST)
_LARGEST = 2**63 - 1

STRAY = timedelta(hours=1)
"""Further apart than this no two clocks are, and no transaction lasts so long: where times differ
by more, ids are in the same order."""

_SHELF = Shelf[LoggedEvent](
    table=events,
    shown=tuple(events.c),
    id=events.c.id,
    columns={
        "order_number": select(orders.c.number)
        .where(orders.c.id == events.c.order_id)
        .scalar_subquery(),
        "type": events.c.type,
        "created_at": events.c.at,
    },
    keys=by_id(events.c.id),
    load=plain(LoggedEvent),
)


class Settled(FunctionElement[int]):
    """The id below which no event can be written any more: all those transactions are over.

    On SQLite whatever can be read is over, since one writes at a time.
    """

    type = BigInteger()
    inherit_cache = True
    name = "settled"


@compiles(Settled)
def _on_sqlite(element: Any, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    del element, compiler, options
    return str(_LARGEST)


@compiles(Settled, "postgresql")
def _on_postgresql(element: Any, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    del element, compiler, options
    return (
        "(SELECT (next + txid_snapshot_xmin(txid_current_snapshot()))"
        f" * {EVENTS_IN_A_TRANSACTION} FROM id_counters WHERE name = 'events')"
    )


async def followed(reader: Reader, asked: Following) -> Sequence[LoggedEvent]:
    """Read the events after one, the oldest first."""
    rows = await reader.select(
        select(*(events.c[name] for name in ("id", "type", "order_id", "at", "actor", "data")))
        .where(events.c.id > asked.after, events.c.id < Settled(), *_clauses(asked.search))
        .order_by(events.c.id)
        .limit(asked.limit)
    )
    return [_logged(row) for row in rows]


def _logged(row: Row) -> LoggedEvent:
    return LoggedEvent(
        id=row["id"],
        type=row["type"],
        order_number=number_of(row["order_id"]),
        created_at=row["at"],
        actor=row["actor"],
        data=row["data"],
    )


def _clauses(search: Search) -> Iterator[Restriction]:
    for condition in search.conditions:
        if condition.paths == (_NUMBER,) and condition.predicate in {"equal", "among"}:
            yield _of_orders(condition)
            continue
        yield from clauses_of(Search(conditions=(condition,)), _SHELF, SEARCHABLE)
        if condition.paths == (_TIME,) and isinstance(condition.value, datetime):
            yield from _around(condition, condition.value)
        if condition.paths == (_TYPE,) and _is_rare(condition):
            yield sql(RARE)


def _is_rare(condition: Condition) -> bool:
    """Whether only types are asked for that have an index."""
    if condition.negated or condition.predicate not in {"equal", "among"}:
        return False
    return COMMON.isdisjoint(_given(condition))


def _given(condition: Condition) -> tuple[object, ...]:
    return condition.value if isinstance(condition.value, tuple) else (condition.value,)


def _of_orders(condition: Condition) -> Restriction:
    """Compare ids, which the numbers encode, rather than search for the numbers."""
    found = events.c.order_id.in_(_order_ids(_given(condition)))
    return not_(found) if condition.negated else found


def _order_ids(numbers: Iterable[object]) -> list[int]:
    # An order's id is never 0, so that finds nothing.
    return [order_id_from(str(number)) or 0 for number in numbers]


def _around(condition: Condition, time: datetime) -> Iterator[Restriction]:
    """Keep to ids near the time, so that the rest of the log is not read to be left out."""
    if condition.predicate in {"over", "at_least", "equal"} and not condition.negated:
        before = events.c.at < time - STRAY
        latest = select(events.c.id).where(before, _FIRST).order_by(events.c.at.desc()).limit(1)
        yield events.c.id > func.coalesce(latest.scalar_subquery(), 0)
    if condition.predicate in {"under", "at_most", "equal"} and not condition.negated:
        past = events.c.at > time + STRAY
        earliest = select(events.c.id).where(past, _FIRST).order_by(events.c.at).limit(1)
        yield events.c.id < func.coalesce(earliest.scalar_subquery(), _LARGEST)
