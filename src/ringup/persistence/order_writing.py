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
    written: Sequence[TableDifference]
    """What differs, ``orders`` first, and the events."""

    @property
    def arguments(self) -> list[object]:
        """The statement's parameters."""
        return arguments_of(self.order_id, self.written)

    @property
    def sql(self) -> str:
        """The statement."""
        return _statement(shape_of(self.written))

    @property
    def sql_at_leisure(self) -> str:
        """The statement as a transaction of its own, which does not wait for the disk."""
        return _statement_at_leisure(shape_of(self.written))


def order_writing(
    order: Order, differences: Sequence[TableDifference], events: Sequence[Row]
) -> Writing:
    """Put together what is to be written: what differs, ``orders`` first, and the events."""
    told = [tuple(event.values()) for event in events]
    return Writing(
        order_id=order.id,
        is_new=bool(differences[0].inserted),
        written=[*differences, *_told(told)],
    )


def shape_of(differences: Sequence[TableDifference]) -> Shape:
    """Tell what statement writes them."""
    return tuple(map(_size, differences))


def arguments_of(order_id: int, differences: Sequence[TableDifference]) -> list[object]:
    """Put together the statement's parameters."""
    return [order_id, *_arguments(differences)]


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
        yield as_json(columns, rows)
    else:
        yield from one_by_one(rows)


def as_json(columns: Sequence[str], rows: Sequence[Values]) -> str:
    """Write rows as the one text they travel in."""
    named = [dict(zip(columns, row, strict=True)) for row in rows]
    return msgspec.json.encode(named).decode()


def one_by_one(rows: Sequence[Values]) -> Iterator[object]:
    """Give the values of rows as parameters of their own, but for the order's id."""
    for _, *values in rows:
        yield from values


class Parameters:
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
    return with_parts(shape, f"{_UNLESS_OVERTAKEN} FROM {_own_row(shape)}")


@functools.cache
def _statement_at_leisure(shape: Shape) -> str:
    off = "set_config('synchronous_commit', 'off', true)"
    return with_parts(shape, f"{_UNLESS_OVERTAKEN}, {off} FROM {_own_row(shape)}")


def _own_row(shape: Shape) -> str:
    """Name the part that writes the order's own row, which is the first."""
    (name, updated, *_), *_ = shape
    return f"{name}_updated" if updated else f"{name}_inserted"


def with_parts(shape: Shape, said: str) -> str:
    """Write all of a shape as parts of one statement, ``orders_updated`` and so on."""
    named = ", ".join(f"{name} AS ({part})" for name, part in _parts(shape).items())
    return f"WITH {named} SELECT {said}"


def _parts(shape: Shape) -> Mapping[str, str]:
    parameters = Parameters()
    parts: dict[str, str] = {}
    for name, updated, deleted, inserted in shape:
        table = schema.metadata.tables[name]
        if updated:
            parts[f"{name}_updated"] = _update(table, _rows(table, updated, parameters))
        if deleted:
            parts[f"{name}_deleted"] = _delete(table, parameters.next())
        if inserted:
            rows = _rows(table, inserted, parameters)
            inserting = f"{insert_of(table, rows)}{_after(name, updated)}"
            parts[f"{name}_inserted"] = f"{inserting} RETURNING 1"
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


def insert_of(table: Table, rows: str) -> str:
    """Insert rows to select from."""
    columns = _COLUMNS[table.name]
    values = ", ".join(_inserted(table, name, f'r."{name}"') for name in columns)
    return f"INSERT INTO {table.name} ({_listed(columns)}) SELECT {values} FROM {rows}"


def insert_of_values(table: Table, count: int) -> str:
    """Insert so many rows that are parameters, and nothing but parameters."""
    parameters, columns = Parameters(), _COLUMNS[table.name]
    rows = ", ".join(
        f"({', '.join(_inserted(table, *cell) for cell in _cells(table, columns, parameters))})"
        for _ in range(count)
    )
    return f"INSERT INTO {table.name} ({_listed(columns)}) VALUES {rows}"


def insert_of_json(table: Table) -> str:
    """Insert the rows of a JSON text, the only parameter."""
    return insert_of(table, _rows_of_json(table, _COLUMNS[table.name], "$1"))


def _after(name: str, updated: int) -> str:
    """Wait for the update, by looking at its rows: an attempt is closed before the next opens."""
    return f" WHERE (SELECT count(*) FROM {name}_updated) IS NOT NULL" if updated else ""


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _inserted(table: Table, column: str, value: str) -> str:
    """Give a value as it is; the transaction's number puts events' ids in the order of commits."""
    if table is schema.events and column == "id":
        return f"{value} + txid_current() * {EVENTS_IN_A_TRANSACTION}"
    return value


def _rows(table: Table, count: int, parameters: Parameters) -> str:
    """Write so many rows as a table to select from."""
    columns = _COLUMNS[table.name]
    if count > FEW:
        return _rows_of_json(table, columns, parameters.next())
    rows = ", ".join(
        f"({', '.join(cell for _, cell in _cells(table, columns, parameters))})"
        for _ in range(count)
    )
    return f"(VALUES {rows}) AS r({_listed(columns)})"


def _cells(
    table: Table, columns: Sequence[str], parameters: Parameters
) -> Iterator[tuple[str, str]]:
    """Give each column of a row with its parameter, that of the order's id first."""
    first, *others = columns
    yield first, "$1::bigint"
    for name in others:
        yield name, f"{parameters.next()}::{_type(table, name)}"


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
