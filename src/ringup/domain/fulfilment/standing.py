"""How an order stands, derived from its payments and shipments in this one place.

The words are those of the contract: ``payment_state`` and ``shipment_state`` are ``None`` until
the order is complete.
"""

import msgspec

from ringup.domain.fulfilment.moves import can_move, moved
from ringup.domain.order import Order, Shipment


def stood(order: Order) -> Order:
    """Write down how the order stands by its payments and shipments."""
    if not order.is_complete:
        return msgspec.structs.replace(order, payment_state=None, shipment_state=None)
    shipments = tuple(_standing(shipment, order) for shipment in order.shipments)
    order = msgspec.structs.replace(order, shipments=shipments)
    return msgspec.structs.replace(
        order, payment_state=payment_state(order), shipment_state=shipment_state(order)
    )


def payment_state(order: Order) -> str:
    """Tell whether a placed order is paid.

    ``void`` when it is canceled and nothing of it was kept, ``failed`` when something is owed and
    every payment failed, else by the balance.
    """
    outstanding = order.totals.outstanding
    if order.state == "canceled" and order.totals.payment_total == 0:
        return "void"
    if order.state == "canceled":
        return "credit_owed"
    if outstanding > 0:
        return "failed" if _payments_failed(order) else "balance_due"
    return "credit_owed" if outstanding < 0 else "paid"


def shipment_state(order: Order) -> str | None:
    """Sum the shipments up: all in one state, ``partial`` when only some are shipped."""
    states = {shipment.state for shipment in order.shipments}
    if order.state == "canceled" and states:
        return "canceled"
    if not states:
        return None
    if any(item.state == "backordered" for s in order.shipments for item in s.items):
        return "backorder"
    if len(states) == 1:
        return states.pop()
    return "partial" if "shipped" in states else "pending"


def _payments_failed(order: Order) -> bool:
    states = {payment.state for payment in order.payments} - {"invalid", "void"}
    return states == {"failed"}


def _standing(shipment: Shipment, order: Order) -> Shipment:
    """A parcel may go once the order is paid for and all of it is on hand."""
    waits = order.totals.outstanding > 0 or any(i.state == "backordered" for i in shipment.items)
    event = "cancel" if order.state == "canceled" else "wait" if waits else "ready"
    if not can_move(shipment, event):
        return shipment
    return msgspec.structs.replace(shipment, state=moved(shipment, event))
