"""What an order that was placed elsewhere was sent in: its shipments hold all that travels."""

from collections import Counter
from collections.abc import Sequence

from ringup.domain.money import Minor
from ringup.domain.order import ItemState, LineItem, Shipment, ShipmentItem, ShippingRate
from ringup.domain.past.reading import Reader
from ringup.domain.past.told import PastOrder, PastShipment


def shipments_of(
    past: PastOrder, lines: Sequence[LineItem], reader: Reader
) -> tuple[Shipment, ...]:
    """Make the shipments; where none is told, what travels was sent in one for nothing."""
    travelling = Counter({line.id: line.quantity for line in lines if _travels(line, reader)})
    default = (PastShipment(shipped_at=past.completed_at),) if travelling else ()
    told = past.shipments or default
    left = Counter(travelling)
    shipments = tuple(_shipment(each, lines, left, reader, len(told)) for each in told)
    if any(left.values()):
        message = "must hold what was ordered, neither more nor less"
        reader.wrong("shipments.items", "parcels_differ", message)
    return shipments


def _travels(line: LineItem, reader: Reader) -> bool:
    variant = reader.facts.variants.get(line.variant_id)
    return variant is not None and not variant.digital


def _shipment(
    told: PastShipment, lines: Sequence[LineItem], left: Counter[int], reader: Reader, count: int
) -> Shipment:
    """Make one, and take from ``left`` what it holds."""
    cost = reader.amount(told.cost, "shipments.cost")
    shipment_id = next(reader.ids)
    sent = told.state == "shipped"
    return Shipment(
        id=shipment_id,
        stock_location_id=_location(told, reader),
        state=told.state,
        tracking=told.tracking,
        cost=cost,
        rates=_rates(told, cost, reader),
        items=_items(told, lines, left, reader, whole=count == 1 and not told.items),
        adjustments=reader.adjustments(told.adjustments, "shipments"),
        shipped_at=told.shipped_at or (reader.at if sent else None),
        created_at=reader.at,
        updated_at=reader.at,
    )


def _items(
    told: PastShipment,
    lines: Sequence[LineItem],
    left: Counter[int],
    reader: Reader,
    *,
    whole: bool,
) -> tuple[ShipmentItem, ...]:
    state: ItemState = "shipped" if told.state == "shipped" else "on_hand"
    wanted = Counter(left) if whole else _asked(told, lines, left, reader)
    left.subtract(wanted)
    return tuple(
        ShipmentItem(
            id=next(reader.ids),
            line_item_id=line.id,
            variant_id=line.variant_id,
            quantity=wanted[line.id],
            state=state,
        )
        for line in lines
        if wanted[line.id] > 0
    )


def _asked(
    told: PastShipment, lines: Sequence[LineItem], left: Counter[int], reader: Reader
) -> Counter[int]:
    """Find for each thing in a shipment the lines that it was bought by."""
    asked: Counter[int] = Counter()
    for goods in told.items:
        variant = reader.variant(goods, "shipments.items")
        missing = goods.quantity
        for line in lines:
            there = left[line.id] - asked[line.id]
            if variant is not None and line.variant_id == variant.id:
                taken = min(missing, max(there, 0))
                asked[line.id] += taken
                missing -= taken
        if missing and variant is not None:
            message = f"holds more of {variant.sku} than was ordered"
            reader.wrong("shipments.items", "parcels_differ", message)
    return asked


def _location(told: PastShipment, reader: Reader) -> int:
    places = reader.facts.shop.stock_locations.values()
    if told.stock_location is None:
        in_turn = sorted(places, key=lambda place: (not place.default, place.position, place.id))
        if in_turn:
            return in_turn[0].id
    found = next((place for place in places if place.name == told.stock_location), None)
    if found is None:
        reader.wrong("shipments.stock_location", "stock_location_not_found", "does not exist")
        return 0
    return found.id


def _rates(told: PastShipment, cost: Minor, reader: Reader) -> tuple[ShippingRate, ...]:
    if told.shipping_method is None:
        return ()
    methods = reader.facts.shop.shipping_methods.values()
    method = next((each for each in methods if each.name == told.shipping_method), None)
    if method is None:
        reader.wrong("shipments.shipping_method", "shipping_method_not_found", "does not exist")
        return ()
    rate_id = next(reader.ids)
    named = method.name
    return (
        ShippingRate(
            id=rate_id, shipping_method_id=method.id, name=named, cost=cost, selected=True
        ),
    )
