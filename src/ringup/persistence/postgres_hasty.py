"""A transaction that locks nothing before it has to: most requests find nobody in their way.

An order is read without a lock. What is to be written of it is kept until something else is asked
of the database, or until the end. If that is all there is to write, it is a transaction by itself:
no beginning, no commit, one statement, which writes nothing if the order is no longer as it was
loaded. Whoever was overtaken begins anew, and then with the lock: so nobody starves.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ringup.domain.order import Order
from ringup.persistence.difference import TableDifference
from ringup.persistence.named_statements import Naming
from ringup.persistence.order_writing import Writing, order_writing
from ringup.persistence.postgres_session import Connection, PostgresSession, refused_if_overtaken
from ringup.persistence.records import Row
from ringup.persistence.session import Overtaken, Rows
from ringup.persistence.statements import Statement

_LOCKED = "SELECT version FROM orders WHERE id = $1 FOR UPDATE"


class HastySession(PostgresSession):
    """Fits ``session.Session``."""

    def __init__(self, connection: Connection, naming: Naming) -> None:
        """Take a connection that leaves transactions to its owner."""
        super().__init__(connection, naming)
        self._kept_back: Writing | None = None
        self._expected: dict[int, int] = {}

    @property
    def locks_first(self) -> bool:
        """Whether others have to wait anyway."""
        return self._begun

    def expect(self, order: Order) -> None:
        """See to it that nothing is written if somebody changes the order meanwhile."""
        self._expected[order.id] = order.version

    async def write_order(
        self, order: Order, differences: Sequence[TableDifference], events: Sequence[Row]
    ) -> None:
        if self._begun or self._kept_back:
            await self.begin()
        self._kept_back = order_writing(order, differences, events)

    async def fetch(self, sql: str, *arguments: Any) -> Rows:  # noqa: ANN401
        if self._kept_back:
            await self.begin()
        return await super().fetch(sql, *arguments)

    async def execute(self, statement: Statement, rows: Sequence[Mapping[str, Any]] = ()) -> None:
        await self.begin()
        await super().execute(statement, rows)

    async def begin(self) -> None:
        """Begin, write what was kept back, and lock what else was loaded."""
        await super().begin()
        if writing := self._taken_out():
            await self._write(writing)
        while self._expected:
            await self._lock(*self._expected.popitem())

    async def commit(self) -> None:
        if writing := await self._all_there_is():
            with refused_if_overtaken(writing):
                await self._connection.fetch(writing.sql_at_leisure, *writing.arguments)
        await super().commit()

    async def commit_to_disk(self) -> None:
        if writing := await self._all_there_is():
            await self._write(writing)
        await super().commit_to_disk()

    async def _all_there_is(self) -> Writing | None:
        """Give what was kept back if that is the whole transaction; write it here if it is not."""
        if self._kept_back is None:
            return None
        if self._begun or self._expected.keys() - {self._kept_back.order_id}:
            await self.begin()
            return None
        return self._taken_out()

    def _taken_out(self) -> Writing | None:
        writing, self._kept_back = self._kept_back, None
        if writing:
            # To write it is to look whether it is as it was.
            self._expected.pop(writing.order_id, None)
        return writing

    async def _lock(self, order_id: int, version: int) -> None:
        found = await self._connection.fetch(_LOCKED, order_id)
        if [row[0] for row in found] != [version]:
            raise Overtaken(f"order {order_id} is not as it was loaded")
