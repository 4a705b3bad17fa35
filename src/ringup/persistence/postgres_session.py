"""One PostgreSQL connection: few round trips, each statement prepared once.

How many rows there are never changes a statement's text: rows travel as one JSON parameter a table.
"""

import functools
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

import asyncpg
import msgspec
from asyncpg.pool import PoolConnectionProxy
from sqlalchemy import LargeBinary, Table
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg

from ringup.domain.order import Order
from ringup.persistence import schema
from ringup.persistence.difference import TableDifference
from ringup.persistence.documents import Documents
from ringup.persistence.ids import EVENTS_IN_A_TRANSACTION
from ringup.persistence.records import Row, Values
from ringup.persistence.session import Overtaken, Rows
from ringup.persistence.spelling import PostgresSpelling, Spelling
from ringup.persistence.statements import Found, Statement, Statements

Connection: TypeAlias = "PoolConnectionProxy[asyncpg.Record] | asyncpg.Connection[asyncpg.Record]"
Shape: TypeAlias = tuple[tuple[str, bool, bool, bool], ...]
"""Of each table in turn: its name, whether rows are updated, deleted, inserted."""

_dialect = PGDialect_asyncpg()  # type: ignore[no-untyped-call]


class PostgresSession:
    """Fits ``session.Session``."""

    spelling: Spelling = PostgresSpelling()
    documents = Documents(spelling)
    statements = Statements(_dialect)

    def __init__(self, connection: Connection) -> None:
        """Take a connection that leaves transactions to its owner."""
        self._connection = connection
        self._begun = False

    async def commit(self) -> None:
        """Commit what was begun, if anything was."""
        if self._begun:
            await self._connection.execute("COMMIT")

    async def commit_to_disk(self) -> None:
        """Commit, and wait as long as the server's own setting says."""
        if self._begun:
            await self._connection.execute("SET LOCAL synchronous_commit TO DEFAULT; COMMIT")

    async def roll_back(self) -> None:
        """Undo it, if the connection still stands; if not, the server does."""
        if self._begun and not self._connection.is_closed():
            await self._connection.execute("ROLLBACK")

    def abandon(self) -> None:
        """Cut the connection, which is of no use any more."""
        self._connection.terminate()

    async def fetch(self, sql: str, *arguments: Any) -> Rows:  # noqa: ANN401
        rows: Rows = await self._connection.fetch(sql, *arguments)
        return rows

    async def change(self, sql: str, *arguments: Any) -> Rows:  # noqa: ANN401
        await self.begin()
        return await self.fetch(sql, *arguments)

    async def together(self, parts: Sequence[str], *arguments: Any) -> None:  # noqa: ANN401
        await self.change(_at_once(tuple(parts)), *arguments)

    async def select(
        self, statement: Statement, parameters: Mapping[str, Any] | None = None
    ) -> list[Found]:
        written = self.statements.write(statement, parameters)
        return written.read(await self.fetch(written.sql, *written.arguments))

    async def execute(self, statement: Statement, rows: Sequence[Mapping[str, Any]] = ()) -> None:
        first, *others = self.statements.each(statement, rows)
        arguments = [written.arguments for written in (first, *others)]
        await self.begin()
        await self._connection.executemany(first.sql, arguments)

    async def write_order(
        self,
        order: Order,
        differences: Sequence[TableDifference],
        events: Sequence[Row],
        *,
        is_locked: bool,
    ) -> None:
        shape = tuple(
            (each.table.name, bool(each.updated), bool(each.deleted), bool(each.inserted))
            for each in differences
        )
        arguments = [order.id, *_arguments(differences)]
        if events:
            arguments.append(_json(events))
        statement = _order_statement if is_locked else _careful_order_statement
        try:
            [[written]] = await self.change(statement(shape, bool(events)), *arguments)
        except asyncpg.UniqueViolationError as error:
            if order.version > 1:
                raise
            # Somebody imported an order under the id that was given to a new one, or the same one.
            raise Overtaken(f"order {order.id} exists already") from error
        if not written:
            raise Overtaken(f"order {order.id} is not as it was loaded")

    async def begin(self) -> None:
        if not self._begun:
            await self._connection.execute("BEGIN")
            self._begun = True

    def listed(self, values: Sequence[Any]) -> object:
        return values

    def moment(self, moment: datetime) -> object:
        return moment


def _arguments(differences: Sequence[TableDifference]) -> Iterator[object]:
    for each in differences:
        if each.updated:
            yield _json(_named(each.columns, each.updated))
        if each.deleted:
            yield each.deleted
        if each.inserted:
            yield _json(_named(each.columns, each.inserted))


def _named(columns: Sequence[str], rows: Sequence[Values]) -> list[Row]:
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _json(rows: Sequence[Row]) -> str:
    return msgspec.json.encode(rows).decode()


