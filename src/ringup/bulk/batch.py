"""The lines of one batch, and the refusing of some of them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
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

    def __init__(
        self, lines: Sequence[Numbered[Line]], refused: Mapping[int, str] = MappingProxyType({})
    ) -> None:
        """Take the lines, of any kinds, and which of them are refused already."""
        self._lines = lines
        self._parts = Counter(each.line for each in lines)
        self._before = refused
        self.refused = dict(refused)

    def of(self, kind: type[L]) -> Iterator[Numbered[L]]:
        """Give the lines of a kind that were not refused so far."""
        for each in self._lines:
            if isinstance(each.record, kind) and each.line not in self.refused:
                yield Numbered(each.line, each.record)

    @property
    def is_torn(self) -> bool:
        """Whether a line was refused of which another part may have been written before."""
        return any(self._parts[line] > 1 for line in self.refused.keys() - self._before.keys())

    def refuse(self, line: int, reason: str) -> None:
        """Leave a line out; the first reason stands."""
        self.refused.setdefault(line, reason)
