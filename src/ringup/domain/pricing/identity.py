"""Who is who after a repricing: an adjustment that did not change keeps its id and its times."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from msgspec.structs import replace

from ringup.domain.order import Adjustment, ChildIds, LineItem, Order, Shipment

_Adjustable = TypeVar("_Adjustable", bound=LineItem | Shipment | Order)


def identified(after: Order, before: Order, now: datetime) -> Order:
    """Give every new adjustment (id 0) the identity it had before, or else a fresh id.

    One of the same source on the same thing is the same one; if anything about it changed, it was
    updated ``now``. Both orders have the same lines and shipments in the same order.
    """
    ids = ChildIds(after)
    known = {line.id: line.adjustments for line in before.line_items}
    known |= {shipment.id: shipment.adjustments for shipment in before.shipments}
    lines = tuple(_named(line, known[line.id], ids, now) for line in after.line_items)
    shipments = tuple(_named(parcel, known[parcel.id], ids, now) for parcel in after.shipments)
    order = _named(after, before.adjustments, ids, now)
    return replace(order, line_items=lines, shipments=shipments, last_child=ids.last)


def _named(
    thing: _Adjustable, known: Sequence[Adjustment], ids: ChildIds, now: datetime
) -> _Adjustable:
    if not thing.adjustments:
        return thing
    by_source = {(old.source, old.source_id): old for old in known}
    named = tuple(
        new if new.id else _recognised(new, by_source.get((new.source, new.source_id)), ids, now)
        for new in thing.adjustments
    )
    return replace(thing, adjustments=named)


def _recognised(
    new: Adjustment, old: Adjustment | None, ids: ChildIds, now: datetime
) -> Adjustment:
    if old is None:
        return replace(new, id=next(ids))
    same = replace(new, id=old.id, created_at=old.created_at, updated_at=old.updated_at)
    return old if same == old else replace(same, updated_at=now)
