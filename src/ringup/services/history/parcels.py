"""What travels: parcels packed and unpacked, what they cost, and where they are."""

from collections.abc import Iterator, Mapping
from typing import Any

from ringup.domain.order import Order, Shipment
from ringup.services.history.differing import Fact, differing

_STATES: Mapping[str, str] = {
    "pending": "shipment.pending",
    "ready": "shipment.ready",
    "shipped": "shipment.shipped",
    "backorder": "shipment.backordered",
    "canceled": "shipment.canceled",
}


def contents(before: Order, after: Order) -> Iterator[Fact]:
    """Tell which parcels came, went, or changed in what they carry and cost."""
    if before.shipments == after.shipments:
        return
    old = {shipment.id: shipment for shipment in before.shipments}
    kept = {shipment.id for shipment in after.shipments}
    for id_, shipment in old.items():
        if id_ not in kept:
            yield "shipment.unpacked", {"shipment": shipment.number}
    for shipment in after.shipments:
        was = old.get(shipment.id)
        if was is None:
            yield "shipment.packed", {"shipment": shipment.number, **_parcel(shipment)}
        else:
            yield from _changes(was, shipment)


def states(before: Order, after: Order) -> Iterator[Fact]:
    """Tell which parcels may go, went, or will not."""
    if before.shipments == after.shipments:
        return
    known = {shipment.id: shipment.state for shipment in before.shipments}
    for shipment in after.shipments:
        # A parcel that was just packed is pending, which need not be said.
        if known.get(shipment.id, "pending") != shipment.state:
            data = {"shipment": shipment.number, "tracking": shipment.tracking}
            yield _STATES[shipment.state], data


def _changes(was: Shipment, shipment: Shipment) -> Iterator[Fact]:
    if changed := differing(_parcel(was), _parcel(shipment)):
        yield "shipment.changed", {"shipment": shipment.number, **changed}
    elif came := _awaited(was) - _awaited(shipment):
        kind = "shipment.filled" if came > 0 else "shipment.lacking"
        yield kind, {"shipment": shipment.number, "quantity": abs(came)}


def _awaited(shipment: Shipment) -> int:
    return sum(item.quantity for item in shipment.items if item.state == "backordered")


def _parcel(shipment: Shipment) -> Mapping[str, Any]:
    rate = shipment.selected_rate
    return {
        "stock_location_id": shipment.stock_location_id,
        "quantity": sum(item.quantity for item in shipment.items),
        "shipping_method_id": rate.shipping_method_id if rate else None,
        "cost": shipment.cost,
        "tracking": shipment.tracking,
    }
