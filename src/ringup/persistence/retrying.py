"""The one place where work is done again: when the database asks for it."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from ringup.domain.problems import Unavailable

T = TypeVar("T")

TRIES = 12
_FIRST_PAUSE = 0.004
_LONGEST_PAUSE = 0.5


class Again(Exception):
    """The transaction was rolled back and may well succeed if it is done again."""


async def retried(attempt: Callable[[], Awaitable[T]]) -> T:
    """Await ``attempt`` until it no longer raises ``Again``, pausing longer each time.

    Raises ``Unavailable`` after a dozen tries.
    """
    reason: Again | None = None
    for tries in range(TRIES):
        try:
            return await attempt()
        except Again as error:
            reason = error
            await asyncio.sleep(pause(tries))
    raise Unavailable from reason


def pause(tries: int) -> float:
    """Choose a pause in seconds: longer each time, and never the same for two who wait."""
    longest = min(_FIRST_PAUSE * 2**tries, _LONGEST_PAUSE)
    return random.uniform(longest / 4, longest)  # noqa: S311 - so that they do not meet again
