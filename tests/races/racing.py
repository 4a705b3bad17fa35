"""What the tests of races share: two servers, their buyers, and the comparing of books after."""

import asyncio
import os
import time
from collections import Counter
from collections.abc import Coroutine, Iterable
from typing import Any, TypeVar

from tests.support import books
from tests.support.books import Books, Place
from tests.support.buyers import Shop
from tests.support.servers import Fleet, Server

T = TypeVar("T")

LONG = os.environ.get("RINGUP_LONG") == "1"
"""Whether there is time for more rounds."""

LATER = 60.0
"""Seconds by which a restarted server's clock is ahead: all that a dead one left open is due."""

SETTLED_SECONDS = 60


def rounds(usual: int, long: int) -> int:
    """So many rounds, or so many if there is time."""
    return long if LONG else usual


async def together(works: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """Do all of it at once."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(work) for work in works]
    return [task.result() for task in tasks]


class Race:
    """A shop's servers and buyers, and what lay in stock before."""

    def __init__(self, fleet: Fleet, opening: Counter[Place]) -> None:
        self.fleet = fleet
        self.opening = opening
        self.shop = Shop(())

    async def close(self) -> None:
        await self.shop.close()

    async def opens(self, servers: int = 2, **settings: Any) -> list[Server]:  # noqa: ANN401
        """Start servers side by side, for whoever comes."""
        started = [self.fleet.launch(**settings) for _ in range(servers)]
        for server in started:
            server.wait_until_well()
        await self.turns_to(*started)
        return started

    async def opens_later(self, servers: int = 1) -> list[Server]:
        """Start servers at a time when all that was left open is due, and sweep."""
        self.fleet.ahead += LATER
        return await self.opens(servers, ahead=self.fleet.ahead, sweep=0.05)

    async def goes_on(self) -> None:
        """Turn to the server that an earlier test has left, or start one."""
        if living := self.fleet.living[-1:]:
            await self.turns_to(*living)
        else:
            await self.opens_later()

    async def turns_to(self, *servers: Server) -> None:
        """Ask these from now on."""
        self.shop.addresses = [server.address for server in servers]
        if not self.shop.payment_methods:
            await self.shop.learn()

    async def books(self) -> Books:
        return await self.fleet.books()

    async def settled(self) -> Books:
        """Wait until the sweepers have left nothing open, and give the books."""
        deadline = time.monotonic() + SETTLED_SECONDS
        while not await books.is_settled(self.fleet.url):
            assert time.monotonic() < deadline, "something is left open"
            await asyncio.sleep(0.05)
        return await self.books()

    async def checked(self, acknowledged: Iterable[str] = ()) -> Books:
        """Hold the books against every rule, as they are now, and the answers against theirs.

        The doctor, who knows more rules and none of the tests, must find nothing either.
        """
        found = await self.books()
        books.check(found, self.opening, acknowledged)
        assert self.shop.faults() == []
        assert await books.diagnosed(self.fleet.url, self.fleet.ledger) == []
        return found
