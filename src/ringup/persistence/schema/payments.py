"""How an order is paid: methods, payments, and each time a gateway is asked for money."""

from sqlalchemy import CheckConstraint, ForeignKey

from ringup.persistence.schema.columns import (
    belongs_to,
    family_table,
    flag,
    index_where,
    json,
    moment,
    moment_or_null,
    never_negative,
    one_of,
    own_id,
    table,
    text,
    text_or_null,
    whole,
    whole_or_null,
)

payment_methods = table(
    "payment_methods",
    own_id(),
    text("name"),
    text_or_null("description"),
    text("gateway"),
    flag("auto_capture"),
    json("settings"),
    whole("position"),
    flag("active"),
    moment_or_null("deleted_at"),
)

payments = family_table(
    "payments",
    whole("payment_method_id", ForeignKey("payment_methods.id")),
    whole("amount"),
    flag("covers_rest"),
    text("state"),
    whole("captured"),
    whole("refunded"),
    # Of a card: never its number, only what may be shown and the gateway's token.
    text_or_null("card_brand"),
    text_or_null("card_last_digits"),
    whole_or_null("card_month"),
    whole_or_null("card_year"),
    text_or_null("card_name"),
    text_or_null("card_token"),
    # To be kept for the owner's next orders, once the order is placed.
    flag("save_card"),
    # No foreign key: like store credit, gift cards are claimed beside the order's family.
    whole_or_null("gift_card_id"),
    text_or_null("response_code"),
    text_or_null("avs_response"),
    text_or_null("decline"),
    text_or_null("decline_message"),
    moment("created_at"),
    moment("updated_at"),
    never_negative("amount", "captured", "refunded"),
    one_of("state", "checkout", "processing", "pending", "completed", "failed", "void", "invalid"),
    CheckConstraint("refunded <= captured", name="refunds_at_most_what_was_captured"),
    CheckConstraint("length(card_last_digits) <= 4", name="card_last_digits_are_few"),
)

OPEN = "state = 'open'"

# What is asked of a gateway, written down before it is asked.
payment_attempts = family_table(
    "payment_attempts",
    whole("payment_id"),
    text("kind"),
    # What the gateway is given so that a repeat of the same request does nothing.
    text("key"),
    whole("amount"),
    text("state"),
    moment("started_at"),
    # From when on a sweeper may ask the gateway what came of it.
    moment("due_at"),
    belongs_to("payments", "payment_id"),
    never_negative("amount"),
    one_of("kind", "authorize", "purchase", "capture", "void", "credit"),
    one_of("state", "open", "approved", "declined", "given_up"),
    # One live attempt for a payment; the key has order_id, so every shard can keep the rule.
    index_where(OPEN, "uq_payment_attempts_open", "order_id", "payment_id", unique=True),
    index_where(OPEN, "ix_payment_attempts_due", "due_at"),
)
