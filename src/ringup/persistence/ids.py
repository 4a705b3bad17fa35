"""Ids that the program gives itself: blocks of a counter for orders, the clock for events."""

import secrets
from datetime import datetime

BLOCK = 256
"""So many ids a process takes from a counter at once; what is left when it ends is never used."""

_EPOCH_MS = 1_577_836_800_000
_BITS_IN_A_MILLISECOND = 12

LOW = 16
"""With fewer left than this, a block is replaced before the next transaction begins."""


class IdBlock:
    """The ids of one counter that are this process's to give."""

    def __init__(self, counter: str) -> None:
        """Start empty; ``counter`` is a name in ``id_counters``."""
        self.counter = counter
        self._next = self._end = 0

    def __len__(self) -> int:
        """Tell how many are left."""
        return self._end - self._next

    def refill(self, first: int) -> None:
        """Go on with the block that starts at ``first``, which was taken and committed."""
        self._next, self._end = first, first + BLOCK

    def take(self, count: int = 1) -> int:
        """Give the first of ``count`` ids in a row; there must be so many left."""
        first = self._next
        self._next += count
        return first


class EventIds:
    """Ids for events that grow with time: milliseconds since 2020, and 4,096 in each.

    Strictly growing within a process; two processes differ by where in a millisecond they start.
    They stay below 2**53 until the year 2089.
    """

    def __init__(self) -> None:
        """Choose where in a millisecond this process starts."""
        self._offset = secrets.randbelow(1 << _BITS_IN_A_MILLISECOND)
        self._last = 0

    def take(self, count: int, now: datetime) -> int:
        """Give the first of ``count`` ids in a row."""
        milliseconds = int(now.timestamp() * 1000) - _EPOCH_MS
        by_clock = (milliseconds << _BITS_IN_A_MILLISECOND) + self._offset
        first = max(by_clock, self._last + 1)
        self._last = first + count - 1
        return first
