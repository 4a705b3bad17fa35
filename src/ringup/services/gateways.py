"""Asking gateways: one after the other, by keys, and again by the same key when no answer came."""

import asyncio
import secrets
from collections.abc import Awaitable, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec
import structlog

from ringup.domain.completion import ANSWER_WITHIN, Answer
from ringup.domain.order import AttemptKind, Order, PaymentAttempt
from ringup.services.asking import Asking, Desk
from ringup.services.once import Once
from ringup.services.ports.gateway import (
    ActionRequired,
    Approved,
    Declined,
    Gateway,
    Outcome,
    PaymentRequest,
    Unknown,
)

ASKED_AGAIN = 3
"""How often a gateway that gave no answer is asked what became of it, before the sweeper does."""

ONE_ANSWER = timedelta(seconds=12)
"""How long a gateway may take to answer once."""

PATIENCE = timedelta(seconds=20)
"""How long one attempt may take, asking again included: less than ``completion.ANSWER_WITHIN``, so
that whoever sweeps up afterwards never overtakes a request that is still under way."""

CHARGES = frozenset({"authorize", "purchase"})
"""What asks for new money."""

_log = structlog.get_logger()


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """An open attempt with the request it stands for."""

    attempt_id: int
    kind: AttemptKind
    request: PaymentRequest
    started_at: datetime


def fresh_key(once: Once | None = None) -> str:
    """Make an idempotency key towards a gateway: 128 random bits, after the mark of ``once``."""
    return (once.mark if once else "") + secrets.token_hex(16)


def asked_before(asking: Asking, order: Order) -> tuple[PaymentAttempt, ...]:
    """Find what an earlier run of the same request, if there was one, has asked already."""
    return asking.once.asked_before(order) if asking.once else ()


async def answers_to(desk: Desk, asks: Sequence[Ask]) -> Mapping[int, Answer]:
    """Ask one after the other; once one is not approved, no further money is asked for.

    An attempt whose outcome is unknown is missing from the answers. No transaction is open
    meanwhile.
    """
    await desk.store.let_go()
    answers: dict[int, Answer] = {}
    stopped = False
    for ask in asks:
        stopped |= _is_late(ask, desk.clock())
        answer = Answer(asked=False) if stopped else answer_in(await _asked(desk, ask))
        if answer is not None:
            answers[ask.attempt_id] = answer
        stopped |= ask.kind in CHARGES and not (answer and answer.approved)
    return answers


def answer_in(outcome: Outcome | None) -> Answer | None:
    """Translate a gateway's outcome; ``None`` where it is unknown."""
    match outcome:
        case Approved():
            return Answer(reference=outcome.reference, avs=outcome.avs, captured=outcome.captured)
        case Declined():
            return Answer(decline=outcome.code, message=outcome.message)
        case ActionRequired():
            return Answer(decline="authentication_required", message=outcome.message)
        case _:
            return None


async def ask_once(desk: Desk, ask: Ask) -> Outcome:
    """Ask; a gateway that breaks, or keeps one waiting, has given no answer."""
    gateway = _gateway(desk, ask)
    deeds = {
        "authorize": gateway.authorize,
        "purchase": gateway.purchase,
        "capture": gateway.capture,
        "void": gateway.void,
        "credit": gateway.credit,
    }
    return await _heard(ask, deeds[ask.kind](ask.request)) or Unknown(reason="no answer")


async def look_up(desk: Desk, ask: Ask) -> Outcome | None:
    """Ask what became of an attempt; ``None`` only if the gateway says it never arrived."""
    return await _heard(ask, _gateway(desk, ask).lookup(ask.request))


async def _asked(desk: Desk, ask: Ask) -> Outcome | None:
    """Ask, and while there is no answer ask what became of it, as long as one may wait."""
    try:
        async with asyncio.timeout(PATIENCE.total_seconds()):
            return await _asked_until_known(desk, ask)
    except TimeoutError:
        return None


async def _asked_until_known(desk: Desk, ask: Ask) -> Outcome:
    outcome = await ask_once(desk, ask)
    for attempt in range(ASKED_AGAIN):
        if not isinstance(outcome, Unknown):
            break
        await asyncio.sleep(0.05 * 4**attempt)
        # What never arrived is asked again; by the same key that is harmless even if it does yet.
        outcome = await look_up(desk, ask) or await ask_once(desk, ask)
    return outcome


async def _heard(ask: Ask, answer: Awaitable[object]) -> Outcome | None:
    try:
        async with asyncio.timeout(ONE_ANSWER.total_seconds()):
            heard = await answer
    except Exception as error:  # noqa: BLE001 - the money may have moved: it is asked again by key
        return _unknown(ask, type(error).__name__)
    if heard is None or isinstance(heard, Outcome):
        return heard
    return _unknown(ask, f"{type(heard).__name__} is no answer")


def _unknown(ask: Ask, reason: str) -> Unknown:
    _log.warning("gateway_broke", order=ask.request.order_number, error=reason)
    return Unknown(reason=reason)


def _is_late(ask: Ask, now: datetime) -> bool:
    """Whether new money is no longer asked for: the sweeper could be at it before the answer."""
    return ask.kind in CHARGES and now > ask.started_at + ANSWER_WITHIN - PATIENCE


def _gateway(desk: Desk, ask: Ask) -> Gateway:
    return desk.gateways[ask.request.method.gateway]
