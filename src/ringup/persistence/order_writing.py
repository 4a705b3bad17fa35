"""The one statement that writes what changed of an order on PostgreSQL, and its events.

A few rows of a table travel as parameters of their own, which costs the database half of what it
takes to read them out of a text; more rows travel as one JSON text, so that there are not as many
statements as orders have sizes. Each statement is prepared once.
"""

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

import msgspec
from sqlalchemy import LargeBinary, Table
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg

from ringup.domain.order import Order
from ringup.persistence import schema
from ringup.persistence.difference import TableDifference
from ringup.persistence.ids import EVENTS_IN_A_TRANSACTION
from ringup.persistence.records import FAMILY, ORDER_COLUMNS, Row, Values

FEW = 4
"""So many rows of a table travel as parameters of their own."""

_MANY = FEW + 1

Shape: TypeAlias = tuple[tuple[str, int, int, int], ...]
"""Of each table in turn: its name, and how many rows are updated, deleted, inserted; above ``FEW``
all are the same."""

_EVENT_COLUMNS = tuple(schema.events.columns.keys())
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    **{kept.table.name: kept.columns for kept in FAMILY},
    schema.orders.name: ORDER_COLUMNS,
    schema.events.name: _EVENT_COLUMNS,
}
"""The columns of each table in the order in which rows give them, that of the order's id first."""

_dialect = PGDialect_asyncpg()  # type: ignore[no-untyped-call]


