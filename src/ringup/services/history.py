"""What happened to an order, told by comparing it before and after.

Every verb saves through ``kept`` (see ``keeping``), so no state change can go unrecorded. The
types are those of the contract's section 5.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ringup.domain.order import Order, Payment, Shipment
from ringup.services.ports import Event

_PAYMENT_EVENTS = {
    "pending": "payment.authorized",
    "completed": "payment.captured",
    "failed": "payment.failed",
    "void": "payment.voided",
}
_SHIPMENT_EVENTS = {"ready": "shipment.ready", "shipped": "shipment.shipped"}


def told(before: Order | None, after: Order, actor: str) -> tuple[Event, ...]:
    """List the events that lead from one order to the other, in the order they are told."""
    facts = (
        *_order_facts(before, after),
        *_payment_facts(before, after),
        *_shipment_facts(before, after),
    )
    return tuple(Event(type=kind, actor=actor, data=data) for kind, data in facts)


_Fact = tuple[str, Mapping[str, Any]]


def _order_facts(before: Order | None, after: Order) -> Iterator[_Fact]:
    if before is None:
        yield "order.created", {"state": after.state, "currency": after.currency}
        return
    if before.state != after.state:
        yield _state_event(after), {"from": before.state, "to": after.state}
    if not before.is_complete and after.is_complete:
        yield "order.completed", {"total": after.totals.total, "currency": after.currency}
    if before.canceled_at is None and after.canceled_at is not None:
        yield "order.canceled", {"total": after.totals.total, "currency": after.currency}
    if before.approved_at is None and after.approved_at is not None:
        yield "order.approved", {}
    if before.totals != after.totals and not after.is_complete:
        yield "order.repriced", {"from": before.totals.total, "to": after.totals.total}


def _state_event(after: Order) -> str:
    return "order.advanced" if after.canceled_at is None else "order.moved"


def _payment_facts(before: Order | None, after: Order) -> Iterator[_Fact]:
    known = {payment.id: payment for payment in before.payments} if before else {}
    for payment in after.payments:
        was = known.get(payment.id)
        kind = _PAYMENT_EVENTS.get(payment.state)
        if kind and (was is None or was.state != payment.state):
            yield kind, _of_payment(payment)
        if was is not None and payment.refunded > was.refunded:
            yield "payment.refunded", _of_payment(payment)


def _of_payment(payment: Payment) -> Mapping[str, Any]:
    return {
        "payment": payment.number,
        "amount": payment.amount,
        "captured": payment.captured,
        "refunded": payment.refunded,
        "decline": payment.decline,
    }


def _shipment_facts(before: Order | None, after: Order) -> Iterator[_Fact]:
    known = {shipment.id: shipment for shipment in before.shipments} if before else {}
    for shipment in after.shipments:
        was = known.get(shipment.id)
        kind = _SHIPMENT_EVENTS.get(shipment.state)
        if kind and (was is None or was.state != shipment.state):
            yield kind, _of_shipment(shipment)


def _of_shipment(shipment: Shipment) -> Mapping[str, Any]:
    return {"shipment": shipment.number, "tracking": shipment.tracking}
