"""One thing of any kind, by what stands in a path."""

from collections.abc import Sequence
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, select

from ringup.persistence.search.shelf import Reader, Shelf
from ringup.persistence.search.table import SHELVES
from ringup.services.searching import Listing, Single

T = TypeVar("T")


async def found(reader: Reader, kind: type[T], single: Single) -> T | None:
    """Read one thing from a snapshot; the id, where the key is one, before any other name."""
    shelf = shelf_of(kind)
    for clause in shelf.keys(single.key):
        clauses = (clause, *visible(shelf, single))
        rows = await reader.select(select(*shelf.shown).select_from(shelf.table).where(*clauses))
        if rows:
            return (await shelf.load(reader, rows[:1], Listing()))[0]
    return None


def shelf_of(kind: type[T]) -> Shelf[T]:
    """Give the shelf of a kind."""
    return cast("Shelf[T]", SHELVES[kind])


def visible(shelf: Shelf[Any], asked: Listing | Single) -> Sequence[ColumnElement[bool]]:
    """Keep to what counts, to one owner's, and to what everyone may see there unless admins ask."""
    owned = (shelf.within[name] == value for name, value in asked.within.items())
    public = () if asked.public_at is None else shelf.public(asked.public_at)
    there = () if asked.store_id is None else shelf.at_store(asked.store_id)
    return (*shelf.among, *owned, *public, *there)
