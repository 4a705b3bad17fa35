"""How many of what lie where, who holds some of it, and what explains each change of a count.

Keyed by the variant first and tied to no order by a foreign key: on a sharded database stock lies
elsewhere than the orders, and is written last.
"""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, PrimaryKeyConstraint

from ringup.persistence.schema.columns import (
    flag,
    index_where,
    keyed_table,
    moment,
    never_negative,
    positive,
    text,
    whole,
    whole_or_null,
)

stock_items = keyed_table(
    "stock_items",
    whole("variant_id", ForeignKey("variants.id")),
    whole("stock_location_id", ForeignKey("stock_locations.id")),
    whole("count_on_hand"),
    # The sum of the row's stock_holds.
    whole("held"),
    # How many placed orders wait for; count_on_hand is without them already.
    Column("backordered", BigInteger, nullable=False, server_default="0"),
    flag("backorderable"),
    PrimaryKeyConstraint("variant_id", "stock_location_id"),
    CheckConstraint("count_on_hand >= 0 OR backorderable", name="sold_only_what_is_there"),
    never_negative("held"),
    never_negative("backordered"),
    index_where("backordered > 0", "ix_stock_items_awaited", "variant_id", "stock_location_id"),
)

stock_holds = keyed_table(
    "stock_holds",
    whole("variant_id", ForeignKey("variants.id")),
    whole("stock_location_id", ForeignKey("stock_locations.id")),
    whole("order_id"),
    whole("quantity"),
    moment("expires_at"),
    PrimaryKeyConstraint("variant_id", "stock_location_id", "order_id"),
    positive("quantity"),
    Index(None, "order_id"),
    Index(None, "expires_at"),
)

stock_movements = keyed_table(
    "stock_movements",
    whole("variant_id", ForeignKey("variants.id")),
    whole("id"),
    whole("stock_location_id", ForeignKey("stock_locations.id")),
    whole("quantity"),
    text("reason"),
    # Who moved it, as events name actors, or "system".
    text("actor"),
    whole_or_null("order_id"),
    moment("at"),
    PrimaryKeyConstraint("variant_id", "id"),
    CheckConstraint("quantity <> 0", name="moves_something"),
    Index(None, "order_id"),
)
