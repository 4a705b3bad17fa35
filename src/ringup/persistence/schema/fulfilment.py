"""What is sent: shipments, their rates and items, the methods, and the places they leave from."""

from sqlalchemy import Boolean, Column, ForeignKey, PrimaryKeyConstraint, false, true

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
    positive,
    table,
    text,
    text_or_null,
    whole,
    whole_or_null,
)

shipments = family_table(
    "shipments",
    whole("stock_location_id", ForeignKey("stock_locations.id")),
    text("state"),
    text_or_null("tracking"),
    whole("cost"),
    moment_or_null("shipped_at"),
    moment("created_at"),
    moment("updated_at"),
    never_negative("cost"),
    one_of("state", "pending", "ready", "shipped", "backorder", "canceled"),
)

shipping_rates = family_table(
    "shipping_rates",
    whole("shipment_id"),
    whole("shipping_method_id", ForeignKey("shipping_methods.id")),
    text("name"),
    whole("cost"),
    flag("selected"),
    belongs_to("shipments", "shipment_id"),
    never_negative("cost"),
)

shipment_items = family_table(
    "shipment_items",
    whole("shipment_id"),
    whole("line_item_id"),
    whole("variant_id", ForeignKey("variants.id")),
    whole("quantity"),
    text("state"),
    belongs_to("shipments", "shipment_id"),
    belongs_to("line_items", "line_item_id"),
    positive("quantity"),
    one_of("state", "on_hand", "backordered", "shipped", "returned"),
    # Who waits for what came.
    index_where("state = 'backordered'", "ix_shipment_items_awaited", "variant_id", "order_id"),
)

stock_locations = table(
    "stock_locations",
    own_id(),
    text("name"),
    flag("is_default"),
    flag("active"),
    whole("position"),
    *(text_or_null(name) for name in ("address1", "address2", "city", "zipcode", "phone")),
    whole_or_null("country_id", ForeignKey("countries.id")),
    whole_or_null("state_id", ForeignKey("states.id")),
    text_or_null("state_name"),
    # What a variant has that comes to be kept here: is it sold before it is there?
    Column("backorderable_default", Boolean, nullable=False, server_default=false()),
    # Whether every new variant is kept here.
    Column("propagate_all_variants", Boolean, nullable=False, server_default=true()),
)

shipping_categories = table(
    "shipping_categories", own_id(), text("name"), moment_or_null("deleted_at")
)

shipping_methods = table(
    "shipping_methods",
    own_id(),
    text("name"),
    text_or_null("code"),
    text("calculator"),
    json("settings"),
    text_or_null("tracking_url"),
    whole("position"),
    moment_or_null("deleted_at"),
)

shipping_method_zones = table(
    "shipping_method_zones",
    whole("shipping_method_id", ForeignKey("shipping_methods.id")),
    whole("zone_id", ForeignKey("zones.id")),
    PrimaryKeyConstraint("shipping_method_id", "zone_id"),
)

shipping_method_categories = table(
    "shipping_method_categories",
    whole("shipping_method_id", ForeignKey("shipping_methods.id")),
    whole("shipping_category_id", ForeignKey("shipping_categories.id")),
    PrimaryKeyConstraint("shipping_method_id", "shipping_category_id"),
)
