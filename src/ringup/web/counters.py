"""Counts of requests in this process's memory, cheap however many callers there are.

The ``limits`` library has such counters too, but looks through all of them again and again to
find what is over, some 700 microseconds a request with 20,000 callers. Here a count that is over
goes when others come, and there are never more than ``MOST``.
"""

import time
from collections import OrderedDict
from collections.abc import Callable

MOST = 100_000
"""Counts that are kept, some 30 MB. Beyond, the longest begun are forgotten before their time."""


class NoSuchStorage(ValueError):
    """A storage that cannot be used; the message says why."""


class _Count:
    """So many since the window began; when it ends, in seconds since 1970."""

    __slots__ = ("ends", "number")

    def __init__(self, ends: float) -> None:
        self.ends = ends
        self.number = 0


class Counters:
    """Counts by key, each for a window that begins with its first request."""

    def __init__(self, clock: Callable[[], float] = time.time, most: int = MOST) -> None:
        """Begin with no count; ``clock`` tells the seconds since 1970."""
        self._clock = clock
        self._most = most
        self._counts: OrderedDict[str, _Count] = OrderedDict()

    def __len__(self) -> int:
        """Tell how many counts are kept."""
        return len(self._counts)

    def count(self, key: str, seconds: float, amount: int = 1) -> int:
        """Count ``amount`` more, in the running window or in a new one of so many seconds."""
        now = self._clock()
        count = self._counts.get(key)
        if count is None or count.ends <= now:
            count = self._begun(key, now, seconds)
        count.number += amount
        return count.number

    def counted(self, key: str) -> int:
        """Tell the count of the running window."""
        count = self._counts.get(key)
        return count.number if count is not None and count.ends > self._clock() else 0

    def end(self, key: str) -> float:
        """Tell when the running window ends; now, if none is running."""
        now = self._clock()
        count = self._counts.get(key)
        return max(count.ends, now) if count is not None else now

    def _begun(self, key: str, now: float, seconds: float) -> _Count:
        """Begin a window; counts stay in the order in which theirs began."""
        self._counts.pop(key, None)
        # Two for each that comes: what is over is gone sooner than it can pile up.
        self._forget_if_over(now)
        self._forget_if_over(now)
        if len(self._counts) >= self._most:
            self._counts.popitem(last=False)
        count = self._counts[key] = _Count(now + seconds)
        return count

    def _forget_if_over(self, now: float) -> None:
        oldest = next(iter(self._counts.items()), None)
        if oldest is not None and oldest[1].ends <= now:
            del self._counts[oldest[0]]
