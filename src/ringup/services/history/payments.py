"""What was given in payment, what gateways were asked, and what they said.

Of a card only its brand and last four digits are told.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ringup.domain.order import Card, Order, Payment, PaymentAttempt, PaymentState
from ringup.services.history.differing import Fact, differing

_STATES: Mapping[PaymentState, str] = {
    "checkout": "payment.reopened",
    "pending": "payment.authorized",
    "completed": "payment.captured",
    "failed": "payment.failed",
    "void": "payment.voided",
    "invalid": "payment.invalidated",
}
"""A payment that is ``processing`` is told by what was asked for it."""


def facts(before: Order, after: Order) -> Iterator[Fact]:
    """Tell of payments that were given, of what was asked for them, and of what became of them."""
    if before.payments != after.payments:
        yield from _given(before, after)
    if before.attempts != after.attempts:
        yield from _asked(before, after)
    if before.payments != after.payments:
        yield from _moved(before, after)


def _given(before: Order, after: Order) -> Iterator[Fact]:
    known = {payment.id: payment for payment in before.payments}
    for payment in after.payments:
        was = known.get(payment.id)
        if was is None:
            yield "payment.added", _new(payment)
        elif changed := differing({"amount": was.amount}, {"amount": payment.amount}):
            yield "payment.changed", {"payment": payment.number, **changed}


def _asked(before: Order, after: Order) -> Iterator[Fact]:
    known = {attempt.id: attempt for attempt in before.attempts}
    payments = {payment.id: payment for payment in after.payments}
    for attempt in after.attempts:
        was = known.get(attempt.id)
        if was != attempt:
            yield from _attempt(was, attempt, payments[attempt.payment_id])


def _attempt(
    was: PaymentAttempt | None, attempt: PaymentAttempt, payment: Payment
) -> Iterator[Fact]:
    asked = {"payment": payment.number, "kind": attempt.kind, "amount": attempt.amount}
    if was is None:
        yield "payment.requested", asked
    elif attempt.state == "open":
        yield "payment.asked_again", asked
    elif attempt.state == "given_up":
        yield "payment.unanswered", asked
    elif attempt.state == "declined" and payment.state != "failed":
        yield "payment.refused", {**asked, "decline": payment.decline}
    elif attempt.kind == "void" and attempt.state == "approved" and payment.state == "failed":
        # Given up in doubt; now it is certain that nothing is left of it.
        yield "payment.voided", _standing(payment)


def _moved(before: Order, after: Order) -> Iterator[Fact]:
    known = {payment.id: payment for payment in before.payments}
    for payment in after.payments:
        was = known.get(payment.id)
        state, refunded = (was.state, was.refunded) if was else ("checkout", 0)
        if payment.state != state and payment.state in _STATES:
            yield _STATES[payment.state], _standing(payment)
        if payment.refunded > refunded:
            yield (
                "payment.refunded",
                {**_standing(payment), "given_back": payment.refunded - refunded},
            )


def _new(payment: Payment) -> Mapping[str, Any]:
    return {
        "payment": payment.number,
        "payment_method_id": payment.payment_method_id,
        "amount": payment.amount,
        "covers_rest": payment.covers_rest,
        "card": _shown(payment.card),
    }


def _shown(card: Card | None) -> Mapping[str, str] | None:
    return None if card is None else {"brand": card.brand, "last_digits": card.last_digits}


def _standing(payment: Payment) -> Mapping[str, Any]:
    return {
        "payment": payment.number,
        "amount": payment.amount,
        "captured": payment.captured,
        "refunded": payment.refunded,
        "reference": payment.response_code,
        "decline": payment.decline,
    }
