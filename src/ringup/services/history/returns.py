"""What comes back: that it may, that it has, and what the buyer is credited for it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ringup.domain.order import Order
from ringup.domain.returning import ReturnAuthorization, ReturnItem
from ringup.services.history.differing import Fact


def facts(before: Order, after: Order) -> Iterator[Fact]:
    """Tell of returns that were authorized, changed, received, canceled and deleted."""
    if before.returns == after.returns:
        return
    old = {each.id: each for each in before.returns}
    kept = {each.id for each in after.returns}
    for authorization in after.returns:
        yield from _return(old.get(authorization.id), authorization)
    for id_, authorization in old.items():
        if id_ not in kept:
            yield "return.deleted", {"return": authorization.number}


def _return(was: ReturnAuthorization | None, now: ReturnAuthorization) -> Iterator[Fact]:
    if was is None:
        yield "return.authorized", _said(now)
        return
    known = {item.id for item in was.came}
    came = [item for item in now.came if item.id not in known]
    if came:
        yield "return.received", {**_received(now, came), **_settled(was, now)}
    elif now.state == "canceled" != was.state:
        yield "return.canceled", {"return": now.number}
    elif _said(was) != _said(now):
        yield "return.changed", _said(now)


def _said(authorization: ReturnAuthorization) -> Mapping[str, Any]:
    return {
        "return": authorization.number,
        "reason": authorization.reason,
        "items": [
            {**_named(item), "exchange_variant_id": item.exchange_variant_id}
            for item in authorization.items
        ],
    }


def _settled(was: ReturnAuthorization, now: ReturnAuthorization) -> Mapping[str, Any]:
    return {
        "restocking_fee": now.restocking_fee - was.restocking_fee,
        "shipping_refund": now.shipping_refund - was.shipping_refund,
    }


def _received(authorization: ReturnAuthorization, came: Sequence[ReturnItem]) -> Mapping[str, Any]:
    return {
        "return": authorization.number,
        "amount": sum(item.amount for item in came),
        "items": [
            {
                **_named(item),
                "amount": item.amount,
                "tax": item.tax,
                "restock": item.restock,
                "stock_location_id": item.stock_location_id,
            }
            for item in came
        ],
    }


def _named(item: ReturnItem) -> Mapping[str, int]:
    return {
        "line_item": item.line_item_id,
        "variant_id": item.variant_id,
        "quantity": item.quantity,
    }
