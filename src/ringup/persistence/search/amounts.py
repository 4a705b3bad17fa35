"""Amounts of rows in several currencies, compared with one decimal.

"Over 10.5" is more than 1050 cents and more than 10 yen: the threshold is turned into minor units
once for each number of decimals that currencies have, and each row compared with its own.
"""

from collections.abc import Callable, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, and_, false, or_

from ringup.domain.money import LARGEST, USUAL_EXPONENT, unusual_exponents
from ringup.services.searching import Predicate

Comparison: TypeAlias = Callable[[ColumnElement[int], Decimal], ColumnElement[bool]]


def compared(
    amount: ColumnElement[int], currency: ColumnElement[str], predicate: Predicate, value: Decimal
) -> ColumnElement[bool]:
    """Compare a column of minor units with a decimal, by each row's own currency."""
    compare = _COMPARISONS[predicate]
    unusual = unusual_exponents()
    usual = and_(currency.not_in(sorted(unusual)), compare(amount, _minor(value, USUAL_EXPONENT)))
    others = (
        and_(
            currency.in_(sorted(code for code, each in unusual.items() if each == places)),
            compare(amount, _minor(value, places)),
        )
        for places in sorted(set(unusual.values()))
    )
    return or_(usual, *others)


def _minor(value: Decimal, places: int) -> Decimal:
    """Give minor units, not rounded, and none beyond what any amount can be."""
    return max(min(value.scaleb(places), Decimal(LARGEST)), Decimal(-LARGEST))


def _equal(amount: ColumnElement[int], minor: Decimal) -> ColumnElement[bool]:
    whole = int(minor)
    return amount == whole if whole == minor else false()


def _over(amount: ColumnElement[int], minor: Decimal) -> ColumnElement[bool]:
    return amount > int(minor.to_integral_value(ROUND_FLOOR))


def _at_least(amount: ColumnElement[int], minor: Decimal) -> ColumnElement[bool]:
    return amount >= int(minor.to_integral_value(ROUND_CEILING))


def _under(amount: ColumnElement[int], minor: Decimal) -> ColumnElement[bool]:
    return amount < int(minor.to_integral_value(ROUND_CEILING))


def _at_most(amount: ColumnElement[int], minor: Decimal) -> ColumnElement[bool]:
    return amount <= int(minor.to_integral_value(ROUND_FLOOR))


_COMPARISONS: Mapping[Any, Comparison] = {
    "equal": _equal,
    "over": _over,
    "at_least": _at_least,
    "under": _under,
    "at_most": _at_most,
}
