"""What a shelf is: a table, the names it may be searched by, and how its rows become records."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

import msgspec
from sqlalchemy import BindParameter, ColumnElement, FromClause, Select, TextClause, bindparam

from ringup.domain.facts import Facts
from ringup.domain.order import Order
from ringup.services.searching import Condition, Listing

T = TypeVar("T")

Row: TypeAlias = Mapping[str, Any]

IDS: BindParameter[Any] = bindparam("ids", expanding=True)
"""Whose parts a statement reads that is made once, for any of them: to make one costs more than
to run it."""


class Reader(Protocol):
    """One snapshot of the database."""

    async def select(
        self, statement: Select[Any], parameters: Mapping[str, Any] | None = None
    ) -> Sequence[Row]:
        """Run a select; each row by the names of its columns."""
        ...

    async def peek_many(self, order_ids: Sequence[int]) -> Sequence[tuple[Order, Facts]]:
        """Load orders whole, each with its facts, in one statement; in no order in particular."""
        ...


class Link(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What a row is associated with: ``source``, where ``on`` holds."""

    source: FromClause
    on: ColumnElement[bool]
    columns: Mapping[str, ColumnElement[Any]]


Restriction: TypeAlias = ColumnElement[bool] | TextClause
"""What a statement asks of its rows."""

Follows: TypeAlias = Callable[[Condition], Iterable[Restriction]]
"""Says what else must hold where a condition does: what an index knows."""

Load: TypeAlias = Callable[[Reader, Sequence[Row], Listing], Awaitable[Sequence[T]]]
"""Makes records of the rows of a page, in their order."""


def everything(at: datetime) -> Sequence[ColumnElement[bool]]:
    """Let everyone see everything."""
    del at
    return ()


def nothing(condition: Condition) -> Sequence[Restriction]:
    """Know no more than the condition says."""
    del condition
    return ()


def at_every_store(store_id: int) -> Sequence[ColumnElement[bool]]:
    """Let every store have everything."""
    del store_id
    return ()


class Shelf(msgspec.Struct, Generic[T], frozen=True, kw_only=True, eq=False):
    """Where the records of one kind lie.

    ``columns`` are what may be searched by (and by ``links``, what is associated), ``shown`` what
    is read of each row, ``id`` what makes the order of rows certain. ``keys`` finds one row by
    what stands in a path, ``order`` is the order without a wish (``descending``: equals by falling
    ids), and ``among`` leaves out what does not count, ``public`` what not everyone may see yet,
    ``at_store`` what is other stores' alone. ``within`` says which column each owner's name means,
    ``currency`` which tells the currency of amounts. ``folded`` are columns that hold a text of the
    row without regard to case, by its name; ``follows`` helps to find by index.
    """

    table: FromClause
    shown: Sequence[ColumnElement[Any]]
    id: ColumnElement[int]
    columns: Mapping[str, ColumnElement[Any]]
    load: Load[T]
    links: Mapping[str, Link] = {}
    among: Sequence[ColumnElement[bool]] = ()
    order: Sequence[ColumnElement[Any]] = ()
    descending: bool = False
    within: Mapping[str, ColumnElement[Any]] = {}
    keys: Callable[[str], Sequence[ColumnElement[bool]]]
    public: Callable[[datetime], Sequence[ColumnElement[bool]]] = everything
    at_store: Callable[[int], Sequence[ColumnElement[bool]]] = at_every_store
    currency: ColumnElement[str] | None = None
    folded: Mapping[str, ColumnElement[str]] = {}
    follows: Follows = nothing


def columns_of(table: FromClause, *names: str) -> Mapping[str, ColumnElement[Any]]:
    """Give columns by their own names."""
    return {name: table.c[name] for name in names}


def by_id(column: ColumnElement[int]) -> Callable[[str], Sequence[ColumnElement[bool]]]:
    """Find a row by its id."""

    def keys(key: str) -> Sequence[ColumnElement[bool]]:
        number = id_from(key)
        return () if number is None else (column == number,)

    return keys


def by_id_or(
    column: ColumnElement[int], *others: ColumnElement[str]
) -> Callable[[str], Sequence[ColumnElement[bool]]]:
    """Find a row by its id, or else by a text that is its own."""
    own = by_id(column)

    def keys(key: str) -> Sequence[ColumnElement[bool]]:
        return (*own(key), *(other == key for other in others))

    return keys


def id_from(key: str) -> int | None:
    """Read an id out of a path; ``None`` for what is none (or larger than any)."""
    # Eighteen digits are past every id and fit into 64 bits.
    well_formed = key.isascii() and key.isdigit() and len(key) <= 18  # noqa: PLR2004 - see above
    return int(key) if well_formed else None
