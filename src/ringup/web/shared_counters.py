"""Counting in a storage that several processes share, without ever depending on it.

Limits protect the shop; a storage that is away must not close it. While it is, nobody is refused.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog
from limits import RateLimitItem, WindowStats, parse
from limits.aio.strategies import FixedWindowRateLimiter
from limits.errors import ConfigurationError, StorageError
from limits.storage import StorageTypes, storage_from_string

from ringup.web.counters import NoSuchStorage
from ringup.web.refusals import TooManyRequests

T = TypeVar("T")

PATIENCE = 0.25
"""Seconds that an answer of the storage is waited for."""

PAUSE = 1.0
"""Seconds for which a storage that failed is not asked again."""

_NOTHING_KNOWN = WindowStats(0.0, 0)

_log = structlog.get_logger("ringup.web")


class Forgiving(FixedWindowRateLimiter):
    """Counts elsewhere, and lets everybody pass while that is away."""

    def __init__(self, storage: StorageTypes) -> None:
        """Take the storage, whose failures are ``StorageError``."""
        super().__init__(storage)
        self._away_until = 0.0

    async def hit(self, item: RateLimitItem, *identifiers: str, cost: int = 1) -> bool:
        """Count, and tell whether that is allowed."""
        hit = super().hit
        return await self._asked(lambda: hit(item, *identifiers, cost=cost), otherwise=True)

    async def test(self, item: RateLimitItem, *identifiers: str, cost: int = 1) -> bool:
        """Tell whether one more would be allowed."""
        test = super().test
        return await self._asked(lambda: test(item, *identifiers, cost=cost), otherwise=True)

    async def get_window_stats(self, item: RateLimitItem, *identifiers: str) -> WindowStats:
        """Tell when the window ends and what is left of it."""
        stats = super().get_window_stats
        return await self._asked(lambda: stats(item, *identifiers), otherwise=_NOTHING_KNOWN)

    async def _asked(self, question: Callable[[], Awaitable[T]], *, otherwise: T) -> T:
        if time.monotonic() < self._away_until:
            return otherwise
        try:
            async with asyncio.timeout(PATIENCE):
                return await question()
        except (StorageError, TimeoutError) as error:
            self._away_until = time.monotonic() + PAUSE
            _log.warning("rate_limits_storage_is_away", reason=repr(error))
            return otherwise


class Counted:
    """The same, counted in a storage that processes share."""

    def __init__(
        self,
        name: str,
        rate: str,
        limiter: FixedWindowRateLimiter,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Take the rate, such as ``600/minute``, and where it is counted under this name."""
        self._rate = parse(rate)
        self._rate.namespace = f"ringup/{name}"
        self._limiter = limiter
        self._clock = clock

    async def spend(self, key: str) -> None:
        if not await self._limiter.hit(self._rate, key):
            raise await self._refusal(key)

    async def check(self, key: str) -> None:
        if not await self._limiter.test(self._rate, key):
            raise await self._refusal(key)

    async def note(self, key: str) -> None:
        await self._limiter.hit(self._rate, key)

    async def _refusal(self, key: str) -> TooManyRequests:
        ends = (await self._limiter.get_window_stats(self._rate, key)).reset_time
        return TooManyRequests.until(ends - self._clock())


def limiter_at(storage: str) -> FixedWindowRateLimiter:
    """Count at an address that ``limits`` knows; raises ``NoSuchStorage`` where nobody can."""
    try:
        elsewhere = storage_from_string(f"async+{storage}", wrap_exceptions=True)
    except (ConfigurationError, TypeError, ValueError) as error:
        raise NoSuchStorage(str(error)) from error
    return Forgiving(elsewhere)
