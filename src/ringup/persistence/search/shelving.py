"""The shelves themselves: one page of any kind of thing, or one thing.

A page costs one statement for the rows, a fixed number for what belongs to them, however many rows
there are, and one for the count, unless the rows tell it.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol, TypeVar

from sqlalchemy import select

from ringup.persistence.filing.clerk import SqlClerk
from ringup.persistence.search.conditions import clauses_of, order_of
from ringup.persistence.search.counting import counted
from ringup.persistence.search.events import followed
from ringup.persistence.search.finding import found, shelf_of, visible
from ringup.persistence.search.shelf import Reader, Restriction, Shelf
from ringup.services.editing.clerk import Work
from ringup.services.event_log import Following, LoggedEvent
from ringup.services.searchable import SEARCHABLE
from ringup.services.searching import Listing, Page, Single

T = TypeVar("T")


class Snapshots(Protocol):
    """A store that can be looked at, one consistent moment at a time."""

    async def read(self, work: Callable[[Any], Awaitable[T]]) -> T:
        """Run ``work`` on one snapshot, which fits ``shelf.Reader``."""
        ...

    async def write(self, work: Callable[[Any], Awaitable[T]]) -> T:
        """Run ``work`` in one transaction, which fits ``filing.drawer.Editor``."""
        ...


class SqlShelves:
    """The port ``Shelves``, on either database."""

    def __init__(self, store: Snapshots) -> None:
        """Read from this store."""
        self._store = store

    async def page(self, kind: type[T], listing: Listing) -> Page[T]:
        """Read one page of a kind."""
        return await self._store.read(lambda reader: page_of(reader, kind, listing))

    async def find(self, kind: type[T], single: Single) -> T | None:
        """Read one thing by what stands in a path."""
        return await self._store.read(lambda reader: found(reader, kind, single))

    async def log(self, following: Following) -> Sequence[LoggedEvent]:
        """Read the log of events on."""
        return await self._store.read(lambda reader: followed(reader, following))

    async def edit(self, work: Work[T]) -> T:
        """Run work that edits the store."""
        return await self._store.write(lambda transaction: work(SqlClerk(transaction)))

    def through(self, store: Snapshots) -> "SqlShelves":
        """Read from another store, such as one in the middle of a transaction."""
        return SqlShelves(store)


async def page_of(reader: Reader, kind: type[T], listing: Listing) -> Page[T]:
    """Read one page of a kind from a snapshot."""
    shelf = shelf_of(kind)
    clauses = _clauses(kind, shelf, listing)
    found = await reader.select(_page(kind, shelf, clauses, listing))
    total, is_exact = await counted(reader, shelf.table, clauses, listing, len(found))
    rows = found[: listing.per_page]
    return Page(
        rows=tuple(await shelf.load(reader, rows, listing)) if rows else (),
        total_count=total,
        is_exact=is_exact,
        page=listing.page,
        per_page=listing.per_page,
    )


def _clauses(kind: type[Any], shelf: Shelf[Any], listing: Listing) -> Sequence[Restriction]:
    chosen = () if listing.ids is None else (shelf.id.in_(listing.ids),)
    searched = clauses_of(listing.search, shelf, SEARCHABLE[kind])
    return (*visible(shelf, listing), *chosen, *searched)


def _page(
    kind: type[Any], shelf: Shelf[Any], clauses: Sequence[Restriction], listing: Listing
) -> Any:  # noqa: ANN401 - a select of whatever columns the shelf shows
    """Select the rows of the page, and one more if there is one."""
    return (
        select(*shelf.shown)
        .select_from(shelf.table)
        .where(*clauses)
        .order_by(*order_of(listing.search.sorts, shelf, SEARCHABLE[kind]))
        .limit(listing.per_page + 1)
        .offset(listing.offset)
    )
