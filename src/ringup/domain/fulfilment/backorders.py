"""Goods that were sold before the shop had them: how many an order waits for, and their coming."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from ringup.domain.fulfilment.contents import count_of, put_in, taken_out
from ringup.domain.fulfilment.standing import stood
from ringup.domain.order import ChildIds, ItemState, Order, Shipment, ShipmentItem

replace = msgspec.structs.replace


def waiting(order: Order, variant_id: int, location_id: int) -> int:
    """Tell how many of a variant a placed order that still stands waits for at a location."""
    if not order.is_complete or order.canceled_at is not None:
        return 0
    return sum(
        item.quantity
        for shipment in order.shipments
        if shipment.stock_location_id == location_id
        for item in shipment.items
        if item.variant_id == variant_id and item.state == "backordered"
    )


def arrived(order: Order, variant_id: int, location_id: int, quantity: int, now: datetime) -> Order:
    """Let the order have so many of what it waits for; a parcel that is whole then may go."""
    turn = _Turn(variant_id, location_id, "backordered", "on_hand", now)
    return _restated(order, order.shipments, turn, quantity)


def lacking(order: Order, variant_id: int, location_id: int, quantity: int, now: datetime) -> Order:
    """Let so many of what the order was to have wait: others were faster. The last parcel first."""
    turn = _Turn(variant_id, location_id, "on_hand", "backordered", now)
    return _restated(order, tuple(reversed(order.shipments)), turn, quantity)


class _Turn(msgspec.Struct, frozen=True):
    """Things of a variant at a location turn from one state to another."""

    variant_id: int
    location_id: int
    was: ItemState
    becomes: ItemState
    now: datetime


def _restated(order: Order, in_turn: Sequence[Shipment], turn: _Turn, quantity: int) -> Order:
    ids = ChildIds(order)
    changed: dict[int, Shipment] = {}
    for shipment in in_turn:
        count = min(quantity, count_of(_meant(shipment, turn)))
        quantity -= count
        changed[shipment.id] = _with(shipment, turn, count, ids) if count else shipment
    shipments = tuple(changed[shipment.id] for shipment in order.shipments)
    return stood(replace(order, shipments=shipments, last_child=ids.last))


def _with(shipment: Shipment, turn: _Turn, count: int, ids: ChildIds) -> Shipment:
    """Change the state of so many; an item of which only a part changes becomes two."""
    meant = _meant(shipment, turn)
    others = (item for item in shipment.items if item not in meant)
    left, out = taken_out(meant, turn.variant_id, count)
    changed = (replace(each, state=turn.becomes) for each in out)
    items = put_in((*others, *left), changed, ids)
    in_order = tuple(sorted(items, key=lambda item: item.id))
    return replace(shipment, items=in_order, updated_at=turn.now)


def _meant(shipment: Shipment, turn: _Turn) -> tuple[ShipmentItem, ...]:
    if shipment.stock_location_id != turn.location_id:
        return ()
    return tuple(
        item
        for item in shipment.items
        if item.variant_id == turn.variant_id and item.state == turn.was
    )
