"""What the readings and transactions of both databases stand on: one connection, in its own words.

Hand-written statements name their parameters ``$1``, ``$2``, … on both databases. A transaction
begins when something is first locked or written; what is looked up before needs none.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeAlias

from ringup.domain.order import Order
from ringup.persistence.difference import TableDifference
from ringup.persistence.documents import Documents
from ringup.persistence.records import Row
from ringup.persistence.spelling import Spelling
from ringup.persistence.statements import Found, Statement

# A driver's rows can be taken apart by position; asyncpg's say no more of themselves than that.
Rows: TypeAlias = Sequence[Any]


class Session(Protocol):
    """One connection, inside a transaction or looking at one snapshot."""

    spelling: Spelling
    documents: Documents
    keeps_for_commit: bool
    """Whether there is any use in ``with_commit``; if not, stock is looked at before."""

    @property
    def locks_first(self) -> bool:
        """Whether an order is locked before it is read; if not, it is to be expected."""
        ...

    async def fetch(self, sql: str, *arguments: Any) -> Rows:  # noqa: ANN401
        """Look something up."""
        ...

    async def change(self, sql: str, *arguments: Any) -> Rows:  # noqa: ANN401
        """Run one statement that writes or locks, and give its rows."""
        ...

    async def together(self, parts: Sequence[str], *arguments: Any) -> None:  # noqa: ANN401
        """Run changes that do not see each other's, all with the same arguments."""
        ...

    async def with_commit(self, parts: Sequence[str], *arguments: Any) -> None:  # noqa: ANN401
        """Make changes with the commit, or before whatever is said next if that comes earlier.

        The arguments are numbers and moments. Where the first part gives no row, the changes
        cannot be made: then, whenever that is, ``Scarce`` is raised and nothing is committed.
        """
        ...

    async def select(
        self, statement: Statement, parameters: Mapping[str, Any] | None = None
    ) -> list[Found]:
        """Run a Core statement and give its rows."""
        ...

    async def execute(self, statement: Statement, rows: Sequence[Mapping[str, Any]] = ()) -> None:
        """Run a Core insert, update or delete: once, or once for each row of parameters."""
        ...

    async def begin(self) -> None:
        """Begin the transaction, if it has not begun."""
        ...

    async def write_order(
        self, order: Order, differences: Sequence[TableDifference], events: Sequence[Row]
    ) -> None:
        """Write what changed of an order, and its events; nothing if it is ``Overtaken``.

        That may turn out only when something else is asked of the database, or at the end.
        """
        ...

    def expect(self, order: Order) -> None:
        """Have the transaction ``Overtaken`` if it writes, and the order is not like this then."""
        ...

    def listed(self, values: Sequence[Any]) -> object:
        """Write a list as a parameter for ``Spelling.numbers`` or ``texts``."""
        ...

    def moment(self, moment: datetime) -> object:
        """Write a moment as a parameter."""
        ...


class Overtaken(Exception):
    """The order is no longer as it was loaded, although it was locked: to be done again."""


class Scarce(Exception):
    """There is no longer plenty of what was to be had: to be done again, with a look before."""
