"""Cancel a placed order: restock what it took, void or refund what it paid."""

from ringup.domain import completion
from ringup.domain.completion import ToAsk
from ringup.domain.fulfilment.ending import canceled
from ringup.domain.order import Order
from ringup.domain.payments import deeds
from ringup.domain.problems import BeingPlaced, PaymentInProgress
from ringup.services.asking import Asking, Desk, OrderView
from ringup.services.gateways import asked_before, fresh_key
from ringup.services.holding import demands_of
from ringup.services.keeping import kept
from ringup.services.loading import locked, view
from ringup.services.once import Once
from ringup.services.payment_deeds import asked_and_settled
from ringup.services.placing import Placing, requests_for
from ringup.services.ports.stock import Cause
from ringup.services.ports.store import Transaction


async def cancel_order(desk: Desk, asking: Asking, number: str) -> OrderView:
    """Cancel an order that was placed and not shipped; canceled before, it is shown as it is.

    For its owner, whoever holds its token, and admins. Raises ``Invalid`` when it cannot be
    canceled, ``PaymentInProgress`` while a gateway is being asked. A refund that a gateway refuses
    leaves the order canceled with its ``payment_state`` at ``credit_owed``.
    """

    async def work(transaction: Transaction) -> tuple[OrderView, Placing]:
        before, facts, caller = await locked(transaction, asking, number)
        if before.placing:
            raise BeingPlaced
        if before.canceled_at is not None or asked_before(asking, before):
            return view(before, facts, caller, asking), Placing(order=before, facts=facts)
        _check_nothing_is_coming_in(before)
        after = canceled(before, facts.now)
        asks = _to_give_back(before, asking.once)
        for ask in asks:
            after = completion.attempted(after, ask, facts.now)
        saved = await kept(transaction, before, after, caller.actor)
        await transaction.release_promotions(saved)
        await transaction.return_stock(
            saved, demands_of(before, facts), Cause("canceled", caller.actor)
        )
        opened = Placing(order=saved, facts=facts, asks=requests_for(saved, facts, asks))
        return view(saved, facts, caller, asking), opened

    shown, opened = await desk.store.write(work)
    if not opened.asks:
        return shown
    settled = await asked_and_settled(desk, opened, shown.caller.actor)
    return view(settled.order, settled.facts, shown.caller, asking)


def _check_nothing_is_coming_in(order: Order) -> None:
    """Money that a gateway is just being asked for could not be given back yet."""
    if any(payment.state == "processing" for payment in order.payments):
        raise PaymentInProgress


def _to_give_back(order: Order, once: Once | None) -> tuple[ToAsk, ...]:
    """Void what is reserved or taken, payment by payment."""
    held = [p for p in order.payments if p.state in {"pending", "completed"}]
    wanted = [(payment, deeds.void(order, payment)) for payment in held]
    return tuple(
        ToAsk(payment_id=payment.id, kind=deed.kind, key=fresh_key(once), amount=deed.amount)
        for payment, deed in wanted
        if deed is not None
    )
