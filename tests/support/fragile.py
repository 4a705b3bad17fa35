"""A server's parts, wrapped so that it can be killed or stopped between any two things it does.

Nothing in the product knows of this: the store, its transactions and the gateways are protocols,
and what is wrapped here behaves as what is within. A test arms one named point by writing it into
a file, such as ``settle: after save``; the server that comes by there first kills itself, as the
kernel or a power cut would. ``stop`` before the name puts it to sleep instead, and a number counts
how often it may still pass.
"""

import os
import re
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

from ringup.services.ports.gateway import Outcome, PaymentRequest

T = TypeVar("T")
Work = Callable[[Any], Awaitable[T]]

PHASES = {
    "_move": "prepare",
    "settle": "settle",
    "cancel_order": "cancel",
    "receive_return": "receive",
    "_do": "deed",
    "sweep_attempts": "claim",
}
"""What the transactions of these functions are called."""

TRANSACTION = (
    *("load", "save", "hold_stock", "take_stock", "return_stock", "exchange_stock"),
    *("hold_plenty", "take_plenty"),
    *("claim_promotions", "release_promotions", "claim_store_credit", "release_store_credit"),
    "keep_key",
)
VERBS = ("authorize", "purchase", "capture", "void", "credit", "lookup")
_ARMED = re.compile(r"(?P<how>kill|stop) (?P<passes>\d+) (?P<point>.+)")


class Trap:
    """Looks into the file that a test arms."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __call__(self, point: str) -> None:
        """Come by a point, and perhaps no further."""
        try:
            armed = _ARMED.fullmatch(self._file.read_text())
        except FileNotFoundError:
            return
        if armed is None or armed["point"] != point:
            return
        if passes := int(armed["passes"]):
            arm(self._file, point, how=armed["how"], passes=passes - 1)
            return
        self._file.unlink()
        os.kill(os.getpid(), signal.SIGKILL if armed["how"] == "kill" else signal.SIGSTOP)


def arm(file: Path, point: str, *, how: str = "kill", passes: int = 0) -> None:
    """Have the next server that comes by the point killed, or stopped until it is continued."""
    beside = file.with_suffix(".new")
    beside.write_text(f"{how} {passes} {point}")
    beside.rename(file)


class FragileStore:
    """A store whose transactions come by points: before and after each call, and the commit."""

    def __init__(self, store: Any, at: Trap) -> None:  # noqa: ANN401 - any that fits ports.store.Store
        self._store = store
        self._at = at

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the store has
        return getattr(self._store, name)

    async def write(self, work: Work[T]) -> T:
        phase = phase_of(work)

        async def fragile(transaction: Any) -> T:  # noqa: ANN401 - as above
            result = await work(FragileTransaction(transaction, phase, self._at))
            self._at(f"{phase}: before commit")
            return result

        written: T = await self._store.write(fragile)
        self._at(f"{phase}: after commit")
        return written

    async def held(self, work: Work[T]) -> T:
        done: T = await self._store.held(lambda held: work(FragileStore(held, self._at)))
        self._at("held: after commit")
        return done


class FragileTransaction:
    """A transaction that comes by a point before and after each change."""

    def __init__(self, transaction: Any, phase: str, at: Trap) -> None:  # noqa: ANN401
        self._transaction = transaction
        self._phase = phase
        self._at = at

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a transaction has
        whole = getattr(self._transaction, name)
        return self._fragile(name, whole) if name in TRANSACTION else whole

    def _fragile(self, name: str, call: Callable[..., Awaitable[T]]) -> Callable[..., Awaitable[T]]:
        async def fragile(*arguments: Any, **named: Any) -> T:  # noqa: ANN401
            self._at(f"{self._phase}: before {name}")
            result = await call(*arguments, **named)
            self._at(f"{self._phase}: after {name}")
            return result

        return fragile


class FragileGateway:
    """A gateway that comes by a point before it is asked, and when it has done what it was asked.

    ``trouble`` is a file that says what is wrong with the line to it just now, if anything.
    """

    def __init__(self, gateway: Any, at: Trap, trouble: Callable[[], Any]) -> None:  # noqa: ANN401
        self._gateway = gateway
        self._at = at
        self._trouble = trouble

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the gateway has
        whole = getattr(self._gateway, name)
        return self._fragile(name, whole) if name in VERBS else whole

    def _fragile(
        self, verb: str, call: Callable[[PaymentRequest], Awaitable[Outcome | None]]
    ) -> Callable[[PaymentRequest], Awaitable[object]]:
        async def fragile(request: PaymentRequest) -> object:
            self._at(f"{verb}: before asking")
            trouble = self._trouble()
            outcome: object = await trouble(call, request)
            self._at(f"{verb}: after the gateway did it")
            return outcome

        return fragile


def phase_of(work: Any) -> str:  # noqa: ANN401 - a function or what stands for one
    """Tell which verb a transaction is part of, by the function that it was written in."""
    named = getattr(work, "func", work)
    outer = getattr(named, "__qualname__", "").split(".")[0]
    return PHASES.get(outer, outer)
