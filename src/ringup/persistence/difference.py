"""What has to be written so that a stored order becomes another: rows in, rows changed, rows out.

Both databases write the same difference, each in its own way; how many rows there are never
changes what statements are sent.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Table

from ringup.domain.order import Order
from ringup.persistence import schema
from ringup.persistence.records import FAMILY, ORDER_COLUMNS, Kept, Row, Values, order_row

replace = msgspec.structs.replace


class TableDifference(msgspec.Struct, frozen=True, kw_only=True):
    """What changes in one table: whole rows to insert and to update, ids to delete.

    ``columns`` names the rows' values, ``changed`` those of them in which some updated row differs.
    """

    table: Table
    columns: tuple[str, ...]
    inserted: Sequence[Values] = ()
    updated: Sequence[Values] = ()
    changed: tuple[str, ...] = ()
    deleted: Sequence[int] = ()


_NO_TOUCH = ("version", "updated_at", "abandoned_at", "events_count", "events_hash")
"""In what an order may differ without anybody having touched it."""


def saved(before: Order | None, after: Order, events: Sequence[Row], now: datetime) -> Order:
    """Give the order as it will be stored: counted up and dated if anything differs.

    Its log ends with ``events``; they alone count it up, too, but do not date it, and neither does
    that it was found to be left: any change else takes that back. Gives ``before`` itself if there
    is nothing to store.
    """
    if before is None:
        return replace(after, version=after.version + 1, updated_at=now, **_end_of_log(events))
    untouched = {name: getattr(before, name) for name in _NO_TOUCH}
    as_before = replace(after, **untouched)
    is_changed = as_before != before
    if not (is_changed or events or after.abandoned_at != before.abandoned_at):
        return before
    return replace(
        as_before,
        version=before.version + 1,
        updated_at=now if is_changed else before.updated_at,
        abandoned_at=None if is_changed else after.abandoned_at,
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
    return (_of_order(before, after), *_of_family(before, after))


def _of_order(before: Order | None, after: Order) -> TableDifference:
    new = order_row(after)
    if before is None:
        return TableDifference(table=schema.orders, columns=ORDER_COLUMNS, inserted=[new])
    return TableDifference(
        table=schema.orders,
        columns=ORDER_COLUMNS,
        updated=[new],
        changed=_changed(ORDER_COLUMNS, [(order_row(before), new)]),
    )


def _of_family(before: Order | None, after: Order) -> Iterator[TableDifference]:
    for kept in FAMILY:
        if before is None or kept.parts(before) != kept.parts(after):
            compared = _compared(kept, before, after)
            if compared.inserted or compared.updated or compared.deleted:
                yield compared


def _compared(kept: Kept, before: Order | None, after: Order) -> TableDifference:
    old = {} if before is None else {member[-1].id: member for member in kept.members(before)}
    new = {member[-1].id: member for member in kept.members(after)}
    pairs = [
        (kept.row(after.id, old[id_]), kept.row(after.id, member))
        for id_, member in new.items()
        if id_ in old and old[id_] != member
    ]
    # A record may differ in what is kept in other tables.
    updated = [(was, row) for was, row in pairs if was != row]
    return TableDifference(
        table=kept.table,
        columns=kept.columns,
        inserted=[kept.row(after.id, member) for id_, member in new.items() if id_ not in old],
        updated=[row for _, row in updated],
        changed=_changed(kept.columns, updated),
        deleted=[id_ for id_ in old if id_ not in new],
    )


def _changed(columns: Sequence[str], pairs: Sequence[tuple[Values, Values]]) -> tuple[str, ...]:
    differing = {
        column
        for was, row in pairs
        for column, old, new in zip(columns, was, row, strict=True)
        if old != new
    }
    return tuple(column for column in columns if column in differing)
