"""What may be wrong with the line to a gateway, named in a file that a test writes."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from ringup.services.ports.gateway import Outcome, PaymentRequest

Verb = Callable[[PaymentRequest], Awaitable[Outcome | None]]
Trouble = Callable[[Verb, PaymentRequest], Awaitable[object]]

LATE_SECONDS = 0.6
"""How late is late; a server in such a test is less patient than that."""


async def nothing(verb: Verb, request: PaymentRequest) -> object:
    """All is well."""
    return await verb(request)


async def late(verb: Verb, request: PaymentRequest) -> object:
    """It does what it is asked at once, and says so when nobody listens any more."""
    outcome = await verb(request)
    await asyncio.sleep(LATE_SECONDS)
    return outcome


async def breaks(verb: Verb, request: PaymentRequest) -> object:
    """It does what it is asked, and the connection breaks before it can say so."""
    await verb(request)
    raise ConnectionResetError("the connection broke")


async def garbage(verb: Verb, request: PaymentRequest) -> object:
    """It does what it is asked, and says something that nobody understands."""
    await verb(request)
    answers: tuple[object, ...] = ("<html>502</html>", {"ok": True}, b"\xff\xfe", 200, [], False)
    return answers[int(request.key, 16) % len(answers)]


async def down(verb: Verb, request: PaymentRequest) -> object:
    """Nobody is there, and nothing is done."""
    del verb, request
    raise ConnectionRefusedError("nobody listens")


async def deaf(verb: Verb, request: PaymentRequest) -> object:
    """It takes the call, does nothing and says nothing."""
    del verb, request
    await asyncio.sleep(3600)
    raise AssertionError("nobody waits so long")


TROUBLES: Mapping[str, Trouble] = {
    each.__name__: each for each in (nothing, late, breaks, garbage, down, deaf)
}


def told_by(file: Path) -> Callable[[], Trouble]:
    """Read what is wrong just now from the file; nothing without one."""

    def look() -> Trouble:
        try:
            return TROUBLES[file.read_text()]
        except FileNotFoundError:
            return nothing

    return look
