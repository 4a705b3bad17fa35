"""The order itself: how it began, where it stands, what it comes to, and how it ended."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from ringup.domain.checkout.flow import STEPS
from ringup.domain.order import Order, Totals
from ringup.services.history.differing import Fact, differing

_SUMS = tuple(
    field.name for field in msgspec.structs.fields(Totals) if field.name != "payment_total"
)


def beginning(order: Order) -> Iterator[Fact]:
    """Tell how an order began."""
    yield (
        "order.created",
        {
            "state": order.state,
            "currency": order.currency,
            "channel": order.channel,
            "user_id": order.user_id,
        },
    )


def facts(before: Order, after: Order) -> Iterator[Fact]:
    """Tell what it comes to now, and where it went."""
    if before.totals is not after.totals:
        changed = differing(_sums(before.totals), _sums(after.totals))
        if changed:
            yield "order.repriced", changed
    if after.placing and not before.placing:
        yield "order.placing", _worth(after)
    if before.state != after.state:
        yield _move(before, after)
    if after.approved_at is not None and before.approved_at is None:
        yield "order.approved", {}


def _move(before: Order, after: Order) -> Fact:
    way = {"from": before.state, "to": after.state}
    if after.canceled_at is not None and before.canceled_at is None:
        return "order.canceled", {**way, **_worth(after)}
    if before.canceled_at is not None and after.canceled_at is None:
        return "order.resumed", way
    if after.is_complete and not before.is_complete:
        return "order.completed", {**way, **_worth(after)}
    if after.is_complete:
        return "order.moved", way
    positions = {step.name: position for position, step in enumerate(STEPS)}
    is_back = positions.get(after.state, 0) < positions.get(before.state, 0)
    return ("order.sent_back" if is_back else "order.advanced"), way


def _worth(order: Order) -> Mapping[str, Any]:
    return {"total": order.totals.total, "currency": order.currency}


def _sums(totals: Totals) -> Mapping[str, int]:
    return {name: getattr(totals, name) for name in _SUMS}
