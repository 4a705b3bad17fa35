"""Sending an order's parcels: when one may go, that it went, and how to follow it."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from ringup.domain.fulfilment.moves import moved
from ringup.domain.fulfilment.standing import stood
from ringup.domain.order import Order, Shipment
from ringup.domain.problems import Invalid, NotFound, Problem

replace = msgspec.structs.replace


class CannotReady(Invalid):
    """The shipment may not be sent yet; the problems' codes say why."""

    code = "shipment_not_ready"


class CannotShip(Invalid):
    """The shipment cannot be sent; the problems' codes say why."""

    code = "shipment_not_ready"


def shipment_in(order: Order, shipment_id: int) -> Shipment:
    """Find a shipment of the order. Raises ``NotFound`` for any other id."""
    found = next((each for each in order.shipments if each.id == shipment_id), None)
    if found is None:
        raise NotFound
    return found


def ready(order: Order, shipment_id: int) -> Order:
    """Have a shipment ready to be sent. Raises ``CannotReady`` unless it is paid and on hand."""
    order = stood(order)
    shipment = shipment_in(order, shipment_id)
    if shipment.state != "ready":
        raise CannotReady(*_hindrances(order, shipment))
    return order


def shipped(order: Order, shipment_id: int, now: datetime, tracking: str | None = None) -> Order:
    """Note that a shipment was sent, and how to follow it; one that was, keeps its day.

    Raises ``CannotShip`` for one that is not ready.
    """
    order = stood(order)
    shipment = shipment_in(order, shipment_id)
    if shipment.state == "shipped":
        return tracked(order, shipment_id, now, tracking)
    if shipment.state != "ready":
        raise CannotShip(*_hindrances(order, shipment))
    sent = replace(
        shipment,
        state=moved(shipment, "ship"),
        items=tuple(replace(item, state="shipped") for item in shipment.items),
        shipped_at=now,
        updated_at=now,
    )
    return stood(tracked(with_shipment(order, sent), shipment_id, now, tracking))


def tracked(order: Order, shipment_id: int, now: datetime, tracking: str | None) -> Order:
    """Write down how to follow a shipment; an empty text forgets it, ``None`` leaves it."""
    shipment = shipment_in(order, shipment_id)
    wanted = shipment.tracking if tracking is None else tracking.strip() or None
    if wanted == shipment.tracking:
        return order
    return with_shipment(order, replace(shipment, tracking=wanted, updated_at=now))


def with_shipment(order: Order, changed: Shipment) -> Order:
    """Put a changed shipment in its place."""
    shipments = tuple(changed if each.id == changed.id else each for each in order.shipments)
    return replace(order, shipments=shipments)


def _hindrances(order: Order, shipment: Shipment) -> Iterator[Problem]:
    """Say all that stands against sending a shipment that is not ready."""
    if not order.is_complete:
        yield _problem("order_not_complete", "is not complete")
    if shipment.state in {"shipped", "canceled"}:
        yield _problem("shipment_state", f"is {shipment.state}")
    elif order.is_complete and order.totals.outstanding > 0:
        yield _problem("order_not_paid", "is not paid")
    if any(item.state == "backordered" for item in shipment.items):
        yield _problem("shipment_backordered", "waits for goods")


def _problem(code: str, message: str) -> Problem:
    return Problem("", "shipment", code, message)
