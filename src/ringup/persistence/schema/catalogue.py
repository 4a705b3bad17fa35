"""What can be bought: products, their variants, prices, options, pictures, and where to find them.

What was ordered once is never deleted, only marked: orders point at variants.
"""

from sqlalchemy import ForeignKey, Index, PrimaryKeyConstraint, UniqueConstraint

from ringup.persistence.schema.columns import (
    flag,
    index_where,
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

products = table(
    "products",
    own_id(),
    text("name"),
    text("slug"),
    text_or_null("description"),
    text_or_null("meta_description"),
    text_or_null("meta_keywords"),
    flag("digital"),
    whole_or_null("tax_category_id", ForeignKey("tax_categories.id")),
    whole_or_null("shipping_category_id", ForeignKey("shipping_categories.id")),
    moment_or_null("available_on"),
    moment("created_at"),
    moment("updated_at"),
    moment_or_null("deleted_at"),
    # What was deleted leaves its slug to another.
    index_where("deleted_at IS NULL", "uq_products_slug", "slug", unique=True),
)

variants = table(
    "variants",
    own_id(),
    whole("product_id", ForeignKey("products.id")),
    text("sku"),
    flag("is_master"),
    flag("track_inventory"),
    # Thousandths of the shop's units.
    whole("weight"),
    whole_or_null("height"),
    whole_or_null("width"),
    whole_or_null("depth"),
    # Where they differ from the product's.
    whole_or_null("tax_category_id", ForeignKey("tax_categories.id")),
    whole_or_null("cost_price"),
    whole("position"),
    moment("created_at"),
    moment("updated_at"),
    moment_or_null("deleted_at"),
    Index(None, "product_id"),
    Index(None, "sku"),
)

prices = table(
    "prices",
    whole("variant_id", ForeignKey("variants.id")),
    text("currency"),
    whole("amount"),
    PrimaryKeyConstraint("variant_id", "currency"),
    never_negative("amount"),
)

option_types = table(
    "option_types", own_id(), text("name"), text("presentation"), whole("position")
)

option_values = table(
    "option_values",
    own_id(),
    whole("option_type_id", ForeignKey("option_types.id")),
    text("name"),
    text("presentation"),
    whole("position"),
    Index(None, "option_type_id"),
)

variant_option_values = table(
    "variant_option_values",
    whole("variant_id", ForeignKey("variants.id")),
    whole("option_value_id", ForeignKey("option_values.id")),
    PrimaryKeyConstraint("variant_id", "option_value_id"),
)

product_option_types = table(
    "product_option_types",
    whole("product_id", ForeignKey("products.id")),
    whole("option_type_id", ForeignKey("option_types.id")),
    whole("position"),
    PrimaryKeyConstraint("product_id", "option_type_id"),
)

images = table(
    "images",
    own_id(),
    whole("variant_id", ForeignKey("variants.id")),
    text("url"),
    text_or_null("alt"),
    whole("position"),
    # Of those this shop keeps itself; others have nothing but their address.
    text_or_null("kept_as"),
    # With "{size}" for the size's name.
    text_or_null("sizes_url"),
    text_or_null("content_type"),
    text_or_null("file_name"),
    # In pixels.
    whole_or_null("width"),
    whole_or_null("height"),
    moment_or_null("updated_at"),
    Index(None, "variant_id"),
)

properties = table("properties", own_id(), text("name"), text("presentation"))

product_properties = table(
    "product_properties",
    own_id(),
    whole("product_id", ForeignKey("products.id")),
    whole("property_id", ForeignKey("properties.id")),
    text("value"),
    whole("position"),
    Index(None, "product_id"),
)

taxonomies = table("taxonomies", own_id(), text("name"), whole("position"))

taxons = table(
    "taxons",
    own_id(),
    whole("taxonomy_id", ForeignKey("taxonomies.id")),
    whole_or_null("parent_id", ForeignKey("taxons.id")),
    text("name"),
    # The way from the root, by slugs: "clothing/shirts". A taxon's descendants start with its own.
    text("permalink"),
    text_or_null("description"),
    text_or_null("meta_title"),
    text_or_null("meta_description"),
    text_or_null("meta_keywords"),
    whole("position"),
    UniqueConstraint("permalink"),
    Index(None, "taxonomy_id"),
    Index(None, "parent_id"),
)

product_taxons = table(
    "product_taxons",
    whole("product_id", ForeignKey("products.id")),
    whole("taxon_id", ForeignKey("taxons.id")),
    whole("position"),
    PrimaryKeyConstraint("product_id", "taxon_id"),
    Index(None, "taxon_id"),
)
