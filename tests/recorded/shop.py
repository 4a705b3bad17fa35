"""A shop set up like the Spree that was recorded: the same things, under the same ids."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy

from ringup.founding.pen import Pen
from ringup.founding.people import User, write_users
from ringup.founding.shop import NewShop, write_shop
from ringup.persistence.schema import metadata
from tests.recorded.recordings import stock_at_the_start
from tests.recorded.world import UNITED_STATES, write_recorded_world

SHOP = NewShop(
    name="Spree Demo Site",
    code="spree",
    url="demo.spreecommerce.org",
    mail="spree@example.com",
    currencies=("USD",),
)
USERS = tuple(
    User(email=f"{name}@example.com", api_key=f"{name}key".ljust(48, "0"), admin=name == "admin")
    for name in ("admin", "user", "other")
)
OPENED = datetime(2026, 11, 22, 9, 34, 50, tzinfo=UTC)

ZONE = TAX_CATEGORY = SHIPPING_CATEGORY = SIZE = 1
WAREHOUSE, TEXAS = 2, 528
PLENTY = 10_000_000

# id, name, SKU, price in cents, and how many there are; each is the master of product `id`.
MASTERS = (
    (1, "Ruby on Rails Tote", "ROR-00011", 15_99, PLENTY),
    (2, "Ruby on Rails Bag", "ROR-00012", 22_99, PLENTY),
    (3, "Ruby on Rails Baseball Jersey", "ROR-00001", 19_99, PLENTY),
    (4, "Limited Mug", "LIM-1", 9_99, 2),
    (5, "Backorder Stein", "BACK-1", 16_99, 0),
    (6, "Out Of Stock Cap", "OOS-1", 12_99, 0),
    (7, "Spree T-Shirt", "TEE-0", 17_99, 0),
)
TEE, STEIN = 7, 5
# Variants of the T-shirt: id, SKU, price, and the option value that tells it from the other.
TEES = ((8, "TEE-S", 17_99, 1), (9, "TEE-M", 18_99, 2))
MANY_TEES = 100_000
SIZES = ((1, "S", "Small"), (2, "M", "Medium"))
# Came with a variant that the scenario `products` made.
EXTRA_LARGE = {"id": 3, "option_type_id": SIZE, "name": "XL", "presentation": "XL", "position": 3}
# Came with what it said of that product.
MATERIAL = {"id": 1, "name": "material", "presentation": "material"}

SHIPPING = (
    (1, "UPS Ground (USD)", "UPS_GROUND", 5_00),
    (2, "UPS One Day (USD)", "UPS_ONE_DAY", 15_00),
)
PAYING = (
    (1, "Store Credit", "Store Credit", "store_credit", False),
    (2, "Check", "Pay by check", "manual", False),
    (3, "Credit Card", "Bogus payment gateway", "test", False),
    (4, "Credit Card (auto capture)", "Bogus, auto capture", "test", True),
)

PERCENT_OFF = ("percent_off_order", {"rate": 100_000})
ONE_OFF = ("amount_off_order", {"amounts": {"USD": 1_00}})
TWO_OFF_LINES = ("amount_off_lines", {"amounts": {"USD": 2_00}, "per": "line"})
# id (also its action's), name, code, action, and what else there is to it.
PROMOTIONS: tuple[tuple[int, str, str, tuple[str, dict[str, Any]], dict[str, Any]], ...] = (
    (1, "Ten percent off", "SAVE10", PERCENT_OFF, {}),
    (2, "Expired", "EXPIRED", PERCENT_OFF, {"expires_at": OPENED}),
    (3, "Free shipping", "FREESHIP", ("free_shipping", {}), {}),
    (4, "Big orders", "BIG1000", PERCENT_OFF, {}),
    (5, "Line two off", "LINE2", TWO_OFF_LINES, {}),
    (6, "Used up", "USEDUP", ONE_OFF, {"usage_limit": 1}),
)
BIG_ORDERS, BIG = 4, {"minimum": {"USD": 1_000_00}}


def write_recorded_shop(connection: sqlalchemy.Connection) -> None:
    """Write it all into an empty, migrated database, in the connection's transaction."""
    pen = Pen(connection, metadata.tables)
    write_recorded_world(pen)
    _zone(pen)
    _ways(pen)
    write_users(pen, USERS, OPENED)
    _catalogue(pen)
    _promotions(pen)
    write_shop(pen, SHOP)
    if connection.dialect.name == "postgresql":
        _go_on_numbering(connection)


def as_it_was_before(connection: sqlalchemy.Connection, scenario: str) -> None:
    """Leave what the scenarios before this one left: less stock, one more size."""
    items = metadata.tables["stock_items"]
    for variant, count in stock_at_the_start(scenario).items():
        here = items.c.variant_id == variant
        connection.execute(sqlalchemy.update(items).where(here).values(count_on_hand=count))
    if scenario == "taxonomies_options":
        pen = Pen(connection, metadata.tables)
        pen.write("option_values", [EXTRA_LARGE])
        pen.write("properties", [MATERIAL])
        if connection.dialect.name == "postgresql":
            _go_on_numbering(connection)


