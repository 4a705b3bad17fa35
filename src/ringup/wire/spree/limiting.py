"""Which limits a request counts against, and which refusals show that somebody guessed."""

from collections.abc import Iterator
from typing import Any, Protocol

from starlette.types import Scope

from ringup.domain.problems import NotAllowed, NotAuthenticated, Refusal, WithProblems
from ringup.services.asking import Asking
from ringup.web.answers import Answer
from ringup.web.limits import Limits, address_of, key_of
from ringup.web.nesting import Parameters
from ringup.wire.spree.operations import Call, Operation
from ringup.wire.spree.repeats import handled

_CREDENTIALS = "credentials"
_COUPON = "coupon"


class Guard(Protocol):
    """Stands between the wire and the handlers."""

    async def admit(self, scope: Scope) -> None:
        """Let a request in, before anything of it is read; raises ``TooManyRequests``."""
        ...

    async def answered(self, operation: Operation, call: Call, scope: Scope) -> Answer:
        """Have the request handled; raises ``TooManyRequests`` instead, or what handlers raise."""
        ...


def guard_of(limits: Limits) -> Guard:
    """Make the guard that keeps these limits."""
    return Unguarded() if limits.are_off else Limiting(limits)


class Unguarded:
    """Lets everybody pass."""

    async def admit(self, scope: Scope) -> None: ...

    async def answered(self, operation: Operation, call: Call, scope: Scope) -> Answer:
        return await handled(operation, call, scope)


class Limiting:
    """Keeps limits: what they refuse never reaches a handler."""

    def __init__(self, limits: Limits) -> None:
        """Take the limits."""
        self._limits = limits

    async def admit(self, scope: Scope) -> None:
        await self._limits.address.spend(address_of(scope))

    async def answered(self, operation: Operation, call: Call, scope: Scope) -> Answer:
        address = address_of(scope)
        for kind in _guessable(call):
            await self._limits.guesses.check(f"{kind}/{address}")
        await self._spend(operation, call, _caller(call.asking, address))
        try:
            return await handled(operation, call, scope)
        except Refusal as refusal:
            for kind in _guessed(call.asking, refusal):
                await self._limits.guesses.note(f"{kind}/{address}")
            raise

    async def _spend(self, operation: Operation, call: Call, caller: str) -> None:
        await self._limits.caller.spend(caller)
        if operation.limit == "order":
            # Of this caller: nobody else can use up what the order's owner has.
            await self._limits.order.spend(key_of(caller, call.path["number"].upper()))


def _caller(asking: Asking, address: str) -> str:
    """Hash who asks, by the best that was presented."""
    if asking.api_key:
        return key_of("key", asking.api_key)
    return key_of("token", asking.order_token) if asking.order_token else address


def _guessable(call: Call) -> Iterator[str]:
    """Tell what the request could be guessing."""
    if call.asking.api_key or call.asking.order_token or call.parameters.get("recovery_token"):
        yield _CREDENTIALS
    if _coupon_in(call.parameters) or _coupon_in(call.parameters.get("order")):
        yield _COUPON


def _guessed(asking: Asking, refusal: Refusal) -> Iterator[str]:
    """Tell what was guessed, and wrongly."""
    match refusal:
        case NotAuthenticated() if refusal.key:
            yield _CREDENTIALS
        case NotAllowed() if asking.order_token:
            yield _CREDENTIALS
        case WithProblems() if any(p.code == "coupon_not_found" for p in refusal.problems):
            yield _COUPON
        case WithProblems() if any(p.code == "recovery_invalid" for p in refusal.problems):
            yield _CREDENTIALS


def _coupon_in(given: Parameters | Any) -> bool:  # noqa: ANN401 - whatever the client sent
    return isinstance(given, dict) and bool(given.get("coupon_code"))
