"""What has to be on the disk before anybody is told of it, and waiting until it is."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypeAlias

from ringup.domain.order import Order
from ringup.domain.problems import Unavailable

Durability: TypeAlias = Literal["money", "all", "off"]
"""``money``: with the power, the last moments of carts may be lost, and nothing else. ``all``: not
even those. ``off``: anything may be lost; for tests. The process may always be killed: what it
answered is kept."""

# Data alone, where the system can tell that from when a file was last changed.
_flush: Callable[[int], None] = getattr(os, "fdatasync", os.fsync)


def binds(order: Order) -> bool:
    """Tell whether an order is more than a cart: money was asked for, or it was placed."""
    return order.placing or order.is_complete or bool(order.attempts)


class Flushing:
    """Flushes an SQLite file's write-ahead log, once for all who wait at the same time.

    What SQLite does by itself (``synchronous = FULL``) is done for one transaction at a time, while
    all others wait. This is done after a commit and before its answer, in a thread: others go on
    meanwhile, and share the next flush.
    """

    def __init__(self, path: Path) -> None:
        """Take the path of the database; its log is opened when it is first flushed."""
        self._path = path.with_name(f"{path.name}-wal")
        self._log: int | None = None
        self._one_at_a_time = asyncio.Lock()
        self._next: asyncio.Task[None] | None = None

    async def flushed(self) -> None:
        """Wait until all that was committed by now is on the disk. Raises ``Unavailable``."""
        if self._next is None:
            self._next = asyncio.create_task(self._flush())
        # Whoever is cancelled leaves the others waiting.
        await asyncio.shield(self._next)

    def close(self) -> None:
        """Let go of the file."""
        if self._log is not None:
            os.close(self._log)
            self._log = None

    async def _flush(self) -> None:
        async with self._one_at_a_time:
            # A flush that has begun may have come too early for who comes now.
            self._next = None
            try:
                if self._log is None:
                    self._log = os.open(self._path, os.O_RDWR)
                await asyncio.get_running_loop().run_in_executor(None, _flush, self._log)
            except OSError as error:
                raise Unavailable from error
