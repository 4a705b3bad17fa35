"""Goods that were sold before the shop had them: how many an order waits for, and their coming."""

from datetime import datetime

import msgspec

from ringup.domain.fulfilment.contents import count_of, put_in, taken_out
from ringup.domain.fulfilment.standing import stood
from ringup.domain.order import ChildIds, Order, Shipment, ShipmentItem

replace = msgspec.structs.replace


def waiting(order: Order, variant_id: int, location_id: int) -> int:
    """Tell how many of a variant a placed order that still stands waits for at a location."""
    if not order.is_complete or order.canceled_at is not None:
        return 0
    here = (s for s in order.shipments if s.stock_location_id == location_id)
    return sum(count_of(_waiting(shipment, variant_id)) for shipment in here)


def arrived(order: Order, variant_id: int, location_id: int, quantity: int, now: datetime) -> Order:
    """Let the order have so many of what it waits for; a parcel that is whole then may go."""
    ids = ChildIds(order)
    shipments: list[Shipment] = []
    for shipment in order.shipments:
        here = shipment.stock_location_id == location_id
        lacking = count_of(_waiting(shipment, variant_id)) if here else 0
        came = min(quantity, lacking)
        quantity -= came
        shipments.append(_filled(shipment, variant_id, came, ids, now) if came else shipment)
    return stood(replace(order, shipments=tuple(shipments), last_child=ids.last))


def _filled(
    shipment: Shipment, variant_id: int, came: int, ids: ChildIds, now: datetime
) -> Shipment:
    """Turn what came from backordered to on hand; an item that only a part came for is two."""
    left, goods = taken_out(shipment.items, variant_id, came)
    on_hand = (replace(each, state="on_hand") for each in goods)
    return replace(shipment, items=put_in(left, on_hand, ids), updated_at=now)


def _waiting(shipment: Shipment, variant_id: int) -> tuple[ShipmentItem, ...]:
    return tuple(
        item
        for item in shipment.items
        if item.variant_id == variant_id and item.state == "backordered"
    )
