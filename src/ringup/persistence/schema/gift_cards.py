"""Gift cards: what was put on each, and what orders took off and gave back."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint

from ringup.persistence.schema.columns import (
    moment,
    moment_or_null,
    never_negative,
    own_id,
    table,
    text,
    text_or_null,
    whole,
)

gift_cards = table(
    "gift_cards",
    own_id(),
    # SHA-256 of the code, in hexadecimal: the code itself is shown once and kept nowhere.
    text("code_hash"),
    # What people tell cards apart by.
    text("last_digits"),
    text("currency"),
    whole("amount"),
    whole("used"),
    moment_or_null("expires_at"),
    text_or_null("note"),
    moment("created_at"),
    moment("updated_at"),
    UniqueConstraint("code_hash"),
    never_negative("amount", "used"),
    CheckConstraint("used <= amount", name="spends_only_what_there_is"),
    CheckConstraint("length(last_digits) <= 4", name="last_digits_are_few"),
)

gift_card_events = table(
    "gift_card_events",
    own_id(),
    whole("gift_card_id", ForeignKey("gift_cards.id")),
    whole("order_id"),
    # Positive when spent, negative when given back.
    whole("amount"),
    moment("at"),
    CheckConstraint("amount <> 0", name="moves_something"),
    Index(None, "order_id"),
    Index(None, "gift_card_id"),
)
