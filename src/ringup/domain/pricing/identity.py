"""Who is who after a repricing: an adjustment that did not change keeps its id and its times."""

from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter, is_
from typing import TypeVar

from msgspec.structs import replace

from ringup.domain.order import Adjustment, ChildIds, LineItem, Order, Shipment

_IDENTITY = {"id", "created_at", "updated_at"}
_said = attrgetter(
    *(
        name
        for name in Adjustment.__struct_fields__
        if name not in {"id", "created_at", "updated_at"}
    )
)
"""All of an adjustment but who it is."""

_Part = TypeVar("_Part", LineItem, Shipment)
_Adjustable = TypeVar("_Adjustable", bound=LineItem | Shipment | Order)


def identified(after: Order, before: Order, now: datetime) -> Order:
    """Give every new adjustment (id 0) the identity it had before, or else a fresh id.

    One of the same source on the same thing is the same one; if anything about it changed, it was
    updated ``now``. Both orders have the same lines and shipments in the same order.
    """
    ids = ChildIds(after)
    lines = _each_named(after.line_items, before.line_items, ids, now)
    shipments = _each_named(after.shipments, before.shipments, ids, now)
    order = _named(after, before.adjustments, ids, now)
    return replace(order, line_items=lines, shipments=shipments, last_child=ids.last)


def _each_named(
    things: tuple[_Part, ...], before: tuple[_Part, ...], ids: ChildIds, now: datetime
) -> tuple[_Part, ...]:
    """Name the adjustments of each; what is as it was before is the very same record again."""
    known = {old.id: old for old in before}
    named = [_named(thing, known[thing.id].adjustments, ids, now) for thing in things]
    same = [known[new.id] if new == known[new.id] else new for new in named]
    return before if all(map(is_, same, before)) else tuple(same)


def _named(
    thing: _Adjustable, known: Sequence[Adjustment], ids: ChildIds, now: datetime
) -> _Adjustable:
    if not thing.adjustments:
        return thing
    by_source = {(old.source, old.source_id): old for old in known}
    named = tuple(
        [
            new
            if new.id
            else _recognised(new, by_source.get((new.source, new.source_id)), ids, now)
            for new in thing.adjustments
        ]
    )
    return replace(thing, adjustments=named)


def _recognised(
    new: Adjustment, old: Adjustment | None, ids: ChildIds, now: datetime
) -> Adjustment:
    if old is None:
        return replace(new, id=next(ids))
    if _said(new) == _said(old):
        return old
    return replace(new, id=old.id, created_at=old.created_at, updated_at=now)
