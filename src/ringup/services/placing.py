"""Placing an order: prepare in one transaction, pay in none, settle in one.

Nothing slow stands inside a lock, and whatever crashes in between leaves an open attempt behind,
which says by its key how to ask the gateway what became of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Literal

import msgspec

from ringup.domain import completion
from ringup.domain.completion import Answer, ToAsk
from ringup.domain.facts import Facts
from ringup.domain.money import Money
from ringup.domain.order import AttemptKind, Order, Payment, PaymentAttempt
from ringup.domain.problems import (
    BeingPlaced,
    CannotAdvance,
    PaymentInProgress,
    PaymentRefused,
    Problem,
)
from ringup.services.asking import Desk
from ringup.services.gateways import CHARGES, Ask, answers_to, fresh_key
from ringup.services.holding import demands_of, less_sold
from ringup.services.keeping import kept
from ringup.services.moving_stock import Mover, take_stock
from ringup.services.once import Once
from ringup.services.ports.gateway import PaymentRequest
from ringup.services.ports.stock import Cause, Demand
from ringup.services.ports.store import Transaction, Wanted
from ringup.services.prepaying import SHORT, return_prepaid, spend_prepaid
from ringup.services.saved_cards import keep_cards_of


class Placing(msgspec.Struct, frozen=True, kw_only=True):
    """An order as prepare or settle left it, and what the gateways are to be asked next."""

    order: Order
    facts: Facts
    asks: tuple[Ask, ...] = ()
    once: Once | None = None
    """Under which idempotency key it is placed, if under any."""


async def prepare(
    transaction: Transaction, desk: Desk, before: Order, ready: Placing, actor: str
) -> Placing:
    """Take stock, coupons and prepaid money, and write down what the gateways will be asked.

    ``before`` is the order as it was loaded, ``ready`` as it came to be placed. An order that
    needs no gateway is placed in this transaction. Raises ``CannotAdvance``, or
    ``PaymentInProgress`` while an admin's deed is under way; then nothing is taken.
    """
    facts = ready.facts
    if any(payment.state == "processing" for payment in before.payments):
        raise PaymentInProgress
    order = completion.prepaid_spent(ready.order, facts)
    asks = tuple(_asks_of(desk, order, ready))
    order = (
        completion.prepared(order, asks, facts.now) if asks else completion.placed(order, facts.now)
    )
    saved = await kept(transaction, before, order, actor)
    await keep_cards_of(transaction, before, saved)
    await _claim(transaction, saved, facts)
    # Stock comes last of all that is written for an order.
    mover = Mover(actor=actor, low_stock=desk.settings.low_stock)
    saved = await take_stock(transaction, saved, facts, mover)
    return Placing(order=saved, facts=facts, asks=requests_for(saved, facts, asks))


async def paid_and_settled(desk: Desk, placing: Placing, actor: str) -> Placing:
    """Ask the gateways, holding nothing, and settle their answers until nothing is left to ask.

    Raises ``PaymentRefused`` when the order went back to ``payment``, ``BeingPlaced`` while an
    answer is still unknown: the sweeper will ask again.
    """
    placing = await settled_to_the_end(desk, placing, actor)
    check_placed(placing.order)
    return placing


async def settled_to_the_end(desk: Desk, placing: Placing, actor: str) -> Placing:
    """Ask and settle until nothing is left to be asked, whatever comes of it."""
    while placing.asks:
        answers = await answers_to(desk, placing.asks)
        placing = await settle(desk, placing.order.id, answers, actor, placing)
    return placing


async def settle(
    desk: Desk,
    order_id: int,
    answers: Mapping[int, Answer],
    actor: str,
    left: Placing | None = None,
) -> Placing:
    """Write the answers down (by attempt id): the order is placed, or everything is given back.

    What was authorized although the order went back is left as open ``void`` attempts to be asked.
    ``left`` is the order as the caller left it: where that completes it, it is not read again, for
    nobody changes an order that is being placed. Should somebody have, nothing is written, and all
    is done again with the order read anew.
    """
    expected = [left] if left and _completes(left, answers) else []

    async def work(transaction: Transaction) -> Placing:
        before, facts = await _as_left(transaction, order_id, expected)
        settled, voids = _settled(before, answers, facts)
        goes_back = before.placing and not settled.placing and not settled.is_complete
        after = completion.prepaid_returned(settled, facts) if goes_back else settled
        saved = await kept(transaction, before, after, actor)
        await keep_cards_of(transaction, before, saved)
        if goes_back:
            await transaction.release_promotions(saved)
        await return_prepaid(transaction, before, saved, facts)
        if goes_back:
            held_until = facts.now + desk.settings.hold_for
            await _back_to_hold(transaction, saved, demands_of(before, facts), held_until, actor)
        return Placing(order=saved, facts=facts, asks=requests_for(saved, facts, voids))

    return await desk.store.write(work)


async def _as_left(
    transaction: Transaction, order_id: int, expected: list[Placing]
) -> tuple[Order, Facts]:
    """Give the order as the caller left it, once; else read it, which locks it."""
    if expected:
        known = expected.pop()
        return known.order, _after_the_sale(known, transaction.now())
    found = await transaction.load(order_id, Wanted())
    if found is None:
        raise LookupError(order_id)
    return found


def _settled(
    before: Order, answers: Mapping[int, Answer], facts: Facts
) -> tuple[Order, tuple[ToAsk, ...]]:
    """Write the answers down, and what is to be asked next: to let go of what is not needed."""
    settled = completion.settled(before, answers, facts.now)
    voids = _voids(before, settled)
    for ask in voids:
        settled = completion.attempted(settled, ask, facts.now)
    return settled, voids


async def _back_to_hold(
    transaction: Transaction, order: Order, demands: Sequence[Demand], until: datetime, actor: str
) -> None:
    """Put back what an order took that was not placed, and hold it: the buyer may try again."""
    await transaction.return_stock(order, demands, Cause("not placed", actor))
    # It is there, in this transaction.
    await transaction.hold_stock(order, demands, until)


def _completes(left: Placing, answers: Mapping[int, Answer]) -> bool:
    is_complete = completion.settled(left.order, answers, left.facts.now).is_complete
    return left.order.placing and is_complete


def _after_the_sale(left: Placing, now: datetime) -> Facts:
    """Give the facts of a prepared order as they are since its stock was taken."""
    facts = msgspec.structs.replace(left.facts, now=now)
    return less_sold(facts, demands_of(left.order, facts))


def check_placed(order: Order) -> None:
    """Raise the refusal that sent the order back, or ``BeingPlaced`` if nobody knows yet."""
    if order.is_complete:
        return
    if order.placing:
        raise BeingPlaced
    refused = completion.refusal(order)
    decline = refused.decline if refused else None
    message = refused.decline_message if refused else None
    raise PaymentRefused(decline or "processing_error", message or "The payment was not completed.")


def _asks_of(desk: Desk, order: Order, ready: Placing) -> Iterator[ToAsk]:
    for payment in order.payments:
        method = ready.facts.shop.payment_methods[payment.payment_method_id]
        open_and_due = payment.state == "checkout" and payment.amount > 0
        if open_and_due and desk.gateways[method.gateway].needs_processing:
            kind: Literal["purchase", "authorize"] = (
                "purchase" if method.auto_capture else "authorize"
            )
            yield ToAsk(payment_id=payment.id, kind=kind, key=fresh_key(ready.once))


def _voids(before: Order, settled: Order) -> tuple[ToAsk, ...]:
    return tuple(
        ToAsk(payment_id=payment.id, kind="void", key=fresh_key())
        for payment in completion.to_be_voided(before, settled)
    )


def requests_for(order: Order, facts: Facts, asks: tuple[ToAsk, ...]) -> tuple[Ask, ...]:
    """Put together the requests of freshly opened attempts."""
    keys = {ask.key for ask in asks}
    return tuple(ask_for(order, facts, a) for a in order.attempts if a.key in keys)


def ask_for(order: Order, facts: Facts, attempt: PaymentAttempt) -> Ask:
    """Put together what a gateway is asked, and told of the payment, for one attempt."""
    payment = _payment(order, attempt.payment_id)
    return Ask(
        attempt_id=attempt.id,
        kind=_kind_towards_gateway(payment, attempt),
        started_at=attempt.started_at,
        request=PaymentRequest(
            key=attempt.key,
            amount=Money(attempt.amount, order.currency),
            order_number=order.number,
            method=facts.shop.payment_methods[payment.payment_method_id],
            card=payment.card,
            reference=payment.response_code,
            original_key=_original_key(order, payment),
            email=order.email,
        ),
    )


def _kind_towards_gateway(payment: Payment, attempt: PaymentAttempt) -> AttemptKind:
    """To void what was taken already is, towards a gateway, to give it back."""
    return "credit" if attempt.kind == "void" and payment.captured else attempt.kind


def _original_key(order: Order, payment: Payment) -> str | None:
    """Find the key under which the payment was last asked for."""
    asked = [a for a in order.attempts if a.payment_id == payment.id and a.kind in CHARGES]
    return asked[-1].key if asked else None


def _payment(order: Order, payment_id: int) -> Payment:
    return next(payment for payment in order.payments if payment.id == payment_id)


async def _claim(transaction: Transaction, order: Order, facts: Facts) -> None:
    """Take the coupons' uses and the prepaid money that a placed order takes."""
    await claim_promotions(transaction, order, facts)
    if short := await spend_prepaid(transaction, None, order, facts):
        raise CannotAdvance(Problem("payment", "payments", short, SHORT[short]))


async def claim_promotions(transaction: Transaction, order: Order, facts: Facts) -> None:
    """Count a use of every promotion that gave the order something. Raises ``CannotAdvance``."""
    if exhausted := await transaction.claim_promotions(order, promotions_used(order)):
        raise CannotAdvance(*(_used_up(facts, each) for each in exhausted))


def promotions_used(order: Order) -> tuple[int, ...]:
    """Name the promotions that gave the order something."""
    used = {
        adjustment.promotion_id
        for adjustment in order.all_adjustments
        if adjustment.eligible and adjustment.promotion_id is not None
    }
    return tuple(sorted(used))


def _used_up(facts: Facts, promotion_id: int) -> Problem:
    name = facts.shop.promotions[promotion_id].name
    return Problem(
        "payment", "coupon_code", "coupon_usage_limit", f'"{name}" has been used up by others.'
    )
