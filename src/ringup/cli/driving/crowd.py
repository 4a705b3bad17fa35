"""Many buyers at once: how many checkouts they get through in a while, and how long each waits."""

import asyncio
import time
from array import array
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from ringup.cli.driving.checkout import STEPS, Buyer, Goods
from ringup.cli.driving.connection import Address

T = TypeVar("T")

_MILLION = 1_000_000


class Waits(msgspec.Struct, frozen=True):
    """How long one kind of request took: median, 95th and 99th percentile, worst; milliseconds."""

    name: str
    count: int
    p50: float
    p95: float
    p99: float
    worst: float


class Tally(msgspec.Struct, frozen=True):
    """What a crowd got through in so many seconds, and what it cost the client itself."""

    done: int
    seconds: float
    waits: tuple[Waits, ...]
    client_seconds: float

    @property
    def per_second(self) -> float:
        """Give how many were done in a second."""
        return self.done / self.seconds if self.seconds else 0.0


async def checkouts(address: Address, goods: Goods, buyers: int, seconds: float) -> Tally:
    """Let so many buyers check out again and again; each finishes what he has begun.

    Raises ``WrongAnswer`` at the first answer that is not right.
    """
    crowd = [Buyer(address, goods) for _ in range(buyers)]
    try:
        return await crowded([buyer.check_out for buyer in crowd], _NAMES, seconds)
    finally:
        for buyer in crowd:
            buyer.connection.close()


async def crowded(
    deeds: Sequence[Callable[[], Awaitable[Sequence[int]]]], names: Sequence[str], seconds: float
) -> Tally:
    """Do each deed over and over, side by side; a deed gives the nanoseconds of its parts."""
    kept = [array("q") for _ in names]
    until = time.perf_counter() + seconds

    async def again_and_again(deed: Callable[[], Awaitable[Sequence[int]]]) -> None:
        while True:
            for times, taken in zip(kept, await deed(), strict=True):
                times.append(taken)
            if time.perf_counter() >= until:
                return

    began, used = time.perf_counter(), time.process_time()
    await together(again_and_again(deed) for deed in deeds)
    return Tally(
        done=len(kept[0]),
        seconds=time.perf_counter() - began,
        waits=waits_of(dict(zip(names, kept, strict=True))),
        client_seconds=time.process_time() - used,
    )


async def together(works: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """Do all of it side by side; the first that fails ends the others, and is raised itself."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(work) for work in works]
    except ExceptionGroup as several:
        raise several.exceptions[0] from None
    return [task.result() for task in tasks]


def waits_of(times: Mapping[str, Sequence[int]]) -> tuple[Waits, ...]:
    """Sum up nanoseconds by name, and all of them together as ``any request``."""
    every = [taken for each in times.values() for taken in each]
    named = {**times, "any request": every} if len(times) > 1 else times
    return tuple(_summed(name, sorted(each)) for name, each in named.items() if each)


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end on the fastest loop there is."""
    try:
        # Not on Windows; a client on the plain loop costs half as much again.
        import uvloop  # noqa: PLC0415
    except ImportError:
        return asyncio.run(work)
    return uvloop.run(work)


def _summed(name: str, times: Sequence[int]) -> Waits:
    def rank(share: float) -> float:
        return round(times[min(len(times) - 1, int(len(times) * share))] / _MILLION, 3)

    return Waits(name, len(times), rank(0.50), rank(0.95), rank(0.99), rank(1.0))


_NAMES = tuple(step.name for step in STEPS)
