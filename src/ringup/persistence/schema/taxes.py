"""What is taxed, where, and by how much. Rates are whole millionths: 5 % is 50,000."""

from sqlalchemy import ForeignKey

from ringup.persistence.schema.columns import (
    flag,
    json,
    moment_or_null,
    never_negative,
    own_id,
    table,
    text,
    text_or_null,
    whole,
)

tax_categories = table(
    "tax_categories",
    own_id(),
    text("name"),
    text_or_null("description"),
    text_or_null("tax_code"),
    flag("is_default"),
    moment_or_null("deleted_at"),
)

tax_rates = table(
    "tax_rates",
    own_id(),
    text("name"),
    whole("zone_id", ForeignKey("zones.id")),
    whole("tax_category_id", ForeignKey("tax_categories.id")),
    whole("rate"),
    flag("included_in_price"),
    flag("show_rate_in_label"),
    # A plug-in of ``domain.pricing.calculators`` with its settings.
    text("calculator", server_default="rate"),
    json("settings", server_default="{}"),
    moment_or_null("deleted_at"),
    never_negative("rate"),
)
