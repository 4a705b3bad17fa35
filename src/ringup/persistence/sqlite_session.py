"""One SQLite connection, in the event loop: what takes microseconds needs no thread."""

import functools
import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

import msgspec
from sqlalchemy import Table
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from ringup.domain.order import Order
from ringup.persistence import schema
from ringup.persistence.difference import TableDifference
from ringup.persistence.documents import Documents
from ringup.persistence.records import Row, Values
from ringup.persistence.schema.columns import Moment, moment_text
from ringup.persistence.session import Overtaken, Rows, Scarce
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
    keeps_for_commit = True

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

    async def with_commit(self, parts: Sequence[str], *arguments: Any) -> None:  # noqa: ANN401
        """Make the changes at once: nobody else has the file until the commit."""
        first, *others = parts
        if not await self.change(first, *arguments):
            raise Scarce
        for part in others:
            await self.change(part, *arguments)

    async def select(
        self, statement: Statement, parameters: Mapping[str, Any] | None = None
    ) -> list[Found]:
        written = self.statements.write(statement, parameters)
        return written.read(self._run(written.sql, written.arguments).fetchall())

    async def execute(self, statement: Statement, rows: Sequence[Mapping[str, Any]] = ()) -> None:
        first, *others = self.statements.each(statement, rows)
        self._run_each(first.sql, [written.arguments for written in (first, *others)])

    async def begin(self) -> None:
        """Do nothing: whoever writes has begun already, and has the whole file to himself."""

    @property
    def locks_first(self) -> bool:
        """Always: who writes has the whole file to himself."""
        return True

    def expect(self, order: Order) -> None:
        """Do nothing: nobody else can write."""

    async def write_order(
        self, order: Order, differences: Sequence[TableDifference], events: Sequence[Row]
    ) -> None:
        """Write what is pointed at before what points, and delete the other way round.

        In one table, changes come before what is new: an attempt is closed before the next opens.
        """
        for each in differences:
            if each.updated:
                self._update(order, each)
            if each.inserted:
                self._insert(order, each)
        for each in reversed(differences):
            if each.deleted:
                self._run_each(_delete(each.table), [(order.id, id_) for id_ in each.deleted])
        if events:
            self._run_each(_EVENT, map(_stored, events))

    def _update(self, order: Order, each: TableDifference) -> None:
        update = _update(each.table, each.columns, each.changed)
        if self._run_each(update.sql, map(update.values, each.updated)) == 0:
            raise Overtaken(f"order {order.id} is not as it was loaded")

    def _insert(self, order: Order, each: TableDifference) -> None:
        insert = _insert(each.table, each.columns)
        try:
            self._run_each(insert.sql, map(insert.values, each.inserted))
        except sqlite3.IntegrityError as error:
            if error.sqlite_errorname != "SQLITE_CONSTRAINT_PRIMARYKEY":
                raise
            # Somebody imported an order under the id that was given to a new one.
            raise Overtaken(f"order {order.id} exists already") from error

    def listed(self, values: Sequence[Any]) -> object:
        return msgspec.json.encode(values).decode()

    def moment(self, moment: datetime) -> object:
        return moment_text(moment)

    def _run(self, sql: str, arguments: Sequence[Any] = ()) -> sqlite3.Cursor:
        return self._connection.execute(sql, arguments)

    def _run_each(self, sql: str, rows: Iterable[Any]) -> int:
        return self._connection.executemany(sql, rows).rowcount


@functools.cache
def _numbered(sql: str) -> tuple[str, int]:
    """Write ``$1`` as SQLite does, and count the parameters."""
    numbers = [int(number) for number in re.findall(r"\$(\d+)", sql)]
    return re.sub(r"\$(\d+)", r"?\1", sql), max(numbers, default=0)


class _Writing(msgspec.Struct, frozen=True):
    """A statement that writes rows: which of their values it takes, and which are moments."""

    sql: str
    taken: Callable[[Values], tuple[Any, ...]]
    moments: tuple[int, ...]

    def values(self, row: Values) -> Sequence[Any]:
        """Take a row's values, as SQLite stores them."""
        values = list(self.taken(row))
        for position in self.moments:
            if values[position] is not None:
                values[position] = moment_text(values[position])
        return values


def _writing(sql: str, table: Table, columns: Sequence[str], taken: Sequence[str]) -> _Writing:
    """Take at least two values: one alone would not come as a tuple."""
    moments = [n for n, name in enumerate(taken) if isinstance(table.columns[name].type, Moment)]
    return _Writing(sql, itemgetter(*map(columns.index, taken)), tuple(moments))


@functools.cache
def _insert(table: Table, columns: tuple[str, ...]) -> _Writing:
    names = ", ".join(f'"{name}"' for name in columns)
    sql = f"INSERT INTO {table.name} ({names}) VALUES ({', '.join('?' for _ in columns)})"
    return _writing(sql, table, columns, columns)


@functools.cache
def _update(table: Table, columns: tuple[str, ...], changed: tuple[str, ...]) -> _Writing:
    """Write an update of these columns alone: SQLite writes anew each index of what is set."""
    keys = table.primary_key.columns.keys()
    setting = ", ".join(f'"{name}" = ?' for name in changed)
    where = " AND ".join(f'"{name}" = ?' for name in keys)
    if table is not schema.orders:
        sql = f"UPDATE {table.name} SET {setting} WHERE {where}"
        return _writing(sql, table, columns, (*changed, *keys))
    # The order's own row says that nobody else has written since.
    sql = f"UPDATE orders SET {setting} WHERE {where} AND version = ? - 1"
    return _writing(sql, table, columns, (*changed, *keys, "version"))


@functools.cache
def _delete(table: Table) -> str:
    return f"DELETE FROM {table.name} WHERE order_id = ? AND id = ?"


def _stored(event: Row) -> Row:
    return {**event, "at": moment_text(event["at"])}
