"""Refusals into the contract's error bodies: a status, a text that clients match, and a code."""

from collections.abc import Sequence

import msgspec

from ringup.domain.fulfilment.sending import CannotReady, CannotShip
from ringup.domain.payments.deeds import CreditTooLarge
from ringup.domain.problems import (
    BeingPlaced,
    CannotAdvance,
    Invalid,
    NotAllowed,
    NotAuthenticated,
    NotFound,
    PaymentInProgress,
    PaymentRefused,
    Refusal,
    Stale,
    Unavailable,
    WithProblems,
)
from ringup.services.once import KeyInFlight
from ringup.web.answers import Answer, Header, json_answer
from ringup.web.display import displayed
from ringup.web.languages import translated
from ringup.web.locales import DEFAULT
from ringup.web.refusals import HttpRefusal, NoSuchPath, TooManyRequests, WrongMethod
from ringup.wire.spree.codes import status_of
from ringup.wire.spree.write.orders import messages_by_field
from ringup.wire.spree.write.records import CouponRecord

NO_KEY = "You must specify an API key."
WRONG_KEY = "Invalid API key ({}) specified."
NOT_ALLOWED = "You are not authorized to perform that action."
NOT_FOUND = "The resource you were looking for could not be found."
INVALID = "Invalid resource. Please fix errors and try again."
NOT_TRANSITIONED = "The order could not be transitioned. Please fix the errors and try again."
GATEWAY = "There was a problem with the payment gateway: {}"
CREDIT = (
    "This payment can only be credited up to {}. "
    "Please specify an amount less than or equal to this number."
)
CANNOT_READY = "Cannot ready shipment."
CANNOT_SHIP = "Cannot ship shipment."
BEING_PLACED = "The order is being placed. Please try again in a moment."
IN_PROGRESS = "The payment is being processed. Please try again in a moment."
TOO_MANY = "Too many requests. Please try again later."
STALE = "The order was changed in the meantime. Please read it again."
KEY_IN_FLIGHT = "The first request with this idempotency key is still running. Please try again."
UNAVAILABLE = "The shop cannot do this right now. Please try again."


_COUPON_STATUS_CODES = {
    "coupon_already_applied": "coupon_code_already_applied",
    "coupon_expired": "coupon_code_expired",
    "coupon_not_eligible": "coupon_code_not_eligible",
    "coupon_not_found": "coupon_code_not_found",
    "coupon_usage_limit": "coupon_code_max_usage",
}

_WITHOUT_FIELDS = (CreditTooLarge, CannotReady, CannotShip)
"""Refusals whose text says all: no field of the input is wrong."""


class ErrorRecord(msgspec.Struct, frozen=True, kw_only=True):
    """The body of every error: what happened, for people and, by ``code``, for programs."""

    error: str
    errors: dict[str, list[str]] | msgspec.UnsetType = msgspec.UNSET
    code: str


class CouponRefused(Invalid):
    """What a request of its own for a coupon is refused with, in the form of those requests."""


def refused(refusal: Refusal, locale: str = DEFAULT) -> Answer:
    """Write a refusal down for people who read ``locale``; its code is the same for all."""
    code = code_of(refusal)
    if isinstance(refusal, CouponRefused) and code in _COUPON_STATUS_CODES:
        return _coupon_refused(refusal, code, locale)
    text = translated(text_of(refusal, locale), locale)
    body = ErrorRecord(error=text, errors=_errors(refusal, locale), code=code)
    return json_answer(body, _status(refusal, code), _headers(refusal))


def _coupon_refused(refusal: CouponRefused, code: str, locale: str) -> Answer:
    record = CouponRecord(
        success=None,
        error=translated(refusal.problems[0].message, locale),
        successful=False,
        status_code=_COUPON_STATUS_CODES[code],
        code=code,
    )
    return json_answer(record, 422)


def code_of(refusal: Refusal) -> str:
    """Give the machine word: the problems' own where they all agree, the refusal's otherwise."""
    if isinstance(refusal, WithProblems):
        return _common_code(refusal)
    if isinstance(refusal, PaymentRefused):
        return refusal.decline
    if isinstance(refusal, NotAuthenticated) and refusal.key:
        return "invalid_api_key"
    return refusal.code


def _common_code(refusal: WithProblems) -> str:
    codes = {problem.code for problem in refusal.problems}
    return codes.pop() if len(codes) == 1 else refusal.code


def _status(refusal: Refusal, code: str) -> int:
    if isinstance(refusal, HttpRefusal):
        return refusal.status
    if isinstance(refusal, WithProblems | PaymentRefused):
        return 422
    return status_of(code)


def _errors(refusal: Refusal, locale: str) -> dict[str, list[str]] | msgspec.UnsetType:
    if isinstance(refusal, WithProblems) and not isinstance(refusal, _WITHOUT_FIELDS):
        return messages_by_field(refusal.problems, locale)
    return msgspec.UNSET


def _headers(refusal: Refusal) -> Sequence[Header]:
    match refusal:
        case NotAuthenticated() | NotAllowed():
            return ((b"www-authenticate", b"Bearer"),)
        case Unavailable() | TooManyRequests():
            return ((b"retry-after", b"%d" % refusal.retry_after),)
        case BeingPlaced() | PaymentInProgress() | KeyInFlight():
            return ((b"retry-after", b"1"),)
        case WrongMethod():
            return ((b"allow", ", ".join(refusal.allowed).encode("ascii")),)
        case _:
            return ()


def text_of(refusal: Refusal, locale: str = DEFAULT) -> str:
    """Give the text that the contract has for a refusal."""
    match refusal:
        case CreditTooLarge():
            text = CREDIT.format(displayed(refusal.left, refusal.currency, locale))
        case CannotReady() | CannotShip():
            text = _TEXTS[type(refusal)]
        case CannotAdvance():
            text = NOT_TRANSITIONED
        case WithProblems():
            text = _coupon_text(refusal) or INVALID
        case NotAuthenticated():
            text = WRONG_KEY.format(refusal.key) if refusal.key else NO_KEY
        case PaymentRefused():
            text = GATEWAY.format(refusal.message)
        case _:
            text = _TEXTS.get(type(refusal)) or str(refusal)
    return text


def _coupon_text(refusal: WithProblems) -> str:
    """Give the coupon's own text, which clients show, where nothing but a coupon was refused."""
    coupons = [problem for problem in refusal.problems if problem.code in _COUPON_STATUS_CODES]
    return coupons[0].message if coupons and len(coupons) == len(refusal.problems) else ""


_TEXTS: dict[type[Refusal], str] = {
    NotAllowed: NOT_ALLOWED,
    NotFound: NOT_FOUND,
    NoSuchPath: NOT_FOUND,
    CannotReady: CANNOT_READY,
    CannotShip: CANNOT_SHIP,
    BeingPlaced: BEING_PLACED,
    PaymentInProgress: IN_PROGRESS,
    KeyInFlight: KEY_IN_FLIGHT,
    Stale: STALE,
    TooManyRequests: TOO_MANY,
    Unavailable: UNAVAILABLE,
}
