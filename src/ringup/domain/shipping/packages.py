"""The shipments of an order: made of what each location sends, and kept in step with the order.

A shipment whose location still sends something keeps its id, its items' and its rates', so that a
client may hold on to them, and the method that was chosen for it as long as that is offered.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from ringup.domain.facts import Facts
from ringup.domain.order import (
    ChildIds,
    ItemState,
    Order,
    Shipment,
    ShipmentItem,
    ShippingRate,
)
from ringup.domain.shipping.parcel import Content, Parcel
from ringup.domain.shipping.rates import Offer, methods_to, offered
from ringup.domain.shipping.sources import parcels

replace = msgspec.structs.replace


def packed(order: Order, facts: Facts) -> Order:
    """Rebuild the shipments for the order's lines and ship address.

    There are none when nothing travels, nobody said where to, or some parcel cannot be sent there.
    """
    inside = parcels(order, facts)
    offers = tuple(offers_for(parcel, order, facts) for parcel in inside)
    if not all(offers):
        return replace(order, shipments=())
    ids = ChildIds(order)
    earlier = _matched(inside, order.shipments)
    shipments = tuple(
        _shipment(parcel, offer, old, ids, facts.now)
        for parcel, offer, old in zip(inside, offers, earlier, strict=True)
    )
    return replace(order, shipments=shipments, last_child=ids.last)


def offers_for(parcel: Parcel, order: Order, facts: Facts) -> tuple[Offer, ...]:
    """Price a parcel to where the order goes, by each method that takes it there."""
    if order.ship_address is None:
        return ()
    return offered(parcel, methods_to(order.ship_address, facts.shop), order.currency)


def are_stale(before: Order, after: Order) -> bool:
    """Tell whether the shipments made for one order no longer fit another, later one.

    Other goods, another number of them or other prices; another place or person to go to.
    """
    return (
        before.currency != after.currency
        or before.ship_address != after.ship_address
        or _goods(before) != _goods(after)
    )


def _goods(order: Order) -> list[tuple[int, int, int, int]]:
    return [(line.id, line.variant_id, line.quantity, line.price) for line in order.line_items]


def _matched(
    inside: Sequence[Parcel], shipments: Sequence[Shipment]
) -> tuple[Shipment | None, ...]:
    """Find for each parcel the shipment it was so far, if any.

    One location has several only where categories travel apart; then the one that shares a
    variant is meant rather than the first.
    """
    left = list(shipments)
    found: list[Shipment | None] = []
    for parcel in inside:
        here = [s for s in left if s.stock_location_id == parcel.stock_location_id]
        match = max(here, key=lambda shipment: _shares_a_variant(shipment, parcel), default=None)
        if match is not None:
            left.remove(match)
        found.append(match)
    return tuple(found)


def _shares_a_variant(shipment: Shipment, parcel: Parcel) -> bool:
    variants = {content.variant.id for content in parcel.contents}
    return any(item.variant_id in variants for item in shipment.items)


def _shipment(
    parcel: Parcel,
    offers: Sequence[Offer],
    old: Shipment | None,
    ids: ChildIds,
    now: datetime,
) -> Shipment:
    before = old or Shipment(
        id=next(ids),
        stock_location_id=parcel.stock_location_id,
        created_at=now,
        updated_at=now,
    )
    rates = _rates(offers, before, ids)
    cost = next(rate.cost for rate in rates if rate.selected)
    after = replace(before, rates=rates, cost=cost, items=_items(parcel, before, ids))
    return before if after == before else replace(after, updated_at=now)


def _rates(offers: Sequence[Offer], before: Shipment, ids: ChildIds) -> tuple[ShippingRate, ...]:
    known = {rate.shipping_method_id: rate.id for rate in before.rates}
    chosen = _still_chosen(offers, before)
    return tuple(
        ShippingRate(
            id=known[offer.method.id] if offer.method.id in known else next(ids),
            shipping_method_id=offer.method.id,
            name=offer.method.name,
            cost=offer.cost,
            selected=offer.method.id == chosen,
        )
        for offer in offers
    )


def _still_chosen(offers: Sequence[Offer], before: Shipment) -> int:
    """Keep the chosen method while it is offered, or else take the cheapest."""
    selected = before.selected_rate
    if selected and any(selected.shipping_method_id == offer.method.id for offer in offers):
        return selected.shipping_method_id
    return offers[0].method.id


def _items(parcel: Parcel, before: Shipment, ids: ChildIds) -> tuple[ShipmentItem, ...]:
    known = {(item.line_item_id, item.state): item.id for item in before.items}
    return tuple(_item(content, known, ids) for content in parcel.contents)


def _item(
    content: Content, known: Mapping[tuple[int, ItemState], int], ids: ChildIds
) -> ShipmentItem:
    state: ItemState = "backordered" if content.backordered else "on_hand"
    key = (content.line.id, state)
    return ShipmentItem(
        id=known[key] if key in known else next(ids),
        line_item_id=content.line.id,
        variant_id=content.variant.id,
        quantity=content.quantity,
        state=state,
    )
