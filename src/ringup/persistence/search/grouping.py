"""Rows into records, and children to their parents."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from ringup.persistence.search.shelf import Load, Reader, Row
from ringup.services.searching import Listing

T = TypeVar("T")


def plain(kind: type[T]) -> Load[T]:
    """Make records whose fields are the row's columns, with nothing to fetch beside them."""

    async def load(reader: Reader, rows: Sequence[Row], listing: Listing) -> Sequence[T]:
        _ = reader, listing
        return [kind(**row) for row in rows]

    return load


def grouped(rows: Iterable[Row], key: str, column: str) -> Mapping[Any, list[Any]]:
    """Collect the values of a column by a key, in the rows' order; none for an unknown key."""
    groups: defaultdict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row[column])
    return groups


def rows_by(rows: Iterable[Row], key: str) -> Mapping[Any, list[Row]]:
    """Collect rows by a key, in their order; none for an unknown key."""
    groups: defaultdict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return groups


def without(row: Row, *names: str) -> dict[str, Any]:
    """Give a row's columns but for some."""
    return {name: value for name, value in row.items() if name not in names}