def _zone(pen: Pen) -> None:
    zone = {"id": ZONE, "name": "US zone", "description": "USA", "default_tax": True}
    pen.write("zones", [zone])
    pen.write("zone_countries", [{"zone_id": ZONE, "country_id": UNITED_STATES}])
    pen.write("tax_categories", [{"id": TAX_CATEGORY, "name": "Default", "is_default": True}])
    rate = {"id": 1, "name": "Sales tax", "zone_id": ZONE, "tax_category_id": TAX_CATEGORY}
    how = {"rate": 50_000, "included_in_price": False, "show_rate_in_label": True}
    pen.write("tax_rates", [{**rate, **how}])


def _ways(pen: Pen) -> None:
    """Write how things travel, where from, and how they are paid."""
    pen.write("shipping_categories", [{"id": SHIPPING_CATEGORY, "name": "Default"}])
    rows = [
        {
            "id": id_,
            "name": name,
            "code": code,
            "calculator": "flat_rate",
            "settings": {"amounts": {"USD": price}},
            "position": id_,
        }
        for id_, name, code, price in SHIPPING
    ]
    pen.write("shipping_methods", rows)
    methods = [{"shipping_method_id": row["id"]} for row in rows]
    pen.write("shipping_method_zones", _each(methods, zone_id=ZONE))
    pen.write("shipping_method_categories", _each(methods, shipping_category_id=SHIPPING_CATEGORY))
    warehouse = {"id": WAREHOUSE, "name": "Warehouse", "active": True}
    depot = {"address1": "1 Depot St", "city": "Austin", "zipcode": "73301", "phone": "5551234"}
    where = {**depot, "country_id": UNITED_STATES, "state_id": TEXAS}
    pen.write("stock_locations", [{**warehouse, **where, "is_default": True, "position": 1}])
    columns = ("id", "name", "description", "gateway", "auto_capture")
    paying = [dict(zip(columns, row, strict=True)) for row in PAYING]
    pen.write(
        "payment_methods",
        ({**row, "settings": {}, "position": row["id"], "active": True} for row in paying),
    )


def _catalogue(pen: Pen) -> None:
    products = (
        {
            "id": id_,
            "name": name,
            "slug": name.lower().replace(" ", "-"),
            "description": f"{name} description",
            "digital": False,
            "tax_category_id": TAX_CATEGORY,
            "shipping_category_id": SHIPPING_CATEGORY,
            "available_on": OPENED,
        }
        for id_, name, *_ in MASTERS
    )
    pen.write("products", _each(products, **_DATED))
    for id_, _name, sku, price, count in MASTERS:
        _variant(pen, {"id": id_, "product_id": id_, "sku": sku, "is_master": True}, price, count)
    _sizes(pen)
    for id_, sku, price, size in TEES:
        row = {"id": id_, "product_id": TEE, "sku": sku, "is_master": False}
        _variant(pen, row, price, MANY_TEES)
        pen.write("variant_option_values", [{"variant_id": id_, "option_value_id": size}])


_DATED = {"created_at": OPENED, "updated_at": OPENED}


def _variant(pen: Pen, row: dict[str, Any], price: int, count: int) -> None:
    variant = row["id"]
    pen.write("variants", _each([row], track_inventory=True, weight=0, position=variant, **_DATED))
    pen.write("prices", [{"variant_id": variant, "currency": "USD", "amount": price}])
    item = {"variant_id": variant, "stock_location_id": WAREHOUSE, "count_on_hand": count}
    pen.write("stock_items", [{**item, "held": 0, "backorderable": variant == STEIN}])


def _sizes(pen: Pen) -> None:
    pen.write("option_types", [{"id": SIZE, "name": "size", "presentation": "Size", "position": 1}])
    values = (
        {"id": id_, "name": name, "presentation": shown, "position": id_}
        for id_, name, shown in SIZES
    )
    pen.write("option_values", _each(values, option_type_id=SIZE))
    pen.write("product_option_types", [{"product_id": TEE, "option_type_id": SIZE, "position": 1}])


def _promotions(pen: Pen) -> None:
    common = {"starts_at": OPENED, "expires_at": None, "usage_limit": None, "used": 0}
    for id_, name, code, (action, settings), further in PROMOTIONS:
        row = {"id": id_, "name": name, "code": code, "code_folded": code.casefold()}
        pen.write("promotions", [{**common, **row, "match": "all", "advertise": False, **further}])
        own = {"promotion_id": id_}
        pen.write("promotion_actions", [{"id": id_, **own, "name": action, "settings": settings}])
    rule = {"promotion_id": BIG_ORDERS, "name": "item_total", "settings": BIG}
    pen.write("promotion_rules", [rule])


def _each(rows: Iterable[Mapping[str, Any]], **further: object) -> list[dict[str, Any]]:
    return [{**row, **further} for row in rows]


def _go_on_numbering(connection: sqlalchemy.Connection) -> None:
    """Let PostgreSQL give the next ids after those that were written by hand."""
    for table in metadata.tables.values():
        column = table.c.get("id")
        if column is None or table.primary_key.columns.values() != [column]:
            continue
        sequence = connection.scalar(
            sqlalchemy.select(sqlalchemy.func.pg_get_serial_sequence(table.name, "id"))
        )
        if sequence:
            highest = sqlalchemy.select(sqlalchemy.func.max(column)).scalar_subquery()
            connection.execute(sqlalchemy.select(sqlalchemy.func.setval(sequence, highest)))
