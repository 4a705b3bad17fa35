"""Receiving what comes back: it is credited, restocked, exchanged, and refunded, once.

What is written down in one transaction is asked of the gateways in none and settled in another,
like every refund; a crash in between is finished by the sweeper.
"""

import msgspec

from ringup.domain import completion
from ringup.domain.completion import ToAsk
from ringup.domain.facts import Facts
from ringup.domain.fulfilment.returns.counting import authorization_in
from ringup.domain.fulfilment.returns.crediting import Settlement
from ringup.domain.fulfilment.returns.receiving import (
    AT_ITS_WORTH,
    Receipt,
    newly_received,
    received,
)
from ringup.domain.money import Minor
from ringup.domain.order import Order
from ringup.domain.payments.refunding import refunds
from ringup.services.access import check_admin
from ringup.services.asking import Asking, Desk, OrderView
from ringup.services.gateways import fresh_key
from ringup.services.loading import locked, view
from ringup.services.once import Once
from ringup.services.payment_deeds import asked_and_settled
from ringup.services.placed_orders import kept_placed
from ringup.services.placing import Placing, requests_for
from ringup.services.ports.store import Transaction, Wanted

replace = msgspec.structs.replace


class Arrived(msgspec.Struct, frozen=True, kw_only=True):
    """What of a return has come: everything unless ``receipts`` say what.

    ``refund``: what the buyer is owed for it is given back at once.
    """

    return_id: int
    receipts: tuple[Receipt, ...] = ()
    settlement: Settlement = AT_ITS_WORTH
    refund: bool = True


async def receive_return(desk: Desk, asking: Asking, number: str, arrived: Arrived) -> OrderView:
    """Note what has come, restock it, credit it, and give the money back.

    Only for admins. What came before is neither credited nor restocked again. Raises ``NotFound``,
    ``Invalid``, ``PaymentInProgress``. A refund that a gateway refuses leaves the order at
    ``credit_owed``.
    """

    async def work(transaction: Transaction) -> tuple[OrderView, Placing]:
        before, facts, caller = await locked(transaction, asking, number)
        check_admin(caller)
        facts = await _with_exchanged(transaction, before, facts, arrived.return_id)
        settling = arrived.settlement
        after = received(before, facts, arrived.return_id, arrived.receipts, settling)
        if not newly_received(before, after):
            return view(before, facts, caller, asking), Placing(order=before, facts=facts)
        asks = _refunds(before, after, facts, asking.once) if arrived.refund else ()
        for ask in asks:
            after = completion.attempted(after, ask, facts.now)
        saved = await kept_placed(
            transaction, desk, before, after, facts, actor=caller.actor, reason="returned"
        )
        opened = Placing(order=saved, facts=facts, asks=requests_for(saved, facts, asks))
        return view(saved, facts, caller, asking), opened

    shown, opened = await desk.store.write(work)
    if not opened.asks:
        return shown
    settled = await asked_and_settled(desk, opened, shown.caller.actor)
    return view(settled.order, settled.facts, shown.caller, asking)


def _refunds(before: Order, after: Order, facts: Facts, once: Once | None) -> tuple[ToAsk, ...]:
    credit = _credited(after) - _credited(before)
    return tuple(
        ToAsk(payment_id=payment.id, kind=deed.kind, key=fresh_key(once), amount=deed.amount)
        for payment, deed in refunds(after, facts, credit)
    )


def _credited(order: Order) -> Minor:
    return sum(each.credited for each in order.returns)


async def _with_exchanged(
    transaction: Transaction, order: Order, facts: Facts, return_id: int
) -> Facts:
    """Add to the facts what the buyer is to get instead of what comes back, if anything."""
    ids = {item.exchange_variant_id for item in authorization_in(order, return_id).awaited}
    missing = frozenset(id_ for id_ in ids if id_ is not None and id_ not in facts.variants)
    if not missing:
        return facts
    found = await transaction.facts(Wanted(variant_ids=missing))
    return replace(facts, variants={**facts.variants, **found.variants})
