"""What comes back: the shop's word that it may, what of it came, and the usual reasons."""

from sqlalchemy import ForeignKey

from ringup.persistence.schema.columns import (
    belongs_to,
    family_table,
    flag,
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

return_reasons = table(
    "return_reasons",
    own_id(),
    text("name"),
    # Millionths of what comes back that the shop keeps.
    whole("restocking_fee_rate"),
    never_negative("restocking_fee_rate"),
)

return_authorizations = family_table(
    "return_authorizations",
    text("state"),
    whole("stock_location_id", ForeignKey("stock_locations.id")),
    # What it was, in the words of then.
    whole_or_null("reason_id"),
    text_or_null("reason"),
    text_or_null("memo"),
    # Millionths of what comes back that the shop keeps; what it kept; costs of sending given back.
    *(whole("restocking_fee_rate"), whole("restocking_fee"), whole("shipping_refund")),
    moment("created_at"),
    moment("updated_at"),
    one_of("state", "authorized", "received", "canceled"),
    never_negative("restocking_fee_rate", "restocking_fee", "shipping_refund"),
)

return_items = family_table(
    "return_items",
    whole("return_authorization_id"),
    whole("line_item_id"),
    whole("variant_id", ForeignKey("variants.id")),
    whole("quantity"),
    # Whether they can be sold again, and where they then lie.
    flag("restock"),
    whole_or_null("stock_location_id", ForeignKey("stock_locations.id")),
    whole_or_null("exchange_variant_id", ForeignKey("variants.id")),
    # What the buyer was credited when they came, and how much of that was tax.
    whole("amount"),
    whole("tax"),
    moment_or_null("received_at"),
    belongs_to("return_authorizations", "return_authorization_id"),
    belongs_to("line_items", "line_item_id"),
    positive("quantity"),
    never_negative("amount", "tax"),
)
