"""The unsent parcels of a placed order, kept in step with its lines.

What is too much leaves them, what is not on hand yet first; what is missing comes from a place that
sends a parcel anyway, if it has it. What was sent stays sent. A parcel that cost what its method
asks goes on to do so; a price that was agreed otherwise stays.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias

import msgspec

from ringup.domain.cart.edit import short_of
from ringup.domain.facts import Facts, Shop
from ringup.domain.fulfilment.contents import Goods, put_in
from ringup.domain.fulfilment.sending import shipment_in, with_shipment
from ringup.domain.methods import ShippingMethod
from ringup.domain.order import ChildIds, ItemState, Order, Shipment
from ringup.domain.problems import Invalid, Problem
from ringup.domain.shipping.packages import Consignment, shipment_for
from ringup.domain.shipping.parcel import Content, Parcel
from ringup.domain.shipping.rates import cost_of, methods_to, offered, takes
from ringup.domain.shipping.sources import parcels
from ringup.domain.variants import Variant

replace = msgspec.structs.replace

Places: TypeAlias = Mapping[tuple[int, int], int]
"""How many, by variant and stock location."""

OPEN = frozenset({"pending", "ready"})


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """Where goods are put or taken out first: a shipment of the order, or a new one from a place.

    With neither they go where they are to be had, and leave the last unsent shipment first.
    """

    shipment_id: int | None = None
    location_id: int | None = None


ANYWHERE = Target()


def refitted(before: Order, after: Order, facts: Facts, target: Target = ANYWHERE) -> Order:
    """Take out of the parcels what the lines hold no longer, and put in what they hold more.

    Raises ``Invalid`` for what was sent already, and for what is not to be had.
    """
    if target.shipment_id is not None:
        _check_open(shipment_in(before, target.shipment_id))
    surplus, missing = _differences(after)
    if not surplus and not missing:
        return after
    lighter = _without(after, surplus, target.shipment_id, facts.now)
    freed = Counter(_on_hand(before)) - Counter(_on_hand(lighter))
    full = _with(lighter, missing, with_own_stock(facts, freed), target)
    return _recosted(before, full, facts)


def with_its_own_stock(order: Order, facts: Facts) -> Facts:
    """Give the facts as if all that the order took lay where it was taken, for this order alone."""
    return with_own_stock(facts, _on_hand(order))


def with_own_stock(facts: Facts, own: Places) -> Facts:
    """Give the facts as if an order held so much where it lies, beside what there is."""
    variants = {
        id_: replace(variant, held_by_order=_of(variant, own))
        for id_, variant in facts.variants.items()
    }
    return replace(facts, variants=variants)


def _of(variant: Variant, own: Places) -> Mapping[int, int]:
    return {place: quantity for (id_, place), quantity in own.items() if id_ == variant.id}


def _on_hand(order: Order) -> Counter[tuple[int, int]]:
    taken: Counter[tuple[int, int]] = Counter()
    for shipment in order.shipments:
        for item in shipment.items:
            if item.state in {"on_hand", "shipped"}:
                taken[item.variant_id, shipment.stock_location_id] += item.quantity
    return taken


def _differences(order: Order) -> tuple[Counter[int], Counter[int]]:
    """Tell, line by line, how many too many the parcels hold, and how many too few."""
    packed: Counter[int] = Counter()
    for shipment in order.shipments:
        for item in shipment.items:
            packed[item.line_item_id] += item.quantity
    wanted = Counter({line.id: line.quantity for line in order.line_items})
    return packed - wanted, wanted - packed


def _without(order: Order, surplus: Counter[int], shipment_id: int | None, now: datetime) -> Order:
    """Lighten the parcels, the named one first, then the last; one with nothing in it is gone."""
    left = Counter(surplus)
    lighter = {shipment.id: shipment for shipment in order.shipments}
    for id_ in sorted(lighter, key=lambda id_: (id_ != shipment_id, -id_)):
        if lighter[id_].state in OPEN:
            lighter[id_] = _lightened(lighter[id_], left, now)
    if +left:
        message = "was sent already, and can only come back by a return"
        raise _invalid("quantity", "line_item_sent", message)
    return replace(order, shipments=tuple(each for each in lighter.values() if each.items))


def _lightened(shipment: Shipment, surplus: Counter[int], now: datetime) -> Shipment:
    left = {item.id: item.quantity for item in shipment.items}
    for item in sorted(shipment.items, key=lambda item: item.state != "backordered"):
        gone = min(item.quantity, surplus[item.line_item_id])
        left[item.id] -= gone
        surplus[item.line_item_id] -= gone
    items = tuple(replace(item, quantity=left[item.id]) for item in shipment.items if left[item.id])
    return shipment if items == shipment.items else replace(shipment, items=items, updated_at=now)


def _with(order: Order, missing: Counter[int], facts: Facts, target: Target) -> Order:
    """Have what is missing sent: in a parcel that goes there anyway, or in one of its own."""
    lines = (line for line in order.line_items if missing[line.id])
    wanted = tuple(replace(line, quantity=missing[line.id]) for line in lines)
    if not wanted:
        return order
    asked = replace(facts, shop=_asking_first(order, facts, target))
    methods = methods_to(order.ship_address, facts.shop) if order.ship_address else ()
    for parcel in parcels(replace(order, line_items=wanted), asked, methods):
        _check_supplied(parcel)
        goes_along = _parcel_for(parcel, order, facts, target)
        if goes_along is None:
            offers = offered(parcel, methods, order.currency)
            order = _with_new(order, Consignment(parcel, offers), facts)
        else:
            order = _with_more(order, goes_along, parcel, facts)
    return order


def _asking_first(order: Order, facts: Facts, target: Target) -> Shop:
    """Give the shop as if its default places were those that send a parcel of the order anyway.

    If one shipment or place is named, there is no place but that.
    """
    sending = {each.stock_location_id for each in order.shipments if each.state in OPEN}
    named = {each.stock_location_id for each in order.shipments if each.id == target.shipment_id}
    if target.location_id is not None:
        named = {target.location_id}
    places = {
        id_: replace(place, default=id_ in sending or (place.default and not sending))
        for id_, place in facts.shop.stock_locations.items()
        if not named or id_ in named
    }
    return replace(facts.shop, stock_locations=places)


def _check_supplied(parcel: Parcel) -> None:
    for content in parcel.contents:
        levels = (
            level
            for level in content.variant.stock
            if level.stock_location_id == parcel.stock_location_id
        )
        if content.backordered and not any(level.backorderable for level in levels):
            raise _invalid("quantity", "insufficient_stock", short_of(content.variant))


def _parcel_for(parcel: Parcel, order: Order, facts: Facts, target: Target) -> Shipment | None:
    """Find an unsent shipment that the goods can go along with, the named one before others."""
    if target.location_id is not None:
        return None
    fitting = (
        each
        for each in order.shipments
        if each.state in OPEN
        and each.stock_location_id == parcel.stock_location_id
        and (each.id == target.shipment_id or _travels_alike(each, parcel, facts))
    )
    return min(fitting, key=lambda each: each.id != target.shipment_id, default=None)


def _travels_alike(shipment: Shipment, parcel: Parcel, facts: Facts) -> bool:
    method = _method_of(shipment, facts)
    return method is None or takes(method, parcel.category_ids)


def _with_more(order: Order, shipment: Shipment, parcel: Parcel, facts: Facts) -> Order:
    ids = ChildIds(order)
    items = put_in(shipment.items, map(_goods, parcel.contents), ids)
    fuller = replace(shipment, items=items, updated_at=facts.now)
    return replace(with_shipment(order, fuller), last_child=ids.last)


def _goods(content: Content) -> Goods:
    state: ItemState = "backordered" if content.backordered else "on_hand"
    return Goods(content.line.id, content.variant.id, content.quantity, state)


def _with_new(order: Order, consignment: Consignment, facts: Facts) -> Order:
    if not consignment.offers:
        message = "can't be sent there"
        raise _invalid("line_items", "no_shipping_method", message)
    ids = ChildIds(order)
    shipment = shipment_for(consignment, None, ids, facts.now)
    return replace(order, shipments=(*order.shipments, shipment), last_child=ids.last)


def _recosted(before: Order, after: Order, facts: Facts) -> Order:
    known = {shipment.id: shipment for shipment in before.shipments}
    shipments = tuple(
        _with_cost(known.get(shipment.id), shipment, before, after, facts)
        for shipment in after.shipments
    )
    return replace(after, shipments=shipments)


def _with_cost(
    old: Shipment | None, new: Shipment, before: Order, after: Order, facts: Facts
) -> Shipment:
    method = _method_of(new, facts)
    if old is None or old.items == new.items or method is None:
        return new
    asked = cost_of(method, _parcel_of(old, before, facts), before.currency)
    cost = cost_of(method, _parcel_of(new, after, facts), after.currency)
    if asked != old.cost or cost is None:
        return new
    rates = tuple(replace(r, cost=cost) if r.selected else r for r in new.rates)
    return replace(new, cost=cost, rates=rates)


def _parcel_of(shipment: Shipment, order: Order, facts: Facts) -> Parcel:
    lines = {line.id: line for line in order.line_items}
    contents = tuple(
        Content(lines[item.line_item_id], facts.variants[item.variant_id], item.quantity)
        for item in shipment.items
    )
    return Parcel(shipment.stock_location_id, contents)


def _method_of(shipment: Shipment, facts: Facts) -> ShippingMethod | None:
    rate = shipment.selected_rate
    return facts.shop.shipping_methods.get(rate.shipping_method_id) if rate else None


def _check_open(shipment: Shipment) -> None:
    if shipment.state not in OPEN:
        raise _invalid("shipment", "shipment_state", f"is {shipment.state}")


def _invalid(field: str, code: str, message: str) -> Invalid:
    return Invalid(Problem("", field, code, message))
