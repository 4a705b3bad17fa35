"""Follows an order's chain of events from its first one to the hash that the order knows."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ringup.domain.order import Order
from ringup.persistence.chain import NONE, hash_of
from ringup.persistence.records import Row
from ringup.services.examining.findings import Finding
from ringup.services.examining.orders import about


def broken(order: Order, events: Sequence[Row]) -> Iterator[Finding]:
    """Give every breach in an order's log; ``events`` by their sequence, ``data`` as its text."""
    for previous, event in pairwise((None, *events)):
        yield from _event(order, previous, event)
    last = events[-1] if events else None
    yield from _end(order, last)


def _event(order: Order, previous: Row | None, event: Row | None) -> Iterator[Finding]:
    if event is None:
        return
    number = previous["sequence"] + 1 if previous else 1
    if event["sequence"] != number:
        # Nothing is known of the hash that this one covers.
        found = f"the next is event {event['sequence']}"
        yield _finding(order, "event_missing", f"event {number}", found)
        return
    expected = hash_of(event, previous["hash"] if previous else NONE)
    if event["hash"] != expected:
        which = f"event {number}, {event['type']}: hash {expected.hex()}"
        yield _finding(order, "event_altered", which, event["hash"].hex())


def _end(order: Order, last: Row | None) -> Iterator[Finding]:
    count, end = (last["sequence"], last["hash"]) if last else (0, NONE)
    if count != order.events_count:
        rule = "log_cut_short" if count < order.events_count else "log_goes_on"
        yield _finding(order, rule, f"{order.events_count} events", f"{count}")
    elif end != order.events_hash:
        yield _finding(order, "log_end_differs", order.events_hash.hex(), end.hex())
    elif last and last["state_after"] != order.state:
        yield _finding(order, "log_tells_otherwise", last["state_after"], order.state)


def _finding(order: Order, rule: str, expected: str, found: str) -> Finding:
    return Finding(rule=rule, about=about(order), expected=expected, found=found)
