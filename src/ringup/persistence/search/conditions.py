"""Turns a search into what a statement understands: conditions and an order.

An association is asked by ``EXISTS``, never by a join, so no row comes twice.
"""

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select

from ringup.persistence.search import amounts, text
from ringup.persistence.search.shelf import Link, Restriction, Shelf
from ringup.services.searching import Condition, Path, Search, Searchable, Sort

Clause: TypeAlias = ColumnElement[bool]
Compare: TypeAlias = Callable[[Any, Any], Any]


def clauses_of(search: Search, shelf: Shelf[Any], searchable: Searchable) -> Iterator[Restriction]:
    """Give a clause for each condition."""
    for condition in search.conditions:
        clauses = (_clause(condition, path, shelf, searchable) for path in condition.paths)
        yield or_(*clauses) if condition.join == "any" else and_(*clauses)
        yield from _folded_too(condition, shelf)
        yield from shelf.follows(condition)


def _folded_too(condition: Condition, shelf: Shelf[Any]) -> Iterator[Clause]:
    """Ask for the text without regard to case as well, by which an index finds it."""
    [path, *others] = condition.paths
    if others or path.association or condition.negated or path.attribute not in shelf.folded:
        return
    if condition.values:
        folded = [str(value).casefold() for value in condition.values]
        yield shelf.folded[path.attribute].in_(folded)


def order_of(
    sorts: Sequence[Sort], shelf: Shelf[Any], searchable: Searchable
) -> tuple[ColumnElement[Any], ...]:
    """Give what rows are sorted by: the wishes or else the shelf's own, and the id in the end.

    The id goes the way of what is before it, as the two lie in an index.
    """
    wishes = [_sorted_by(sort, shelf, searchable) for sort in sorts]
    descending = sorts[-1].descending if sorts else shelf.descending
    return (*(wishes or shelf.order), shelf.id.desc() if descending else shelf.id.asc())


def _clause(condition: Condition, path: Path, shelf: Shelf[Any], searchable: Searchable) -> Clause:
    kind = searchable.kind_of(path)
    if path.association is None:
        clause = _own(condition, path.attribute, kind, shelf)
        return not_(clause) if condition.negated else clause
    link = shelf.links[path.association]
    column = link.columns[path.attribute]
    if condition.predicate == "equal" and condition.value is None:
        # Absent is what is nowhere there, be it for want of a value or of a row.
        there = _somewhere(link, column.is_not(None))
        return there if condition.negated else not_(there)
    found = _somewhere(link, _compared(condition, column, kind, shelf))
    return not_(found) if condition.negated else found


def _own(condition: Condition, attribute: str, kind: str, shelf: Shelf[Any]) -> Clause:
    if condition.predicate in text.PATTERNS and attribute in shelf.folded:
        return text.like_folded(condition.predicate, shelf.folded[attribute], str(condition.value))
    return _compared(condition, shelf.columns[attribute], kind, shelf)


def _somewhere(link: Link, clause: Clause) -> Clause:
    return exists(select(1).select_from(link.source).where(link.on, clause))


def _compared(
    condition: Condition, column: ColumnElement[Any], kind: str, shelf: Shelf[Any]
) -> Clause:
    if condition.predicate == "present":
        present = column.is_not(None)
        return and_(present, func.trim(column) != "") if kind == "text" else present
    if condition.value is None or isinstance(condition.value, bool):
        return column.is_(condition.value)
    if kind == "money":
        return _amount_compared(condition, column, shelf)
    if condition.predicate in text.PATTERNS:
        return text.like(condition.predicate, column, str(condition.value))
    clause: Clause = _PLAIN[condition.predicate](column, condition.value)
    return clause


def _amount_compared(condition: Condition, column: ColumnElement[int], shelf: Shelf[Any]) -> Clause:
    if shelf.currency is None:
        raise TypeError(f"the shelf of {shelf.table} has amounts without a currency")
    among = condition.predicate == "among"
    values: Any = condition.value if among else (condition.value,)
    predicate = "equal" if among else condition.predicate
    return or_(
        *(amounts.compared(column, shelf.currency, predicate, Decimal(value)) for value in values)
    )


def _among(column: ColumnElement[Any], values: Sequence[Any]) -> Clause:
    return column.in_(values)


_PLAIN: Mapping[str, Compare] = {
    "equal": operator.eq,
    "among": _among,
    "over": operator.gt,
    "at_least": operator.ge,
    "under": operator.lt,
    "at_most": operator.le,
}


def _sorted_by(sort: Sort, shelf: Shelf[Any], searchable: Searchable) -> ColumnElement[Any]:
    column = _sortable(sort.path, shelf)
    key = text.Alphabetical(column) if searchable.kind_of(sort.path) == "text" else column
    # PostgreSQL's way with what is absent, said aloud for SQLite's sake.
    return key.desc().nulls_first() if sort.descending else key.asc().nulls_last()


def _sortable(path: Path, shelf: Shelf[Any]) -> ColumnElement[Any]:
    if path.association is None:
        return shelf.columns[path.attribute]
    link = shelf.links[path.association]
    column = link.columns[path.attribute]
    return select(column).select_from(link.source).where(link.on).scalar_subquery()