class Writing(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be written of an order. It fails as a whole if the order is not as it was loaded.

    The server then says 22P02, or 23505 of one that ``is_new``.
    """

    order_id: int
    is_new: bool
    shape: Shape
    arguments: Sequence[object]

    @property
    def sql(self) -> str:
        """The statement."""
        return _statement(self.shape)

    @property
    def sql_at_leisure(self) -> str:
        """The statement as a transaction of its own, which does not wait for the disk."""
        return _statement_at_leisure(self.shape)


def order_writing(
    order: Order, differences: Sequence[TableDifference], events: Sequence[Row]
) -> Writing:
    """Put together what is to be written: what differs, ``orders`` first, and the events."""
    told = [tuple(event.values()) for event in events]
    written = [*differences, *_told(told)]
    return Writing(
        order_id=order.id,
        is_new=bool(differences[0].inserted),
        shape=tuple(map(_size, written)),
        arguments=[order.id, *_arguments(written)],
    )


def _size(each: TableDifference) -> tuple[str, int, int, int]:
    counts = (min(len(rows), _MANY) for rows in (each.updated, each.deleted, each.inserted))
    updated, deleted, inserted = counts
    return each.table.name, updated, deleted, inserted


def _told(rows: Sequence[Values]) -> Iterator[TableDifference]:
    if rows:
        yield TableDifference(table=schema.events, columns=_EVENT_COLUMNS, inserted=rows)


def _arguments(differences: Sequence[TableDifference]) -> Iterator[object]:
    for each in differences:
        yield from _sent(each.columns, each.updated)
        if each.deleted:
            yield each.deleted
        yield from _sent(each.columns, each.inserted)


def _sent(columns: Sequence[str], rows: Sequence[Values]) -> Iterator[object]:
    if len(rows) > FEW:
        named = [dict(zip(columns, row, strict=True)) for row in rows]
        yield msgspec.json.encode(named).decode()
    else:
        for _, *values in rows:
            yield from values


class _Parameters:
    """Counts the parameters of a statement; the first is the order's id."""

    def __init__(self) -> None:
        """Begin after the order's id."""
        self._last = 1

    def next(self) -> str:
        """Name the next one."""
        self._last += 1
        return f"${self._last}"


@functools.cache
def _statement(shape: Shape) -> str:
    """Write the whole difference as one statement: no part sees what the others do."""
    parts = _parts(shape)
    return f"WITH {_named(parts)} SELECT {_UNLESS_OVERTAKEN} FROM {next(iter(parts))}"


@functools.cache
def _statement_at_leisure(shape: Shape) -> str:
    parts = _parts(shape)
    said = f"{_UNLESS_OVERTAKEN}, set_config('synchronous_commit', 'off', true)"
    return f"WITH {_named(parts)} SELECT {said} FROM {next(iter(parts))}"


def _named(parts: Mapping[str, str]) -> str:
    return ", ".join(f"{name} AS ({part})" for name, part in parts.items())


def _parts(shape: Shape) -> Mapping[str, str]:
    parameters = _Parameters()
    parts: dict[str, str] = {}
    for name, updated, deleted, inserted in shape:
        table = schema.metadata.tables[name]
        if updated:
            parts[f"{name}_updated"] = _update(table, _rows(table, updated, parameters))
        if deleted:
            parts[f"{name}_deleted"] = _delete(table, parameters.next())
        if inserted:
            rows = _rows(table, inserted, parameters)
            parts[f"{name}_inserted"] = _insert(table, rows, after_update=bool(updated))
    return parts


# Asked of the order's own row, written or not; no other part has been looked at by then. To look at
# that row's update is to wait for it, and for whoever has the row locked. What cannot be a number
# is what the server's log will say.
_UNLESS_OVERTAKEN = (
    "CASE count(*) WHEN 1 THEN 1 ELSE"
    " CAST('order ' || $1 || ' is not as it was loaded: ' || count(*) || ' rows' AS integer) END"
)


def _update(table: Table, rows: str) -> str:
    keys = table.primary_key.columns
    changed = ", ".join(
        f'"{column.name}" = r."{column.name}"'
        for column in table.columns
        if column.name not in keys
    )
    is_order = table is schema.orders
    where = "t.id = $1 AND t.version = r.version - 1" if is_order else "t.order_id = $1"
    return (
        f"UPDATE {table.name} AS t SET {changed} FROM {rows} WHERE {where} AND t.id = r.id"
        " RETURNING 1"
    )


def _delete(table: Table, parameter: str) -> str:
    return f"DELETE FROM {table.name} WHERE order_id = $1 AND id = ANY({parameter}::bigint[])"


def _insert(table: Table, rows: str, *, after_update: bool) -> str:
    columns = _COLUMNS[table.name]
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(_inserted(table, name) for name in columns)
    # To look at the update's rows is to wait for it: an attempt is closed before the next opens.
    waiting = (
        f" WHERE (SELECT count(*) FROM {table.name}_updated) IS NOT NULL" if after_update else ""
    )
    return f"INSERT INTO {table.name} ({names}) SELECT {values} FROM {rows}{waiting} RETURNING 1"


def _inserted(table: Table, column: str) -> str:
    """Give a value as it is; the transaction's number puts events' ids in the order of commits."""
    if table is schema.events and column == "id":
        return f"r.id + txid_current() * {EVENTS_IN_A_TRANSACTION}"
    return f'r."{column}"'


def _rows(table: Table, count: int, parameters: _Parameters) -> str:
    """Write so many rows as a table to select from."""
    columns = _COLUMNS[table.name]
    if count > FEW:
        return _rows_of_json(table, columns, parameters.next())
    names = ", ".join(f'"{name}"' for name in columns)
    rows = ", ".join(_row(table, columns, parameters) for _ in range(count))
    return f"(VALUES {rows}) AS r({names})"


def _row(table: Table, columns: Sequence[str], parameters: _Parameters) -> str:
    own = (f"{parameters.next()}::{_type(table, name)}" for name in columns[1:])
    return f"({', '.join(('$1::bigint', *own))})"


def _rows_of_json(table: Table, columns: Sequence[str], parameter: str) -> str:
    """Read the rows out of a JSON array of objects, in which bytes are base64."""
    is_bytes = {name: isinstance(table.columns[name].type, LargeBinary) for name in columns}
    values = ", ".join(
        f'decode(j."{name}", \'base64\') AS "{name}"' if is_bytes[name] else f'j."{name}"'
        for name in columns
    )
    types = ", ".join(
        f'"{name}" {"text" if is_bytes[name] else _type(table, name)}' for name in columns
    )
    return f"(SELECT {values} FROM json_to_recordset({parameter}) AS j({types})) AS r"


def _type(table: Table, column: str) -> str:
    return table.columns[column].type.compile(dialect=_dialect)
