"""One SQLite connection, in the event loop: what takes microseconds needs no thread."""

import functools
import re
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Table
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from ringup.domain.order import Order
from ringup.persistence import schema
from ringup.persistence.difference import TableDifference
from ringup.persistence.documents import Documents
from ringup.persistence.records import Row
from ringup.persistence.schema.columns import Moment, moment_text
from ringup.persistence.session import Overtaken, Rows
from ringup.persistence.spelling import Spelling, SqliteSpelling
from ringup.persistence.statements import Found, Statement, Statements

# Who writes has the whole file to himself, so the ids grow in the order of commits.
_EVENT = (
    "INSERT INTO events"
    " (order_id, sequence, id, type, at, actor, data, state_before, state_after, hash)"
    " SELECT :order_id, :sequence, (SELECT coalesce(max(id), 0) + 1 FROM events),"
    " :type, :at, :actor, :data, :state_before, :state_after, :hash"
)


class SqliteSession:
    """Fits ``session.Session``."""

    spelling: Spelling = SqliteSpelling()
    documents = Documents(spelling)
    statements = Statements(SQLiteDialect_pysqlite())

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take a connection that leaves transactions to its owner."""
        self._connection = connection

    async def fetch(self, sql: str, *arguments: Any) -> Rows:  # noqa: ANN401
        native, count = _numbered(sql)
        return self._run(native, arguments[:count]).fetchall()

    async def change(self, sql: str, *arguments: Any) -> Rows:  # noqa: ANN401
        return await self.fetch(sql, *arguments)

    async def together(self, parts: Sequence[str], *arguments: Any) -> None:  # noqa: ANN401
        for part in parts:
            await self.change(part, *arguments)

    async def select(
        self, statement: Statement, parameters: Mapping[str, Any] | None = None
    ) -> list[Found]:
        written = self.statements.write(statement, parameters)
        return written.read(self._run(written.sql, written.arguments).fetchall())

    async def execute(self, statement: Statement, rows: Sequence[Mapping[str, Any]] = ()) -> None:
        first, *others = self.statements.each(statement, rows)
        self._run_each(first.sql, [written.arguments for written in (first, *others)])

    async def lock_order(self, order_id: int) -> None:
        """Do nothing: who writes has the whole file to himself."""

    async def write_order(
        self, order: Order, differences: Sequence[TableDifference], events: Sequence[Row]
    ) -> None:
        """Write what is pointed at before what points, and delete the other way round.

        In one table, changes come before what is new: an attempt is closed before the next opens.
        """
        for each in differences:
            if each.updated:
                update = _update(each.table, each.changed)
                if self._write(update, each.table, each.updated) == 0:
                    raise Overtaken(f"order {order.id} is not as it was loaded")
            if each.inserted:
                self._write(_insert(each.table), each.table, each.inserted)
        for each in reversed(differences):
            if each.deleted:
                self._run_each(_delete(each.table), [(order.id, id_) for id_ in each.deleted])
        if events:
            self._write(_EVENT, schema.events, events)

    def _write(self, sql: str, table: Table, rows: Sequence[Row]) -> int:
        moments = _moments(table)
        return self._run_each(sql, [_stored(row, moments) for row in rows])

    def listed(self, values: Sequence[Any]) -> object:
        return msgspec.json.encode(values).decode()

    def moment(self, moment: datetime) -> object:
        return moment_text(moment)

    def _run(self, sql: str, arguments: Sequence[Any] = ()) -> sqlite3.Cursor:
        return self._connection.execute(sql, arguments)

    def _run_each(self, sql: str, rows: Sequence[Any]) -> int:
        return self._connection.executemany(sql, rows).rowcount


@functools.cache
def _numbered(sql: str) -> tuple[str, int]:
    """Write ``$1`` as SQLite does, and count the parameters."""
    numbers = [int(number) for number in re.findall(r"\$(\d+)", sql)]
    return re.sub(r"\$(\d+)", r"?\1", sql), max(numbers, default=0)


@functools.cache
def _moments(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns if isinstance(column.type, Moment))


def _stored(row: Row, moments: Sequence[str]) -> Row:
    texts = {name: moment_text(row[name]) for name in moments if row[name] is not None}
    return row | texts


@functools.cache
def _insert(table: Table) -> str:
    names = table.columns.keys()
    columns = ", ".join(f'"{name}"' for name in names)
    return f"INSERT INTO {table.name} ({columns}) VALUES (:{', :'.join(names)})"


@functools.cache
def _update(table: Table, columns: tuple[str, ...]) -> str:
    """Write an update of these columns alone: SQLite writes anew each index of what is set."""
    keys = table.primary_key.columns.keys()
    changed = ", ".join(f'"{name}" = :{name}' for name in columns)
    where = " AND ".join(f'"{name}" = :{name}' for name in keys)
    # The order's own row says that nobody else has written since.
    guard = " AND version = :version - 1" if table is schema.orders else ""
    return f"UPDATE {table.name} SET {changed} WHERE {where}{guard}"


@functools.cache
def _delete(table: Table) -> str:
    return f"DELETE FROM {table.name} WHERE order_id = ? AND id = ?"
