"""Who buys and who runs the shop: users, their keys, and what is kept for their next order."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    UniqueConstraint,
)

from ringup.persistence.schema.columns import (
    flag,
    index_where,
    json,
    moment,
    moment_or_null,
    never_negative,
    own_id,
    table,
    text,
    text_or_null,
    whole,
    whole_or_null,
)

LIVING = "deleted_at IS NULL"

users = table(
    "users",
    own_id(),
    text("email"),
    text("email_folded"),
    flag("admin"),
    # What else they are to the shop, by names of its own.
    json("roles"),
    moment("created_at"),
    moment("updated_at"),
    # Their orders stay, and point here.
    moment_or_null("deleted_at"),
    index_where(LIVING, "uq_users_email_folded", "email_folded", unique=True),
)

api_keys = table(
    "api_keys",
    own_id(),
    whole("user_id", ForeignKey("users.id")),
    # SHA-256 of the key: the key itself is shown once and kept nowhere.
    Column("key_hash", LargeBinary, nullable=False),
    text("name"),
    # What people tell keys apart by.
    text("last_digits"),
    moment("created_at"),
    # From when on it is nobody's key; ahead of us while an exchanged key may still be used.
    moment_or_null("revoked_at"),
    UniqueConstraint("key_hash"),
    Index(None, "user_id"),
    CheckConstraint("length(last_digits) <= 4", name="last_digits_are_few"),
)

user_addresses = table(
    "user_addresses",
    own_id(),
    whole("user_id", ForeignKey("users.id")),
    text("firstname"),
    text("lastname"),
    text("address1"),
    text_or_null("address2"),
    text("city"),
    text("zipcode"),
    text_or_null("phone"),
    text_or_null("company"),
    text_or_null("alternative_phone"),
    whole("country_id", ForeignKey("countries.id")),
    whole_or_null("state_id", ForeignKey("states.id")),
    text_or_null("state_name"),
    flag("default_bill"),
    flag("default_ship"),
    Index(None, "user_id"),
)

saved_cards = table(
    "saved_cards",
    own_id(),
    whole("user_id", ForeignKey("users.id")),
    whole("payment_method_id", ForeignKey("payment_methods.id")),
    text("brand"),
    text("last_digits"),
    whole("month"),
    whole("year"),
    text("name"),
    text("token"),
    flag("is_default"),
    moment("created_at"),
    CheckConstraint("length(last_digits) <= 4", name="last_digits_are_few"),
    Index(None, "user_id"),
)

store_credits = table(
    "store_credits",
    own_id(),
    whole("user_id", ForeignKey("users.id")),
    text("currency"),
    whole("amount"),
    whole("used"),
    text_or_null("memo"),
    moment("created_at"),
    never_negative("amount", "used"),
    CheckConstraint("used <= amount", name="spends_only_what_there_is"),
    Index(None, "user_id", "currency"),
)

store_credit_events = table(
    "store_credit_events",
    own_id(),
    whole("store_credit_id", ForeignKey("store_credits.id")),
    whole("order_id"),
    # Positive when spent, negative when given back.
    whole("amount"),
    moment("at"),
    CheckConstraint("amount <> 0", name="moves_something"),
    Index(None, "order_id"),
    Index(None, "store_credit_id"),
)
