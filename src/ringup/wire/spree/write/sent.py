"""A shipment by itself, as answers give it: with what is in it, piece by piece, and its order."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import msgspec

from ringup.domain.order import LineItem, Shipment, ShipmentItem
from ringup.services.asking import OrderView
from ringup.services.ports.gateway import Gateway
from ringup.wire.spree.write.lines import line_item_record
from ringup.wire.spree.write.orders import order_record, pen_for
from ringup.wire.spree.write.pen import Pen
from ringup.wire.spree.write.records import ManifestRecord, ShipmentRecord, ShippingMethodRecord
from ringup.wire.spree.write.shipment_records import (
    InventoryUnitRecord,
    SentLineRecord,
    SentManifestRecord,
    SentOrderRecord,
    SentRecord,
    TrackedMethodRecord,
)
from ringup.wire.spree.write.shipments import shipment_record
from ringup.wire.spree.write.variants import variant_record


def sent_records(
    view: OrderView, shipments: tuple[Shipment, ...], gateways: Mapping[str, Gateway], locale: str
) -> list[SentRecord]:
    """Write some of an order's shipments, each with the order around it."""
    pen = pen_for(view, locale)
    order = _fields(order_record(view, gateways, locale), SentOrderRecord)
    lines = {line.id: line for line in view.order.line_items}
    around = SentOrderRecord(**order)
    return [_sent(each, view.order.number, lines, around, pen) for each in shipments]


def _sent(
    shipment: Shipment,
    number: str,
    lines: Mapping[int, LineItem],
    around: SentOrderRecord,
    pen: Pen,
) -> SentRecord:
    record = shipment_record(shipment, number, pen)
    method = _tracked(record.shipping_method, pen)
    fields = _fields(record, ShipmentRecord) | {
        "shipping_method": method,
        "shipping_methods": [_tracked(each, pen) for each in record.shipping_methods],
        "manifest": [_manifest(each, pen) for each in record.manifest],
    }
    return SentRecord(
        **fields,
        tracking_url=_tracking_url(method, shipment.tracking),
        inventory_units=[_unit(item, shipment, lines, pen) for item in shipment.items],
        order=around,
    )


def _fields(record: msgspec.Struct, of: type[msgspec.Struct]) -> dict[str, Any]:
    """Take those fields of a record that another kind of record has."""
    return {name: getattr(record, name) for name in of.__struct_fields__}


def _tracked(method: ShippingMethodRecord | None, pen: Pen) -> TrackedMethodRecord | None:
    if method is None:
        return None
    stored = pen.facts.shop.shipping_methods[method.id]
    return TrackedMethodRecord(
        **_fields(method, ShippingMethodRecord), tracking_url=stored.tracking_url
    )


def _tracking_url(method: TrackedMethodRecord | None, tracking: str | None) -> str | None:
    """Say where to follow the parcel: the method's address with the parcel's own word in it."""
    if method is None or method.tracking_url is None or tracking is None:
        return None
    return method.tracking_url.replace(":tracking", quote(tracking, safe=""))


def _manifest(entry: ManifestRecord, pen: Pen) -> SentManifestRecord:
    variant = pen.facts.variants.get(entry.variant_id)
    return SentManifestRecord(
        **_fields(entry, ManifestRecord),
        variant=variant_record(variant, pen) if variant else None,
    )


def _unit(
    item: ShipmentItem, shipment: Shipment, lines: Mapping[int, LineItem], pen: Pen
) -> InventoryUnitRecord:
    variant = pen.facts.variants.get(item.variant_id)
    line = lines.get(item.line_item_id)
    return InventoryUnitRecord(
        id=item.id,
        state=item.state,
        quantity=item.quantity,
        variant_id=item.variant_id,
        shipment_id=shipment.id,
        variant=variant_record(variant, pen) if variant else None,
        line_item=_line(line, pen) if line else None,
    )


def _line(line: LineItem, pen: Pen) -> SentLineRecord:
    return SentLineRecord(**_fields(line_item_record(line, pen), SentLineRecord))
