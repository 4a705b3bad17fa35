"""Shipments and the ways to send, as answers give them."""

from ringup.domain.facts import Shop
from ringup.domain.methods import ShippingMethod
from ringup.domain.order import Order, Shipment, ShippingRate
from ringup.domain.shipping.zones import zones_of
from ringup.wire.spree.write.adjustments import SHIPMENT, adjustment_records
from ringup.wire.spree.write.pen import Pen, moment_or_none
from ringup.wire.spree.write.records import (
    CategoryNameRecord,
    ManifestRecord,
    OfferedMethodRecord,
    ShipmentRecord,
    ShippingMethodRecord,
    ShippingRateRecord,
    ZoneNameRecord,
)


def shipment_record(shipment: Shipment, order_number: str, pen: Pen) -> ShipmentRecord:
    """Write a shipment with its rates and what it carries."""
    shop = pen.facts.shop
    selected = shipment.selected_rate
    methods = [_method_record(rate, shop) for rate in shipment.rates]
    chosen = selected.shipping_method_id if selected else None
    return ShipmentRecord(
        id=shipment.id,
        number=shipment.number,
        tracking=shipment.tracking,
        state=shipment.state,
        cost=pen.amount(shipment.cost),
        display_cost=pen.display(shipment.cost),
        shipped_at=moment_or_none(shipment.shipped_at),
        order_id=order_number,
        stock_location_name=_location_name(shop, shipment.stock_location_id),
        shipping_rates=[_rate_record(rate, pen) for rate in shipment.rates],
        selected_shipping_rate=_rate_record(selected, pen) if selected else None,
        shipping_method=next((m for m in methods if m and m.id == chosen), None),
        shipping_methods=[method for method in methods if method],
        manifest=_manifest(shipment),
        adjustments=adjustment_records(shipment.adjustments, SHIPMENT, shipment.id, pen),
    )


def offered_method_records(order: Order, pen: Pen) -> list[OfferedMethodRecord]:
    """Write the methods that are offered for every shipment, the cheapest first."""
    costs = _costs_of_methods(order)
    shop = pen.facts.shop
    offered = [method for method in shop.shipping_methods.values() if method.id in costs]
    offered.sort(key=lambda method: (costs[method.id], method.position, method.id))
    return [_offered_record(method, costs[method.id], order, pen) for method in offered]


def _costs_of_methods(order: Order) -> dict[int, int]:
    costs: dict[int, list[int]] = {}
    for shipment in order.shipments:
        for rate in shipment.rates:
            costs.setdefault(rate.shipping_method_id, []).append(rate.cost)
    return {
        method: sum(each) for method, each in costs.items() if len(each) == len(order.shipments)
    }


def _offered_record(
    method: ShippingMethod, cost: int, order: Order, pen: Pen
) -> OfferedMethodRecord:
    return OfferedMethodRecord(
        id=method.id,
        name=method.name,
        cost=pen.amount(cost),
        display_cost=pen.display(cost),
        zone_id=_zone_served(method, order, pen.facts.shop),
        shipping_category_id=min(method.shipping_category_ids, default=None),
    )


def _zone_served(method: ShippingMethod, order: Order, shop: Shop) -> int | None:
    zones = zones_of(order.ship_address, shop) if order.ship_address else ()
    served = (zone.id for zone in zones if zone.id in method.zone_ids)
    return next(served, min(method.zone_ids, default=None))


def _rate_record(rate: ShippingRate, pen: Pen) -> ShippingRateRecord:
    method = pen.facts.shop.shipping_methods.get(rate.shipping_method_id)
    return ShippingRateRecord(
        id=rate.id,
        name=rate.name,
        cost=pen.amount(rate.cost),
        display_cost=pen.display(rate.cost),
        selected=rate.selected,
        shipping_method_id=rate.shipping_method_id,
        shipping_method_code=method.code if method else None,
    )


def _method_record(rate: ShippingRate, shop: Shop) -> ShippingMethodRecord | None:
    method = shop.shipping_methods.get(rate.shipping_method_id)
    return shipping_method_record(method, shop) if method else None


def shipping_method_record(method: ShippingMethod, shop: Shop) -> ShippingMethodRecord:
    """Write a shipping method with the zones it serves and the categories it takes."""
    zones = (shop.zones[zone_id] for zone_id in sorted(method.zone_ids) if zone_id in shop.zones)
    categories = sorted(method.shipping_category_ids & shop.shipping_categories.keys())
    return ShippingMethodRecord(
        id=method.id,
        code=method.code,
        name=method.name,
        zones=[ZoneNameRecord(id=z.id, name=z.name, description=z.description) for z in zones],
        shipping_categories=[
            CategoryNameRecord(id=category, name=shop.shipping_categories[category])
            for category in categories
        ],
    )


def _manifest(shipment: Shipment) -> list[ManifestRecord]:
    states: dict[int, dict[str, int]] = {}
    for item in shipment.items:
        counts = states.setdefault(item.variant_id, {})
        counts[item.state] = counts.get(item.state, 0) + item.quantity
    return [
        ManifestRecord(variant_id=variant, quantity=sum(counts.values()), states=counts)
        for variant, counts in states.items()
    ]


def _location_name(shop: Shop, location_id: int) -> str | None:
    location = shop.stock_locations.get(location_id)
    return location.name if location else None
