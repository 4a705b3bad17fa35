"""What only grows: the log of events, and the answers kept for repeated requests."""

from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
)

from ringup.persistence.schema.columns import (
    index_where,
    json,
    keyed_table,
    moment,
    never_negative,
    positive,
    text,
    text_or_null,
    whole,
    whole_or_null,
)
from ringup.services.history.types import COMMON

RARE = "type NOT IN ({})".format(", ".join(f"'{kind}'" for kind in sorted(COMMON)))
"""Only what is rare is worth an index: the common types are found by reading on. To use it, a
statement has to say this very condition."""

FIRST = "sequence = 1"
"""An order's first event tells when its id was given; one for each order is enough to find the ids
near a time."""

events = keyed_table(
    "events",
    whole("order_id"),
    # 1, 2, 3, … within the order, without a gap.
    whole("sequence"),
    # Grows over all orders in the order of commits; what a reader of the log goes on from.
    whole("id"),
    text("type"),
    moment("at"),
    text("actor"),
    json("data"),
    text_or_null("state_before"),
    text_or_null("state_after"),
    # Covers the event and the hash of the one before it.
    Column("hash", LargeBinary, nullable=False),
    PrimaryKeyConstraint("order_id", "sequence"),
    ForeignKeyConstraint(["order_id"], ["orders.id"]),
    positive("sequence"),
    Index(None, "id"),
    # Each event that stands in an index is another page to write, many times in a checkout.
    index_where(RARE, "ix_events_rare", "type", "id"),
    index_where(FIRST, "ix_events_first", "at"),
)

# How far each subscriber has come; before ``due_at`` somebody is telling it, or it has to rest.
event_cursors = keyed_table(
    "event_cursors",
    Column("subscriber", Text, primary_key=True),
    whole("after"),
    whole("failures"),
    moment("due_at"),
    never_negative("after", "failures"),
)

idempotency_keys = keyed_table(
    "idempotency_keys",
    # The order that the path names; others are spread below zero. So a key lies with its order.
    whole("order_id"),
    # A key belongs to the caller who used it, and means one request of a method and path: the hash
    # is of all that.
    Column("key_hash", LargeBinary, nullable=False),
    text("operation"),
    Column("fingerprint", LargeBinary, nullable=False),
    # Random bytes of the last try; they are also what an order token is told again by.
    Column("run", LargeBinary, nullable=False),
    moment("taken_at"),
    # Until then whoever has not answered counts as still running.
    moment("taken_until"),
    # The first answer, once there is one, without the order tokens in it.
    whole_or_null("status"),
    text_or_null("headers"),
    text_or_null("body"),
    PrimaryKeyConstraint("order_id", "key_hash"),
    Index(None, "taken_at"),
)
