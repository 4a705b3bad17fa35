"""The lines of one batch, and the refusing of some of them."""

from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

import msgspec

from ringup.bulk.lines import Line

L = TypeVar("L", bound=Line)


class Refused(msgspec.Struct, frozen=True):
    """A line of which nothing was taken over, and why."""

    line: int
    reason: str


class Numbered(msgspec.Struct, Generic[L], frozen=True):
    """What a line says, and where it stands."""

    line: int
    record: L


class Batch:
    """Lines that are written together; one that is refused is left out of all that follows."""

    def __init__(self, lines: Sequence[Numbered[Line]]) -> None:
        """Take the lines, of any kinds."""
        self._lines = lines
        self.refused: dict[int, str] = {}

    def of(self, kind: type[L]) -> Iterator[Numbered[L]]:
        """Give the lines of a kind that were not refused so far."""
        for each in self._lines:
            if isinstance(each.record, kind) and each.line not in self.refused:
                yield Numbered(each.line, each.record)

    def refuse(self, line: int, reason: str) -> None:
        """Leave a line out; the first reason stands."""
        self.refused.setdefault(line, reason)
