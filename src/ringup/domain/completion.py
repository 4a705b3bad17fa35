"""From ``confirm`` to ``complete``: prepare, and settle what the gateways answered.

Between the two no transaction is open and no lock is held; ``Order.placing`` keeps everybody else
out, and each open ``PaymentAttempt`` says what was asked. Every deed of ``prepared`` has its undo
in ``given_back``. To settle twice is to settle once: an attempt that is no longer open stays as
it is.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from ringup.domain.facts import Facts
from ringup.domain.fulfilment.standing import stood
from ringup.domain.money import Minor
from ringup.domain.order import (
    AttemptKind,
    ChildIds,
    Order,
    Payment,
    PaymentAttempt,
    PaymentState,
)
from ringup.domain.payments.prepaid import is_prepaid, spends_credit
from ringup.domain.payments.states import moved
from ringup.domain.pricing.totals import totalled

replace = msgspec.structs.replace

ANSWER_WITHIN = timedelta(seconds=30)
"""How long a gateway has before the sweeper asks it what became of an attempt."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an attempt: approved with a reference, or declined with code and text.

    ``captured`` tells that money was taken, not only reserved. ``asked`` is false where the
    gateway did not do it because it was not asked; unless that is ``certain`` (a crash may have
    come between asking and hearing), it is voided by its key as well.
    """

    reference: str | None = None
    avs: str | None = None
    captured: bool = False
    decline: str | None = None
    message: str | None = None
    asked: bool = True
    certain: bool = True

    @property
    def approved(self) -> bool:
        """Whether the gateway did what it was asked."""
        return self.asked and self.decline is None


class ToAsk(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to be asked of a gateway: for which payment, what, and under which key.

    ``amount`` in minor units; ``None`` for the whole payment.
    """

    payment_id: int
    kind: AttemptKind
    key: str
    amount: Minor | None = None


def prepared(order: Order, asks: Sequence[ToAsk], now: datetime) -> Order:
    """Mark the order as being placed, with one open attempt for each thing to be asked."""
    order = replace(order, placing=True)
    for ask in asks:
        order = attempted(order, ask, now)
    return order


def attempted(order: Order, ask: ToAsk, now: datetime) -> Order:
    """Open an attempt; a payment that new money is asked for is ``processing`` until settled."""
    payment = _payment(order, ask.payment_id)
    ids = ChildIds(order)
    attempt = PaymentAttempt(
        id=next(ids),
        payment_id=payment.id,
        kind=ask.kind,
        key=ask.key,
        amount=payment.amount if ask.amount is None else ask.amount,
        started_at=now,
        due_at=now + ANSWER_WITHIN,
    )
    if payment.state == "checkout" and ask.kind != "void":
        asked = replace(_moved(payment, "ask", now), covers_rest=False)
        order = _with_payment(order, asked)
    return replace(order, attempts=(*order.attempts, attempt), last_child=ids.last)


def settled(order: Order, answers: Mapping[int, Answer], now: datetime) -> Order:
    """Write down the answers (by attempt id), and place the order or give everything back.

    While an attempt is open whose answer nobody knows, the order stays as it is being placed.
    """
    for attempt in order.attempts:
        answer = answers.get(attempt.id)
        if attempt.state == "open" and answer is not None:
            order = _answered(order, attempt, answer, now)
    if not order.placing or _open_attempts(order):
        return stood(totalled(order))
    return placed(order, now) if _is_covered(order) else given_back(order)


def placed(order: Order, now: datetime) -> Order:
    """Complete the order: from here on it is a contract, and nobody edits it as a cart."""
    done = replace(order, state="complete", placing=False, completed_at=now)
    return stood(totalled(done))


def given_back(order: Order) -> Order:
    """Send the order back to ``payment``; what was authorized nonetheless is to be voided."""
    return stood(totalled(replace(order, state="payment", placing=False)))


def cards_to_keep(before: Order, after: Order) -> tuple[Payment, ...]:
    """Name the payments by which an order has just been placed whose card its owner wants kept."""
    if before.is_complete or not after.is_complete or after.user_id is None:
        return ()
    return tuple(p for p in after.payments if p.save_card and p.state in {"pending", "completed"})


def prepaid_spent(order: Order, facts: Facts) -> Order:
    """Take the prepaid payments as paid; what they spend is claimed in the same transaction."""
    for payment in prepaid_payments(order, facts, "checkout"):
        spent = replace(
            _moved(payment, "capture", facts.now), captured=payment.amount, covers_rest=False
        )
        order = _with_payment(order, spent)
    return order


def prepaid_returned(order: Order, facts: Facts) -> Order:
    """Take the prepaid payments back: the order was not placed after all."""
    for payment in prepaid_payments(order, facts, "completed"):
        order = _with_payment(order, replace(_moved(payment, "give_back", facts.now), captured=0))
    return totalled(order)


def credit_in_use(order: Order, facts: Facts) -> Minor:
    """Sum what the order keeps of its owner's store credit."""
    spent = (p for p in order.payments if p.state in _TAKEN and spends_credit(p, facts))
    return sum(payment.captured - payment.refunded for payment in spent)


def gift_cards_in_use(order: Order) -> Mapping[int, Minor]:
    """Sum what the order keeps of each gift card, by its id."""
    kept: defaultdict[int, Minor] = defaultdict(int)
    for payment in order.payments:
        if payment.gift_card_id is not None and payment.state in _TAKEN:
            kept[payment.gift_card_id] += payment.captured - payment.refunded
    return {card_id: amount for card_id, amount in sorted(kept.items()) if amount}


_TAKEN = frozenset({"completed", "void"})
"""The states of payments whose money was taken, or was and was given back."""


