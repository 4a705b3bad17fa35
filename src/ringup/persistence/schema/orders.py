"""The order and what hangs on it: addresses, lines, adjustments, coupons.

Everything here has ``order_id`` and is keyed by it first, so that a sharded database can keep an
order's family on one machine; nothing else is unique. Users are not a foreign key: they would be
on another one.
"""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, LargeBinary, Table

from ringup.persistence.schema.columns import (
    belongs_to,
    family_table,
    flag,
    index_where,
    json,
    metadata,
    moment,
    moment_or_null,
    never_negative,
    one_of,
    positive,
    text,
    text_or_null,
    whole,
    whole_or_null,
)

PLACED = "completed_at IS NOT NULL"
OPEN = "completed_at IS NULL"
CANCELED = "canceled_at IS NOT NULL"
UNPAID = "payment_state <> 'paid'"
NOT_LEFT = f"{OPEN} AND abandoned_at IS NULL AND email IS NOT NULL"
UNSHIPPED = "shipment_state <> 'shipped'"
"""What the indexes of some orders alone ask of them: a search finds by these in the same words."""


def _newest(name: str, which: str, *also: str) -> Index:
    """Keep some orders in the order in which lists show them, with what they are counted by."""
    return _some(f"ix_orders_{name}", which, "created_at", "id", *also)


def _some(name: str, which: str, *columns: str) -> Index:
    return index_where(which, name, *columns)


orders = Table(
    "orders",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    whole("version"),
    text("number"),
    whole("store_id", ForeignKey("stores.id")),
    text("state"),
    flag("placing"),
    # Placed elsewhere, where its stock was counted.
    flag("imported"),
    text_or_null("email"),
    # Without regard to case, to find a buyer's earlier orders.
    text_or_null("email_folded"),
    whole_or_null("user_id"),
    whole_or_null("created_by_id"),
    text("currency"),
    text("channel"),
    text_or_null("locale"),
    text_or_null("special_instructions"),
    json("metadata", server_default="{}"),
    Column("token_hash", LargeBinary, nullable=False),
    whole("item_total"),
    whole("ship_total"),
    whole("adjustment_total"),
    whole("promo_total"),
    whole("included_tax_total"),
    whole("additional_tax_total"),
    whole("total"),
    whole("payment_total"),
    text_or_null("payment_state"),
    text_or_null("shipment_state"),
    flag("considered_risky"),
    whole("last_child"),
    # How many events the order's log holds, and the last one's hash: a log cut short is seen.
    whole("events_count"),
    Column("events_hash", LargeBinary, nullable=False),
    moment("created_at"),
    moment("updated_at"),
    moment_or_null("completed_at"),
    moment_or_null("canceled_at"),
    moment_or_null("approved_at"),
    moment_or_null("abandoned_at"),
    CheckConstraint("id > 0", name="id_positive"),
    CheckConstraint("length(currency) = 3", name="currency_has_three_letters"),
    CheckConstraint("total = item_total + ship_total + adjustment_total", name="total_adds_up"),
    CheckConstraint("promo_total <= 0", name="promo_total_is_a_discount"),
    CheckConstraint(
        "(email IS NULL) = (email_folded IS NULL)", name="email_folded_goes_with_email"
    ),
    never_negative("item_total", "ship_total", "included_tax_total", "last_child", "version"),
    CheckConstraint("events_count >= 0", name="events_are_counted"),
    one_of("payment_state", "balance_due", "paid", "credit_owed", "failed", "void"),
    one_of("shipment_state", "pending", "ready", "partial", "shipped", "backorder", "canceled"),
    # Nothing that the steps of a checkout change is in an index, not the state either, nor in what
    # an index asks of its rows: then PostgreSQL updates the row in its page, and writes no index.
    # What few orders are is worth one of its own: it costs the others nothing.
    _some("ix_orders_of_user", "user_id IS NOT NULL", "user_id", "completed_at"),
    _some("ix_orders_of_email", "email_folded IS NOT NULL", "email_folded", "completed_at"),
    Index(None, "store_id", "created_at"),
    _some("ix_orders_placed", PLACED, "completed_at", "id"),
    Index(None, "created_at", "id"),
    _newest("open", OPEN),
    # What the sweeper looks through for carts that were left: found once, they are out of it.
    _some("ix_orders_not_left", NOT_LEFT, "created_at", "id"),
    _newest("canceled", CANCELED),
    _newest("unpaid", UNPAID, "payment_state"),
    _newest("unshipped", UNSHIPPED, "shipment_state"),
    sqlite_with_rowid=False,
)

addresses = family_table(
    "addresses",
    text("kind"),
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
    one_of("kind", "bill", "ship"),
)

line_items = family_table(
    "line_items",
    whole("variant_id", ForeignKey("variants.id")),
    whole("quantity"),
    whole("price"),
    flag("price_fixed"),
    moment("created_at"),
    moment("updated_at"),
    positive("quantity"),
    never_negative("price"),
)

adjustments = family_table(
    "adjustments",
    whole_or_null("line_item_id"),
    whole_or_null("shipment_id"),
    text("source"),
    # A tax rate's, or a promotion action's: what it was, even when that is gone.
    whole_or_null("source_id"),
    whole_or_null("promotion_id", ForeignKey("promotions.id")),
    text("label"),
    whole("amount"),
    flag("included"),
    flag("eligible"),
    flag("mandatory"),
    flag("locked"),
    moment("created_at"),
    moment("updated_at"),
    belongs_to("line_items", "line_item_id"),
    belongs_to("shipments", "shipment_id"),
    CheckConstraint("line_item_id IS NULL OR shipment_id IS NULL", name="hangs_on_one_thing"),
    one_of("source", "tax_rate", "promotion", "manual", "return"),
    Index(None, "order_id", "line_item_id"),
)

order_coupons = family_table(
    "order_coupons",
    whole("promotion_id", ForeignKey("promotions.id")),
    text("code"),
)
