"""Asking gateways: one after the other, by keys, and again by the same key when no answer came."""

import asyncio
import secrets
from collections.abc import Mapping, Sequence

import msgspec
import structlog

from ringup.domain.completion import Answer
from ringup.domain.order import AttemptKind
from ringup.services.asking import Desk
from ringup.services.ports import (
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

_log = structlog.get_logger()


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """An open attempt with the request it stands for."""

    attempt_id: int
    kind: AttemptKind
    request: PaymentRequest


def fresh_key() -> str:
    """Make an idempotency key towards a gateway (128 random bits)."""
    return secrets.token_hex(16)


async def answers_to(desk: Desk, asks: Sequence[Ask]) -> Mapping[int, Answer]:
    """Ask one after the other; after a refusal the rest is not asked.

    An attempt whose outcome is unknown is missing from the answers.
    """
    answers: dict[int, Answer] = {}
    for ask in asks:
        if any(not answer.approved for answer in answers.values()) and ask.kind != "void":
            answers[ask.attempt_id] = Answer(asked=False)
            continue
        answer = answer_in(await _asked(desk, ask))
        if answer is not None:
            answers[ask.attempt_id] = answer
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


async def _asked(desk: Desk, ask: Ask) -> Outcome | None:
    gateway = desk.gateways[ask.request.method.gateway]
    outcome = await _once(gateway, ask)
    for attempt in range(ASKED_AGAIN):
        if outcome is not None and not isinstance(outcome, Unknown):
            break
        await asyncio.sleep(0.05 * 4**attempt)
        outcome = await _looked_up(gateway, ask)
    return outcome


async def _once(gateway: Gateway, ask: Ask) -> Outcome:
    """Ask; a gateway that breaks has given no answer, whatever it raised."""
    deeds = {
        "authorize": gateway.authorize,
        "purchase": gateway.purchase,
        "capture": gateway.capture,
        "void": gateway.void,
        "credit": gateway.credit,
    }
    try:
        return await deeds[ask.kind](ask.request)
    except Exception as error:  # noqa: BLE001 - the money may have moved; it is asked again by key
        _log.warning("gateway_broke", order=ask.request.order_number, error=type(error).__name__)
        return Unknown(reason=type(error).__name__)


async def _looked_up(gateway: Gateway, ask: Ask) -> Outcome | None:
    try:
        return await gateway.lookup(ask.request)
    except Exception as error:  # noqa: BLE001 - as above
        _log.warning("gateway_broke", order=ask.request.order_number, error=type(error).__name__)
        return None
