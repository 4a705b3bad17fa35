"""How many rows there are in all: exactly as far as an answer may take, and "at least" beyond."""

from collections.abc import Sequence

from sqlalchemy import FromClause, Integer, func, literal_column, select

from ringup.persistence.search.shelf import Reader, Restriction
from ringup.services.searching import Listing

MOST = 10_000
"""So many rows are counted one by one: it takes a millisecond or two. See decision 0011."""


async def counted(
    reader: Reader,
    table: FromClause,
    clauses: Sequence[Restriction],
    listing: Listing,
    found: int,
) -> tuple[int, bool]:
    """Tell how many rows there are at least, and whether there are no more.

    ``found`` is how many rows the page has and, if there is one, the next one with them.
    """
    end = listing.offset + found
    if found <= listing.per_page and (found or not listing.offset):
        return end, True
    each = select(literal_column("1", Integer)).select_from(table).where(*clauses)
    count = select(func.count().label("count")).select_from(each.limit(MOST + 1).subquery())
    there = (await reader.select(count))[0]["count"]
    return (there, True) if there <= MOST else (max(MOST, end if found else 0), False)