def prepaid_payments(order: Order, facts: Facts, state: PaymentState) -> tuple[Payment, ...]:
    """Find the payments in a state whose money is the shop's own promise to the buyer.

    An imported order spent its credit where it was placed.
    """
    if order.imported:
        return ()
    return tuple(p for p in order.payments if p.state == state and is_prepaid(p, facts))


def to_be_voided(before: Order, after: Order) -> tuple[Payment, ...]:
    """Name the payments that went through although the order was given back.

    ``before`` is the order as it was being placed, ``after`` as it was settled.
    """
    asked = _asked_in_this_placing(before)
    return tuple(
        payment
        for payment in after.payments
        if before.placing
        and not after.placing
        and not after.is_complete
        and payment.id in asked
        and (payment.state in {"pending", "completed"} or _is_in_doubt(after, payment))
    )


def refusal(order: Order) -> Payment | None:
    """Find the payment whose refusal sent an order back, newest first."""
    failed = [p for p in order.payments if p.state == "failed" and p.decline]
    return failed[-1] if failed and not order.is_complete else None


_IN_DOUBT = Answer(
    asked=False,
    certain=False,
    decline="processing_error",
    message="The payment could not be confirmed.",
)

_EVENTS: Mapping[AttemptKind, tuple[str, str]] = {
    "authorize": ("authorize", "fail"),
    "purchase": ("capture", "fail"),
    "capture": ("capture", "refuse"),
    "void": ("void", "refuse"),
    "credit": ("credit", "refuse"),
}
"""What a payment's table of moves calls an attempt's approval and its refusal."""


def _answered(order: Order, attempt: PaymentAttempt, answer: Answer, now: datetime) -> Order:
    answer = answer if answer.asked or answer.certain else _IN_DOUBT
    payment = _told(_payment(order, attempt.payment_id), attempt, answer, now)
    state = "approved" if answer.approved else "declined" if answer.asked else "given_up"
    attempts = tuple(
        replace(each, state=state) if each.id == attempt.id else each for each in order.attempts
    )
    order = _with_payment(replace(order, attempts=attempts), payment)
    return _money_moved(order, payment, attempt, answer, now) if answer.approved else order


def _told(payment: Payment, attempt: PaymentAttempt, answer: Answer, now: datetime) -> Payment:
    """Write an answer down at its payment.

    A payment that has failed keeps saying why: what undoes it is no news to its buyer.
    """
    approved, declined = _EVENTS[attempt.kind]
    unasked = answer.certain and not answer.asked
    event = approved if answer.approved else "give_up" if unasked else declined
    told = replace(
        _moved(payment, event, now),
        response_code=payment.response_code or answer.reference,
        avs_response=answer.avs or payment.avs_response,
    )
    if payment.state == "failed":
        return told
    return replace(told, decline=answer.decline, decline_message=answer.message)


def _money_moved(
    order: Order, payment: Payment, attempt: PaymentAttempt, answer: Answer, now: datetime
) -> Order:
    """Write down what an approval took or gave back; the untaken rest becomes its own payment."""
    if attempt.kind == "capture":
        return _with_rest(order, payment, attempt.amount, now)
    if attempt.kind == "purchase" or answer.captured:
        return _with_payment(order, replace(payment, captured=attempt.amount))
    if attempt.kind == "credit":
        returned = replace(payment, refunded=payment.refunded + attempt.amount)
        return _with_payment(order, returned)
    if attempt.kind == "void":
        return _with_payment(order, replace(payment, refunded=payment.captured))
    return order


def _with_rest(order: Order, payment: Payment, taken: Minor, now: datetime) -> Order:
    """Write down what was captured; the rest stays reserved as a payment of its own."""
    order = _with_payment(order, replace(payment, captured=taken, amount=taken))
    if taken == payment.amount:
        return order
    ids = ChildIds(order)
    rest = replace(
        payment,
        id=next(ids),
        amount=payment.amount - taken,
        state="pending" if payment.response_code else "checkout",
        created_at=now,
        updated_at=now,
    )
    return replace(order, payments=(*order.payments, rest), last_child=ids.last)


def _moved(payment: Payment, event: str, now: datetime) -> Payment:
    return replace(payment, state=moved(payment.state, event), updated_at=now)


def _open_attempts(order: Order) -> tuple[PaymentAttempt, ...]:
    return tuple(attempt for attempt in order.attempts if attempt.state == "open")


def _asked_in_this_placing(order: Order) -> set[int]:
    """Name the payments that money was asked for when the order was last prepared.

    Some may have been answered earlier than others; all attempts of one placing begin together,
    and while it lasts none is added.
    """
    began = min((attempt.started_at for attempt in _open_attempts(order)), default=None)
    return {a.payment_id for a in order.attempts if began is not None and a.started_at >= began}


def _is_covered(order: Order) -> bool:
    """Whether what went through, with what no gateway need be asked for, pays for the order."""
    asked = {attempt.payment_id for attempt in order.attempts}
    good = (
        payment.amount
        for payment in order.payments
        if payment.state in {"pending", "completed"}
        or (payment.state == "checkout" and payment.id not in asked)
    )
    return sum(good) >= order.totals.total


def _is_in_doubt(order: Order, payment: Payment) -> bool:
    """Whether nobody knows if a gateway will yet do what it was asked for a failed payment."""
    return payment.state == "failed" and any(
        attempt.payment_id == payment.id and attempt.state == "given_up"
        for attempt in order.attempts
    )


def _payment(order: Order, payment_id: int) -> Payment:
    return next(payment for payment in order.payments if payment.id == payment_id)


def _with_payment(order: Order, changed: Payment) -> Order:
    payments = tuple(changed if p.id == changed.id else p for p in order.payments)
    return replace(order, payments=payments)
