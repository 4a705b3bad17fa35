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


class Consignment(msgspec.Struct, frozen=True):
    """A parcel, and what it may be sent by: the cheapest first, nothing where nobody takes it."""

    parcel: Parcel
    offers: tuple[Offer, ...]


def consignments(order: Order, facts: Facts) -> tuple[Consignment, ...]:
    """Say what is sent to the order's ship address, and how; nothing while that is not known."""
    if order.ship_address is None:
        return ()
    of = (order.line_items, order.ship_address, order.currency)
    return facts.remembered("consignments", of, lambda: _consignments(order, facts))


def _consignments(order: Order, facts: Facts) -> tuple[Consignment, ...]:
    methods = methods_to(order.ship_address, facts.shop) if order.ship_address else ()
    return tuple(
        Consignment(parcel, offered(parcel, methods, order.currency))
        for parcel in parcels(order, facts, methods)
    )


def packed(order: Order, facts: Facts) -> Order:
    """Rebuild the shipments for the order's lines and ship address.

    There are none when nothing travels, nobody said where to, or some parcel cannot be sent there.
    """
    sent = consignments(order, facts)
    if not all(consignment.offers for consignment in sent):
        return replace(order, shipments=())
    ids = ChildIds(order)
    earlier = _matched([consignment.parcel for consignment in sent], order.shipments)
    shipments = tuple(
        shipment_for(consignment, old, ids, facts.now)
        for consignment, old in zip(sent, earlier, strict=True)
    )
    return replace(order, shipments=shipments, last_child=ids.last)


def are_stale(before: Order, after: Order) -> bool:
    """Tell whether the shipments made for one order no longer fit another, later one.

    Other goods, another number of them or other prices; another place or person to go to.
    """
    return (
        before.currency != after.currency
        or before.ship_address != after.ship_address
        or _goods(before) != _goods(after)
    )


def cannot_be_sent(order: Order, facts: Facts) -> bool:
    """Tell whether some location has lost, since the shipments were made, what it was to send."""
    of = (order.shipments,)
    return facts.remembered("cannot_be_sent", of, lambda: _something_is_lost(order, facts))


def _something_is_lost(order: Order, facts: Facts) -> bool:
    wanted: dict[tuple[int, int], int] = {}
    for shipment in order.shipments:
        for item in shipment.items:
            if item.state == "on_hand":
                place = item.variant_id, shipment.stock_location_id
                wanted[place] = wanted.get(place, 0) + item.quantity
    return any(_lacks(facts, v, place, quantity) for (v, place), quantity in wanted.items())


def were_repacked(before: Order, after: Order) -> bool:
    """Tell whether what there was to choose methods for is other parcels now."""
    return bool(before.shipments) and _parcels(before) != _parcels(after)


def _parcels(order: Order) -> list[tuple[int, int]]:
    return [(shipment.id, shipment.stock_location_id) for shipment in order.shipments]


def _lacks(facts: Facts, variant_id: int, place_id: int, quantity: int) -> bool:
    variant = facts.variants.get(variant_id)
    if variant is None or not variant.has_stock_counted:
        return False
    levels = [level for level in variant.stock if level.stock_location_id == place_id]
    return sum(map(variant.available_at, levels)) < quantity


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


def shipment_for(
    consignment: Consignment, old: Shipment | None, ids: ChildIds, now: datetime
) -> Shipment:
    """Make the shipment of a parcel that some method takes, out of what it was so far, if any."""
    parcel = consignment.parcel
    before = old or Shipment(
        id=next(ids),
        stock_location_id=parcel.stock_location_id,
        created_at=now,
        updated_at=now,
    )
    rates = _rates(consignment.offers, before, ids)
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
