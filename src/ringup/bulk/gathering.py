"""Several lines of a file that tell of one order, following one another under its number."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, TypeAlias

import msgspec

from ringup.bulk.files import Said

Rows: TypeAlias = Sequence[Mapping[str, Any]]
Told: TypeAlias = Callable[[Rows], Mapping[str, Any]]
"""Makes of an order's rows what is told of it. Raises ``NotTold``."""


class NotTold(ValueError):
    """Rows that tell of no order; the text says why, beginning with the column."""


class ToldOrder(msgspec.Struct, frozen=True, kw_only=True):
    """What is told of an order, from one line to another, or what is ``wrong`` with it."""

    first: int
    last: int
    values: Mapping[str, Any] = {}
    wrong: str = ""


def one_a_line(lines: Iterator[Said]) -> Iterator[ToldOrder]:
    """Take each line for an order."""
    for said in lines:
        yield ToldOrder(first=said.line, last=said.line, values=said.values, wrong=said.wrong)


def gathered(lines: Iterator[Said], column: str, told: Told) -> Iterator[ToldOrder]:
    """Take lines with the same value in a column for one order. Of further ones it may be empty."""
    for _, group in groupby(lines, _Follower(column)):
        yield _order(list(group), told)


class _Follower:
    """Tells which lines belong together."""

    def __init__(self, column: str) -> None:
        self._column = column
        self._last = ""

    def __call__(self, said: Said) -> str:
        self._last = said.values.get(self._column) or self._last
        return self._last


def _order(group: Sequence[Said], told: Told) -> ToldOrder:
    first, last = group[0].line, group[-1].line
    for said in group:
        if said.wrong:
            where = "" if said.line == first else f"line {said.line} "
            return ToldOrder(first=first, last=last, wrong=f"{where}{said.wrong}")
    try:
        values = told([said.values for said in group])
        return ToldOrder(first=first, last=last, values=_said(values))
    except NotTold as error:
        return ToldOrder(first=first, last=last, wrong=str(error))


def _said(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Leave out what cells leave empty."""
    if isinstance(value, Mapping):
        return {name: _said(each) for name, each in value.items() if each not in ("", None)}
    return [_said(each) for each in value] if isinstance(value, list) else value
