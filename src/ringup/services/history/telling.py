"""Tells what happened to an order by comparing it before and after.

Every verb saves through ``keeping.kept``, so no change can go unrecorded. What is told of each is
in ``history.types``. No secret is ever told, and nothing of a person: the log is for ever, and a
person may ask to be forgotten.
"""

from collections.abc import Iterator

import msgspec

from ringup.domain.order import Order, Totals
from ringup.services.history import goods, journey, parcels, payments, returns
from ringup.services.history.differing import Fact
from ringup.services.ports.store import Event


def told(before: Order | None, after: Order, actor: str) -> tuple[Event, ...]:
    """List the events that lead from one order to the other, in the order they are told."""
    return tuple(Event(type=kind, actor=actor, data=data) for kind, data in _facts(before, after))


def _facts(before: Order | None, after: Order) -> Iterator[Fact]:
    if before is None:
        yield from journey.beginning(after)
        before = _empty(after)
    elif before is after:
        return
    yield from goods.facts(before, after)
    yield from parcels.contents(before, after)
    yield from returns.facts(before, after)
    yield from payments.facts(before, after)
    yield from journey.facts(before, after)
    yield from parcels.states(before, after)


def _empty(order: Order) -> Order:
    """Give the order as if nothing had been put into it yet."""
    return msgspec.structs.replace(
        order,
        email=None,
        special_instructions=None,
        metadata={},
        bill_address=None,
        ship_address=None,
        line_items=(),
        shipments=(),
        payments=(),
        adjustments=(),
        coupons=(),
        attempts=(),
        totals=Totals(),
    )
