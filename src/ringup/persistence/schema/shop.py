"""The shop itself: its name and defaults, the version of its settings, and the id counters."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
)

from ringup.persistence.schema.columns import (
    flag,
    json,
    moment,
    own_id,
    positive,
    table,
    text,
    whole,
)

stores = table(
    "stores",
    own_id(),
    text("name"),
    text("code"),
    text("url"),
    text("mail_from_address"),
    text("default_currency"),
    json("supported_currencies"),
    text("default_locale"),
    # One of them has it: where nobody says which store they mean.
    flag("is_default"),
    UniqueConstraint("code"),
    CheckConstraint("length(default_currency) = 3", name="currency_has_three_letters"),
)

# Where a store ships to; one without zones ships everywhere.
store_zones = table(
    "store_zones",
    whole("store_id", ForeignKey("stores.id")),
    whole("zone_id", ForeignKey("zones.id")),
    PrimaryKeyConstraint("store_id", "zone_id"),
)

# Which stores have a method; one without stores is had by all.
payment_method_stores = table(
    "payment_method_stores",
    whole("payment_method_id", ForeignKey("payment_methods.id")),
    whole("store_id", ForeignKey("stores.id")),
    PrimaryKeyConstraint("payment_method_id", "store_id"),
)

shipping_method_stores = table(
    "shipping_method_stores",
    whole("shipping_method_id", ForeignKey("shipping_methods.id")),
    whole("store_id", ForeignKey("stores.id")),
    PrimaryKeyConstraint("shipping_method_id", "store_id"),
)

# One row. Whoever changes anything a process keeps of the shop adds one to its version, and to the
# catalogue's for what it keeps of variants, in the same transaction; every order that is read
# brings both along.
shop_version = table(
    "shop_version",
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    whole("version"),
    whole("catalogue"),
    CheckConstraint("id = 1", name="one_row"),
)

# How far a file that is being imported has come, by the hash of what it is.
imports = table(
    "imports",
    Column("file", Text, primary_key=True),
    whole("line"),
    moment("at"),
)

# What the shop signs with what it gives out and keeps nowhere, such as the way back to a cart.
shop_secrets = table(
    "shop_secrets",
    Column("name", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

# Ids that the program gives are taken from here in blocks, a block to a process.
id_counters = table(
    "id_counters",
    Column("name", Text, primary_key=True),
    whole("next"),
    positive("next"),
)
