"""What is to be bought, by whom and to where: as far as the log may know it.

Of people nothing is told but which of their fields changed; of an address its country and state,
because taxes and parcels depend on them.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from ringup.domain.order import Address, Coupon, LineItem, Order
from ringup.services.history.differing import Fact, differing

_PERSONAL = ("email", "special_instructions", "metadata")
_PLAIN = ("currency", "channel", "locale", "user_id", "considered_risky")
_ADDRESS = tuple(field.name for field in msgspec.structs.fields(Address) if field.name != "id")
_PLACE = ("country_id", "state_id")


def facts(before: Order, after: Order) -> Iterator[Fact]:
    """Tell what was changed of the order's own fields, items, addresses and coupons."""
    yield from _own_fields(before, after)
    yield from _items(before, after)
    yield from _address("bill", before.bill_address, after.bill_address)
    yield from _address("ship", before.ship_address, after.ship_address)
    if before.coupons != after.coupons:
        yield from _coupons("coupon.removed", before.coupons, after.coupons)
        yield from _coupons("coupon.entered", after.coupons, before.coupons)


def _own_fields(before: Order, after: Order) -> Iterator[Fact]:
    fields = [
        name for name in (*_PERSONAL, *_PLAIN) if getattr(before, name) != getattr(after, name)
    ]
    if fields:
        values = [name for name in fields if name in _PLAIN]
        yield (
            "order.changed",
            {
                "fields": fields,
                "from": {name: getattr(before, name) for name in values},
                "to": {name: getattr(after, name) for name in values},
            },
        )


def _items(before: Order, after: Order) -> Iterator[Fact]:
    if before.line_items == after.line_items:
        return
    old = {line.id: line for line in before.line_items}
    new = {line.id: line for line in after.line_items}
    lines = old | new
    items = [
        {
            "line_item": id_,
            "variant_id": line.variant_id,
            "from": _bought(old.get(id_)),
            "to": _bought(new.get(id_)),
        }
        for id_, line in lines.items()
        if _bought(old.get(id_)) != _bought(new.get(id_))
    ]
    if items:
        yield "order.items_changed", {"items": items}


def _bought(line: LineItem | None) -> Mapping[str, int] | None:
    return None if line is None else {"quantity": line.quantity, "price": line.price}


def _address(kind: str, old: Address | None, new: Address | None) -> Iterator[Fact]:
    if old == new:
        return
    was, now = _written(old), _written(new)
    fields = [name for name in _ADDRESS if was[name] != now[name]]
    if fields:
        place = differing({n: was[n] for n in _PLACE}, {n: now[n] for n in _PLACE})
        told = place or {"from": {}, "to": {}}
        yield "address.changed", {"address": kind, "fields": fields, **told}


def _written(address: Address | None) -> Mapping[str, Any]:
    return {name: getattr(address, name, None) for name in _ADDRESS}


def _coupons(kind: str, these: tuple[Coupon, ...], others: tuple[Coupon, ...]) -> Iterator[Fact]:
    known = {coupon.id for coupon in others}
    for coupon in these:
        if coupon.id not in known:
            yield kind, {"code": coupon.code, "promotion_id": coupon.promotion_id}
