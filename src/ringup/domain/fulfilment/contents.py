"""What a shipment holds: goods taken out of it, and goods put in."""

from collections.abc import Iterable, Sequence

import msgspec

from ringup.domain.order import ChildIds, ItemState, ShipmentItem

replace = msgspec.structs.replace


class Goods(msgspec.Struct, frozen=True):
    """So many of a line, in one state, wherever they are just now."""

    line_item_id: int
    variant_id: int
    quantity: int
    state: ItemState


def put_in(
    items: Sequence[ShipmentItem], goods: Iterable[Goods], ids: ChildIds
) -> tuple[ShipmentItem, ...]:
    """Add goods to items: to the one of their line and state, or else as a new one."""
    inside = list(items)
    for each in goods:
        place = _place_of(each, inside)
        if place is None:
            inside.append(_item(each, next(ids)))
        else:
            known = inside[place]
            inside[place] = replace(known, quantity=known.quantity + each.quantity)
    return tuple(inside)


def taken_out(
    items: Sequence[ShipmentItem], variant_id: int, quantity: int
) -> tuple[tuple[ShipmentItem, ...], tuple[Goods, ...]]:
    """Tell what stays and what leaves, at most so many; what is not on hand leaves first."""
    left = {item.id: item for item in items}
    goods: list[Goods] = []
    for item in sorted(items, key=lambda item: item.state != "backordered"):
        count = min(quantity, item.quantity) if item.variant_id == variant_id else 0
        if count:
            quantity -= count
            left[item.id] = replace(item, quantity=item.quantity - count)
            goods.append(Goods(item.line_item_id, variant_id, count, item.state))
    return tuple(item for item in left.values() if item.quantity), tuple(goods)


def count_of(items: Iterable[ShipmentItem | Goods]) -> int:
    """Count the things themselves."""
    return sum(item.quantity for item in items)


def _place_of(goods: Goods, items: Sequence[ShipmentItem]) -> int | None:
    wanted = goods.line_item_id, goods.state
    places = (n for n, item in enumerate(items) if (item.line_item_id, item.state) == wanted)
    return next(places, None)


def _item(goods: Goods, item_id: int) -> ShipmentItem:
    return ShipmentItem(
        id=item_id,
        line_item_id=goods.line_item_id,
        variant_id=goods.variant_id,
        quantity=goods.quantity,
        state=goods.state,
    )
