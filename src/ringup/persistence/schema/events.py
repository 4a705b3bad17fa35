"""What only grows: the log of events, and the answers kept for repeated requests."""

from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
)

from ringup.persistence.schema.columns import (
    json,
    moment,
    one_of,
    positive,
    table,
    text,
    text_or_null,
    whole,
    whole_or_null,
)

events = table(
    "events",
    whole("order_id"),
    # 1, 2, 3, … within the order, without a gap.
    whole("sequence"),
    # Grows with time over all orders; what a reader of the log names to go on from.
    whole("id"),
    text("type"),
    moment("at"),
    text("actor"),
    json("data"),
    text_or_null("state_before"),
    text_or_null("state_after"),
    # Each event's hash covers the one before it, once the log is sealed.
    Column("previous_hash", LargeBinary),
    Column("hash", LargeBinary),
    PrimaryKeyConstraint("order_id", "sequence"),
    ForeignKeyConstraint(["order_id"], ["orders.id"]),
    positive("sequence"),
    Index(None, "id"),
    Index(None, "type", "id"),
)

idempotency_keys = table(
    "idempotency_keys",
    # Keys belong to the caller who used them; the path names the operation.
    text("scope"),
    text("path"),
    Column("key_hash", LargeBinary, nullable=False),
    Column("fingerprint", LargeBinary, nullable=False),
    text("state"),
    whole_or_null("status"),
    Column("body", LargeBinary),
    text_or_null("headers"),
    moment("created_at"),
    PrimaryKeyConstraint("scope", "path", "key_hash"),
    one_of("state", "running", "answered"),
    Index(None, "created_at"),
)
