"""What follows from a condition on orders that an index knows, so that few have to be looked at."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TypeAlias

from sqlalchemy import BigInteger, TextClause, literal, select, text, union_all

from ringup.domain.order import NUMBERS, order_id_from
from ringup.persistence.schema import orders
from ringup.persistence.schema.orders import CANCELED, OPEN, PLACED, UNPAID, UNSHIPPED
from ringup.persistence.search.shelf import Restriction
from ringup.persistence.search.text import PATTERNS
from ringup.services.searching import Condition, Path

Followed: TypeAlias = Iterator[Restriction]

_OTHERS = orders.alias("others")

AFTERWARDS = frozenset({"complete", "canceled", "resumed", "awaiting_return", "returned"})
"""The states of orders that were placed; any other is a step of the checkout."""


def follows(condition: Condition) -> Followed:
    """Say what else holds of every order that fits a condition."""
    [path, *others] = condition.paths
    if path in _FOLLOWING and not others:
        yield from _FOLLOWING[path](condition)


def _of_state(condition: Condition) -> Followed:
    states = set(condition.values)
    if condition.negated or not states:
        return
    if states == {"canceled"}:
        yield _known(CANCELED)
    elif states <= AFTERWARDS:
        yield _known(PLACED)
    elif states.isdisjoint(AFTERWARDS):
        yield _known(OPEN)


def _of_standing(usual: str, rest: str, condition: Condition) -> Followed:
    """Orders stand nowhere until they are placed, and in the end mostly as is usual."""
    values = condition.values
    if values:
        yield _known(rest if (usual in values) == condition.negated else PLACED)


def _of_number(condition: Condition) -> Followed:
    """Compare ids, which the numbers encode; a whole one may be contained in a longer one only."""
    if condition.negated:
        return
    if values := condition.values:
        # An order's id is never 0, so that finds nothing.
        yield orders.c.id.in_([order_id_from(str(number)) or 0 for number in values])
    elif condition.predicate in PATTERNS and (whole := order_id_from(str(condition.value))):
        longer = select(_OTHERS.c.id).where(_OTHERS.c.id >= NUMBERS)
        yield orders.c.id.in_(union_all(select(literal(whole, BigInteger)), longer))


def _known(words: str) -> TextClause:
    """Ask in the very words of an index: SQLite compares no more than these."""
    return text(words)


_FOLLOWING: Mapping[Path, Callable[[Condition], Followed]] = {
    Path("state"): _of_state,
    Path("payment_state"): partial(_of_standing, "paid", UNPAID),
    Path("shipment_state"): partial(_of_standing, "shipped", UNSHIPPED),
    Path("number"): _of_number,
}
