"""Authorize, capture, purchase, void and credit the payments of an order.

Each is written down as an open attempt in one transaction, asked of the gateway in none, and
settled in another, like placing an order; a crash in between is finished by the sweeper.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from ringup.domain import completion
from ringup.domain.completion import ToAsk
from ringup.domain.facts import Facts
from ringup.domain.order import Order, Payment, PaymentAttempt
from ringup.domain.payments import deeds, together
from ringup.domain.payments.deeds import Deed, DeedName
from ringup.domain.problems import NotFound, PaymentInProgress, PaymentRefused
from ringup.services.access import check_admin
from ringup.services.asking import Asking, Desk, OrderView
from ringup.services.gateways import answers_to, asked_before, fresh_key
from ringup.services.keeping import kept
from ringup.services.loading import locked, view
from ringup.services.once import Once
from ringup.services.placing import Placing, requests_for, settle
from ringup.services.ports.store import Transaction

Plan: TypeAlias = Callable[[Order, Facts], Sequence[tuple[Payment, Deed]]]
"""What to do with which payments of an order."""


async def do_with_payment(  # noqa: PLR0913 - the desk, who asks, and which deed on what
    desk: Desk,
    asking: Asking,
    number: str,
    payment_id: int,
    *,
    deed: DeedName,
    amount: str | None = None,
) -> OrderView:
    """Do one thing with one payment; done before, it is not done again.

    Only for admins. ``amount`` is a decimal text. Raises ``NotFound``, ``Invalid``,
    ``PaymentInProgress``, ``PaymentRefused``.
    """

    def plan(order: Order, facts: Facts) -> Sequence[tuple[Payment, Deed]]:
        payment = payment_in(order, payment_id)
        wanted = deeds.planned(order, facts, payment, deed, amount)
        return () if wanted is None else ((payment, wanted),)

    return await _do(desk, asking, number, plan)


async def do_with_payments(
    desk: Desk, asking: Asking, number: str, *, deed: DeedName, amount: str | None = None
) -> OrderView:
    """Do one thing with all payments of an order, in turn until ``amount`` is reached.

    Only for admins. Raises as ``do_with_payment``.
    """

    def plan(order: Order, facts: Facts) -> Sequence[tuple[Payment, Deed]]:
        return together.planned(order, facts, deed, amount)

    return await _do(desk, asking, number, plan)


async def asked_and_settled(desk: Desk, opened: Placing, actor: str) -> Placing:
    """Ask the gateways what was opened, and write down what they answer."""
    return await settle(desk, opened.order.id, await answers_to(desk, opened.asks), actor)


def payment_in(order: Order, payment_id: int) -> Payment:
    """Find a payment of the order. Raises ``NotFound`` for any other id."""
    found = next((payment for payment in order.payments if payment.id == payment_id), None)
    if found is None:
        raise NotFound
    return found


async def _do(desk: Desk, asking: Asking, number: str, plan: Plan) -> OrderView:
    async def work(transaction: Transaction) -> tuple[OrderView, Placing]:
        before, facts, caller = await locked(transaction, asking, number)
        check_admin(caller)
        if before.placing:
            raise PaymentInProgress
        if asked_before(asking, before):
            return view(before, facts, caller, asking), Placing(order=before, facts=facts)
        asks = tuple(_ask(payment, deed, asking.once) for payment, deed in plan(before, facts))
        after = before
        for ask in asks:
            after = completion.attempted(after, ask, facts.now)
        saved = await kept(transaction, before, after, caller.actor) if asks else before
        opened = Placing(order=saved, facts=facts, asks=requests_for(saved, facts, asks))
        return view(saved, facts, caller, asking), opened

    shown, opened = await desk.store.write(work)
    if not opened.asks:
        _check_done(asked_before(asking, shown.order), shown.order)
        return shown
    settled = await asked_and_settled(desk, opened, shown.caller.actor)
    asked = {ask.attempt_id for ask in opened.asks}
    _check_done([a for a in settled.order.attempts if a.id in asked], settled.order)
    return view(settled.order, settled.facts, shown.caller, asking)


def _ask(payment: Payment, deed: Deed, once: Once | None) -> ToAsk:
    return ToAsk(payment_id=payment.id, kind=deed.kind, key=fresh_key(once), amount=deed.amount)


def _check_done(made: Sequence[PaymentAttempt], order: Order) -> None:
    """Raise what stood in the way of the attempts, if anything did."""
    for attempt in made:
        if attempt.state == "declined":
            payment = payment_in(order, attempt.payment_id)
            text = payment.decline_message or "The gateway refused."
            raise PaymentRefused(payment.decline or "processing_error", text)
    if any(attempt.state == "open" for attempt in made):
        raise PaymentInProgress
