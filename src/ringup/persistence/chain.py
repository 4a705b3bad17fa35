"""The log of an order as a chain: each event's hash covers the event and the hash before it.

The order's own row carries how many events there are and the last one's hash, so the next event
takes no look at the log, and whoever alters, inserts or takes away an event breaks the chain.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime

import msgspec

from ringup.domain.order import Order
from ringup.persistence.records import Row
from ringup.persistence.schema.columns import moment_text
from ringup.services.ports.store import Event

_encode = msgspec.json.Encoder().encode

NONE = b""
"""What stands for the hash before an order's first event."""


def told(
    before: Order | None, after: Order, events: Iterable[Event], first_id: int, now: datetime
) -> list[Row]:
    """Make the rows of new events; they go on where the log of ``before`` ends."""
    count, last = (before.events_count, before.events_hash) if before else (0, NONE)
    rows = []
    for number, event in enumerate(events):
        row: Row = {
            "order_id": after.id,
            "sequence": count + number + 1,
            "id": first_id + number,
            "type": event.type,
            "at": now,
            "actor": event.actor,
            "data": _encode(event.data).decode(),
            "state_before": before.state if before else None,
            "state_after": after.state,
        }
        row["hash"] = last = hash_of(row, last)
        rows.append(row)
    return rows


def hash_of(row: Row, previous: bytes) -> bytes:
    """Hash an event: SHA-256 of a JSON array of the hash before it and what it says.

    ``data`` is hashed as the text that is stored. The ``id`` is not: it only tells where the event
    stands among those of all orders, and the database gives it.
    """
    said = (
        *(previous.hex(), row["order_id"], row["sequence"], row["type"]),
        *(moment_text(row["at"]), row["actor"], row["data"]),
        *(row["state_before"], row["state_after"]),
    )
    return hashlib.sha256(_encode(said)).digest()
