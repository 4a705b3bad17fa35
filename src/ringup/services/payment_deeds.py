"""Authorize, capture, purchase, void and credit a payment of an order.

Each is written down as an open attempt in one transaction, asked of the gateway in none, and
settled in another, like placing an order; a crash in between is finished by the sweeper.
"""

from collections.abc import Callable, Mapping
from typing import Literal, TypeAlias

from ringup.domain import completion
from ringup.domain.completion import ToAsk
from ringup.domain.order import Order, Payment
from ringup.domain.payments import deeds
from ringup.domain.payments.deeds import Deed
from ringup.domain.problems import NotFound, PaymentInProgress, PaymentRefused
from ringup.services.access import check_admin
from ringup.services.asking import Asking, Desk, OrderView
from ringup.services.gateways import answers_to, fresh_key
from ringup.services.keeping import kept
from ringup.services.loading import locked, view
from ringup.services.placing import Placing, requests_for, settle
from ringup.services.ports import Transaction

DeedName: TypeAlias = Literal["authorize", "capture", "purchase", "void", "credit"]

DEEDS: Mapping[DeedName, Callable[[Order, Payment, str | None], Deed | None]] = {
    "authorize": deeds.authorize,
    "capture": deeds.capture,
    "purchase": deeds.purchase,
    "void": deeds.void,
    "credit": deeds.credit,
}


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

    async def work(transaction: Transaction) -> tuple[OrderView, Placing]:
        before, facts, caller = await locked(transaction, asking, number)
        check_admin(caller)
        if before.placing:
            raise PaymentInProgress
        payment = payment_in(before, payment_id)
        wanted = DEEDS[deed](before, payment, amount)
        if wanted is None:
            return view(before, facts, caller, asking), Placing(order=before, facts=facts)
        ask = ToAsk(payment_id=payment.id, kind=wanted.kind, key=fresh_key(), amount=wanted.amount)
        after = completion.attempted(before, ask, facts.now)
        saved = await kept(transaction, before, after, caller.actor)
        opened = Placing(order=saved, facts=facts, asks=requests_for(saved, facts, (ask,)))
        return view(saved, facts, caller, asking), opened

    shown, opened = await desk.store.write(work)
    if not opened.asks:
        return shown
    settled = await asked_and_settled(desk, opened, shown.caller.actor)
    check_done(settled.order, payment_id)
    return view(settled.order, settled.facts, shown.caller, asking)


async def asked_and_settled(desk: Desk, opened: Placing, actor: str) -> Placing:
    """Ask the gateways what was opened, and write down what they answer."""
    return await settle(desk, opened.order.id, await answers_to(desk, opened.asks), actor)


def check_done(order: Order, payment_id: int) -> None:
    """Raise what stood in the way of the payment's latest attempt, if anything did."""
    latest = [a for a in order.attempts if a.payment_id == payment_id][-1]
    if latest.state == "open":
        raise PaymentInProgress
    if latest.state == "declined":
        payment = payment_in(order, payment_id)
        text = payment.decline_message or "The gateway refused."
        raise PaymentRefused(payment.decline or "processing_error", text)


def payment_in(order: Order, payment_id: int) -> Payment:
    """Find a payment of the order. Raises ``NotFound`` for any other id."""
    found = next((payment for payment in order.payments if payment.id == payment_id), None)
    if found is None:
        raise NotFound
    return found
