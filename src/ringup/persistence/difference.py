"""What has to be written so that a stored order becomes another: rows in, rows changed, rows out.

Both databases write the same difference, each in its own way; how many rows there are never
changes what statements are sent.
"""

import operator
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Table

from ringup.domain.order import Order
from ringup.persistence import schema
from ringup.persistence.records import FAMILY, Kept, Row, order_row

replace = msgspec.structs.replace


class TableDifference(msgspec.Struct, frozen=True, kw_only=True):
    """What changes in one table: whole rows to insert and to update, ids to delete.

    ``changed`` names the columns in which some updated row differs, in the table's order.
    """

    table: Table
    inserted: Sequence[Row] = ()
    updated: Sequence[Row] = ()
    changed: tuple[str, ...] = ()
    deleted: Sequence[int] = ()


def saved(before: Order | None, after: Order, events: Sequence[Row], now: datetime) -> Order:
    """Give the order as it will be stored: counted up and dated if anything differs.

    Its log ends with ``events``; they alone count it up, too, but do not date it. Gives ``before``
    itself if there is nothing to store.
    """
    if before is None:
        return replace(after, version=after.version + 1, updated_at=now, **_end_of_log(events))
    log = {"events_count": before.events_count, "events_hash": before.events_hash}
    as_before = replace(after, version=before.version, updated_at=before.updated_at, **log)
    is_changed = as_before != before
    if not (is_changed or events):
        return before
    return replace(
        as_before,
        version=before.version + 1,
        updated_at=now if is_changed else before.updated_at,
        **_end_of_log(events),
    )


def _end_of_log(events: Sequence[Row]) -> dict[str, Any]:
    if not events:
        return {}
    return {"events_count": events[-1]["sequence"], "events_hash": events[-1]["hash"]}


def difference(before: Order | None, after: Order) -> tuple[TableDifference, ...]:
    """List the tables that change, ``orders`` first, then as in ``FAMILY``.

    The order's own row is always among them: its version changed.
    """
    old = () if before is None else (order_row(before),)
    return (
        _compared(schema.orders, old, (order_row(after),)),
        *_family_differences(before, after),
    )


def _family_differences(before: Order | None, after: Order) -> Iterator[TableDifference]:
    for kept in FAMILY:
        if before is None or not _same(kept, before, after):
            compared = _compared(kept.table, kept.rows(before) if before else (), kept.rows(after))
            if compared.inserted or compared.updated or compared.deleted:
                yield compared


def _same(kept: Kept, before: Order, after: Order) -> bool:
    parts = operator.attrgetter(*kept.parts)
    return bool(parts(before) == parts(after))


def _compared(table: Table, before: Iterable[Row], after: Iterable[Row]) -> TableDifference:
    old = {row["id"]: row for row in before}
    new = {row["id"]: row for row in after}
    updated = [row for id_, row in new.items() if id_ in old and old[id_] != row]
    return TableDifference(
        table=table,
        inserted=[row for id_, row in new.items() if id_ not in old],
        updated=updated,
        changed=_changed(table, [(old[row["id"]], row) for row in updated]),
        deleted=[id_ for id_ in old if id_ not in new],
    )


def _changed(table: Table, pairs: Sequence[tuple[Row, Row]]) -> tuple[str, ...]:
    differing = {name for old, new in pairs for name, value in new.items() if old[name] != value}
    return tuple(column.name for column in table.columns if column.name in differing)
