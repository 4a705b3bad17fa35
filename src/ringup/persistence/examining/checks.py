"""What a rule over the whole database is: a statement that finds its breaches, and their words."""

from collections.abc import Callable
from typing import Any, TypeAlias

import msgspec
from sqlalchemy import BigInteger, ColumnElement, Select, cast, func

from ringup.persistence.statements import Found
from ringup.services.examining.findings import Finding

MOST = 1000
"""So many breaches of one rule are told; whoever mends them finds the others next time."""

Words: TypeAlias = tuple[str, object, object]
"""What it is about, what is expected, and what was found."""


class Check(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A rule, the rows that break it, and how one of them is told."""

    rule: str
    breaches: Select[Any]
    tell: Callable[[Found], Words]

    @property
    def statement(self) -> Select[Any]:
        """Find the first breaches."""
        return self.breaches.limit(MOST)

    def finding(self, row: Found) -> Finding:
        """Tell of one."""
        about, expected, found = self.tell(row)
        return Finding(rule=self.rule, about=about, expected=str(expected), found=str(found))


def total(column: ColumnElement[int]) -> ColumnElement[int]:
    """Sum a column, nothing being 0; PostgreSQL would make a decimal of it."""
    return cast(func.coalesce(func.sum(column), 0), BigInteger())