@functools.cache
def _at_once(parts: tuple[str, ...]) -> str:
    named = (f"part_{number} AS ({part})" for number, part in enumerate(parts))
    return f"WITH {', '.join(named)} SELECT 1"


@functools.cache
def _order_statement(shape: Shape, with_events: bool) -> str:  # noqa: FBT001 - part of the shape
    """Write the whole difference as one statement: no part sees what the others do.

    ``$1`` is the order's id. Gives how many rows of ``orders`` were written: one, or none if the
    order is not as it was loaded.
    """
    return _joined(shape, _parts_of(shape, with_events))


@functools.cache
def _careful_order_statement(shape: Shape, with_events: bool) -> str:  # noqa: FBT001 - as above
    """Write it so that nothing else is written unless the order's own row was.

    To look at that row's update is to wait for it, and for whoever has the row locked.
    """
    first, *others = _parts_of(shape, with_events).items()
    if first[0] != "orders_updated":
        return _order_statement(shape, with_events)
    guarded = [(name, _only_if_first(part)) for name, part in others]
    return _joined(shape, dict([first, *guarded]))


def _only_if_first(part: str) -> str:
    body, returning, rest = part.partition(" RETURNING")
    joint = "AND" if " WHERE " in body else "WHERE"
    return f"{body} {joint} (SELECT count(*) FROM orders_updated) > 0{returning}{rest}"


def _parts_of(shape: Shape, with_events: bool) -> dict[str, str]:  # noqa: FBT001 - as above
    parts: dict[str, str] = {}
    for name, updated, deleted, inserted in shape:
        table = schema.metadata.tables[name]
        if updated:
            parts[f"{name}_updated"] = _update(table, len(parts) + 2)
        if deleted:
            parts[f"{name}_deleted"] = _delete(table, len(parts) + 2)
        if inserted:
            parts[f"{name}_inserted"] = _insert(table, len(parts) + 2, after_update=updated)
    if with_events:
        parts["events_inserted"] = _insert_events(len(parts) + 2)
    return parts


def _joined(shape: Shape, parts: Mapping[str, str]) -> str:
    named = ", ".join(f"{name} AS ({part})" for name, part in parts.items())
    # A parameter must be used: in an order's first statement nothing else asks for its id.
    return f"WITH {named} SELECT {_rows_written(shape)} WHERE $1::bigint > 0"


def _rows_written(shape: Shape) -> str:
    """Count the rows of ``orders``; where only events are told there is nothing to count."""
    if not shape:
        return "1"
    written = "orders_updated" if shape[0][1] else "orders_inserted"
    return f"(SELECT count(*) FROM {written})"


def _update(table: Table, parameter: int) -> str:
    keys = table.primary_key.columns
    changed = ", ".join(
        f'"{column.name}" = {_value(table, column.name)}'
        for column in table.columns
        if column.name not in keys
    )
    is_order = table is schema.orders
    where = "t.id = $1 AND t.version = r.version - 1" if is_order else "t.order_id = $1"
    return (
        f"UPDATE {table.name} AS t SET {changed} FROM {_rows(table, parameter)}"
        f" WHERE {where} AND t.id = r.id RETURNING 1"
    )


def _delete(table: Table, parameter: int) -> str:
    return f"DELETE FROM {table.name} WHERE order_id = $1 AND id = ANY(${parameter}::bigint[])"


def _insert(table: Table, parameter: int, *, after_update: bool) -> str:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    values = ", ".join(_value(table, column.name) for column in table.columns)
    # To look at the update's rows is to wait for it: an attempt is closed before the next opens.
    waiting = (
        f" WHERE (SELECT count(*) FROM {table.name}_updated) IS NOT NULL" if after_update else ""
    )
    return (
        f"INSERT INTO {table.name} ({columns}) SELECT {values}"
        f" FROM {_rows(table, parameter)}{waiting} RETURNING 1"
    )


def _insert_events(parameter: int) -> str:
    """Write the events; the transaction's number puts their ids in the order of commits."""
    table = schema.events
    names = table.columns.keys()
    ids = {"id": f"r.id + txid_current() * {EVENTS_IN_A_TRANSACTION}"}
    values = ", ".join(ids.get(name, _value(table, name)) for name in names)
    return f"INSERT INTO events ({', '.join(names)}) SELECT {values} FROM {_rows(table, parameter)}"


def _rows(table: Table, parameter: int) -> str:
    columns = ", ".join(
        f'"{column.name}" {_sent_as(table, column.name)}' for column in table.columns
    )
    return f"json_to_recordset(${parameter}) AS r({columns})"


def _value(table: Table, column: str) -> str:
    is_bytes = isinstance(table.columns[column].type, LargeBinary)
    return f"decode(r.\"{column}\", 'base64')" if is_bytes else f'r."{column}"'


def _sent_as(table: Table, column: str) -> str:
    kind = table.columns[column].type
    return "text" if isinstance(kind, LargeBinary) else kind.compile(dialect=_dialect)
