"""One PostgreSQL connection: few round trips, each statement prepared once."""

import contextlib
import functools
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

import asyncpg
from asyncpg.pool import PoolConnectionProxy
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg

from ringup.domain.order import Order
from ringup.persistence.difference import TableDifference
from ringup.persistence.documents import Documents
from ringup.persistence.named_statements import Call, Naming
from ringup.persistence.order_writing import Writing, order_writing
from ringup.persistence.records import Row
from ringup.persistence.session import Overtaken, Rows, Scarce
from ringup.persistence.spelling import PostgresSpelling, Spelling
from ringup.persistence.statements import Found, Statement, Statements

Connection: TypeAlias = "PoolConnectionProxy[asyncpg.Record] | asyncpg.Connection[asyncpg.Record]"

_DO_NOT_WAIT = "SET LOCAL synchronous_commit TO off"
# A commit waits for the log up to itself. One without changes of its own would not.
_UNTIL_ON_DISK = ("BEGIN", "SELECT pg_logical_emit_message(true, 'ringup', '')", "COMMIT")

_dialect = PGDialect_asyncpg()  # type: ignore[no-untyped-call]


class PostgresSession:
    """Fits ``session.Session``."""

    spelling: Spelling = PostgresSpelling()
    documents = Documents(spelling)
    statements = Statements(_dialect)
    keeps_for_commit = True

    def __init__(self, connection: Connection, naming: Naming) -> None:
        """Take a connection that leaves transactions to its owner."""
        self._connection = connection
        self._naming = naming
        self._begun = False
        self._with_commit: list[Call] = []

    @property
    def locks_first(self) -> bool:
        """Always: whoever comes later waits."""
        return True

    async def commit(self) -> None:
        """Commit what was begun, if anything was, and do not wait for the disk."""
        if self._begun:
            await self._say(_DO_NOT_WAIT, *self._late(), "COMMIT")

    async def commit_to_disk(self) -> None:
        """Commit, and wait as long as the server's own setting says.

        With changes that others wait for, the locks are let go of before the disk is waited for:
        whoever then builds on them comes later in the log, and lasts only if they do.
        """
        if self._with_commit:
            await self._say(_DO_NOT_WAIT, *self._late(), "COMMIT", *_UNTIL_ON_DISK)
        elif self._begun:
            await self._say("COMMIT")

    async def roll_back(self) -> None:
        """Undo it, if the connection still stands; if not, the server does."""
        if self._begun and not self.is_broken:
            await self._connection.execute("ROLLBACK")

    @property
    def is_broken(self) -> bool:
        """Whether the connection is known to be of no use any more."""
        return self._connection.is_closed()

    def abandon(self) -> None:
        """Cut the connection, which is of no use any more."""
        self._connection.terminate()

    async def fetch(self, sql: str, *arguments: Any) -> Rows:  # noqa: ANN401
        await self._catch_up()
        rows: Rows = await self._connection.fetch(sql, *arguments)
        return rows

    async def change(self, sql: str, *arguments: Any) -> Rows:  # noqa: ANN401
        await self.begin()
        return await self.fetch(sql, *arguments)

    async def together(self, parts: Sequence[str], *arguments: Any) -> None:  # noqa: ANN401
        await self.change(_at_once(tuple(parts)), *arguments)

    async def with_commit(self, parts: Sequence[str], *arguments: Any) -> None:  # noqa: ANN401
        await self.begin()
        self._with_commit.append(Call(_if_first_does(tuple(parts)), arguments))

    async def _catch_up(self) -> None:
        if self._with_commit:
            await self._say(*self._late())

    def _late(self) -> Iterator[str]:
        """Write what was kept back for the commit, once."""
        calls, self._with_commit = self._with_commit, []
        return self._naming.said(self._connection, calls)

    async def _say(self, *statements: str) -> None:
        """Send statements together; none after one that fails is run."""
        try:
            await self._connection.execute("; ".join(statements))
        except asyncpg.DivisionByZeroError as error:
            raise Scarce from error
        except (
            asyncpg.InvalidSQLStatementNameError,
            asyncpg.DuplicatePreparedStatementError,
        ) as error:
            self._naming.give_up()
            raise Overtaken("a server that does not know what it was told by name") from error

    async def select(
        self, statement: Statement, parameters: Mapping[str, Any] | None = None
    ) -> list[Found]:
        written = self.statements.write(statement, parameters)
        return written.read(await self.fetch(written.sql, *written.arguments))

    async def execute(self, statement: Statement, rows: Sequence[Mapping[str, Any]] = ()) -> None:
        first, *others = self.statements.each(statement, rows)
        arguments = [written.arguments for written in (first, *others)]
        await self.begin()
        await self._catch_up()
        await self._connection.executemany(first.sql, arguments)

    async def write_order(
        self, order: Order, differences: Sequence[TableDifference], events: Sequence[Row]
    ) -> None:
        await self.begin()
        await self._catch_up()
        writing = order_writing(order, differences, events)
        await self._write(writing)

    async def begin(self) -> None:
        if not self._begun:
            await self._connection.execute("BEGIN")
            self._begun = True

    def expect(self, order: Order) -> None:
        """Do nothing: what was loaded is locked."""

    async def _write(self, writing: Writing) -> None:
        with refused_if_overtaken(writing):
            await self._connection.fetch(writing.sql, *writing.arguments)

    def listed(self, values: Sequence[Any]) -> object:
        return values

    def moment(self, moment: datetime) -> object:
        return moment


@contextlib.contextmanager
def refused_if_overtaken(writing: Writing) -> Iterator[None]:
    """Say in the store's words that an order was not as it was loaded when it was written."""
    try:
        yield
    except asyncpg.InvalidTextRepresentationError as error:
        raise Overtaken(f"order {writing.order_id} is not as it was loaded") from error
    except asyncpg.UniqueViolationError as error:
        if not writing.is_new:
            raise
        # Somebody imported an order under the id that was given to a new one, or the same one.
        raise Overtaken(f"order {writing.order_id} exists already") from error


@functools.cache
def _if_first_does(parts: tuple[str, ...]) -> str:
    """Join parts so that nothing comes of them, nor of the transaction, if the first has no row.

    What a program cannot look at before it commits must fail by itself: divided by no rows.
    """
    named = (f"part_{number} AS ({part})" for number, part in enumerate(parts))
    return f"WITH {', '.join(named)} SELECT 1 / count(*) FROM part_0"


@functools.cache
def _at_once(parts: tuple[str, ...]) -> str:
    named = (f"part_{number} AS ({part})" for number, part in enumerate(parts))
    return f"WITH {', '.join(named)} SELECT 1"
