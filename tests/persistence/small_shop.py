"""A small shop, just enough to keep orders in: written by the store itself."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Table, insert

from ringup.persistence import schema
from ringup.persistence.transaction import StoreTransaction

NOW = datetime(2026, 11, 23, 12, 30, 0, 123_000, tzinfo=UTC)
PLAIN, LAST_ONE, PREORDER, UNCOUNTED = 1, 2, 3, 4
"""Variants: many of it; one left; none left, but sold in advance; digital."""
MAIN, WEST = 1, 2
ADA, GRACE = 1, 2
KEY_HASH = b"k" * 32
REVOKED_HASH = b"r" * 32
LIMITED, UNLIMITED, ONCE_EACH = 1, 2, 3
"""Promotions: the code ``TWICE``, which two may use; ``ALWAYS``; an automatic one, once a buyer."""
_DATED = {"created_at": NOW, "updated_at": NOW}


def _numbered(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"id": number, **row} for number, row in enumerate(rows, 1)]


def _variant(sku: str) -> dict[str, Any]:
    return {
        "product_id": 1,
        "sku": sku,
        "is_master": sku == "PLAIN",
        "track_inventory": True,
        "weight": 500,
        "position": 1,
        **_DATED,
    }


def _stock(variant_id: int, location_id: int, count: int, *, ahead: bool = False) -> dict[str, Any]:
    return {
        "variant_id": variant_id,
        "stock_location_id": location_id,
        "count_on_hand": count,
        "held": 0,
        "backorderable": ahead,
    }


def _promotion(code: str | None, limit: int | None) -> dict[str, Any]:
    folded = code.casefold() if code else None
    return {
        "name": code or "Once each",
        "code": code,
        "code_folded": folded,
        "usage_limit": limit,
        "used": 0,
        "match": "all",
        "advertise": False,
    }


_COUNTRY = {
    "iso": "US",
    "iso3": "USA",
    "name": "United States",
    "iso_name": "UNITED STATES",
    "numcode": 840,
    "states_required": True,
    "zipcode_required": True,
    "zipcode_pattern": r"(\d{5})(?:[ \-](\d{4}))?",
}
_STORE = {
    "name": "Small",
    "code": "small",
    "url": "http://small.example",
    "default_locale": "en",
    "is_default": True,
    "mail_from_address": "shop@small.example",
    "default_currency": "USD",
    "supported_currencies": ["USD", "EUR"],
}

ROWS: tuple[tuple[Table, list[dict[str, Any]]], ...] = (
    (schema.stores, _numbered(_STORE)),
    (schema.countries, _numbered(_COUNTRY)),
    (schema.states, _numbered({"country_id": 1, "name": "Maryland", "abbr": "MD"})),
    (
        schema.zones,
        _numbered({"name": "Home", "description": "", "default_tax": True}),
    ),
    (schema.zone_countries, [{"zone_id": 1, "country_id": 1}]),
    (schema.zone_states, [{"zone_id": 1, "state_id": 1}]),
    (schema.tax_categories, _numbered({"name": "Standard", "is_default": True})),
    (
        schema.tax_rates,
        _numbered(
            {
                "name": "Sales tax",
                "zone_id": 1,
                "tax_category_id": 1,
                "rate": 50_000,
                "included_in_price": False,
                "show_rate_in_label": True,
            }
        ),
    ),
    (schema.shipping_categories, _numbered({"name": "Default"})),
    (
        schema.shipping_methods,
        _numbered(
            *(
                {"name": name, "calculator": "flat_rate", "settings": {"amounts": {"USD": 500}}}
                | {"position": position}
                for position, name in enumerate(("Ground", "Two Day"), 1)
            )
        ),
    ),
    (schema.shipping_method_zones, [{"shipping_method_id": 1, "zone_id": 1}]),
    (
        schema.shipping_method_categories,
        [{"shipping_method_id": 1, "shipping_category_id": 1}],
    ),
    (
        schema.payment_methods,
        _numbered(
            *(
                {"name": gateway, "gateway": gateway, "auto_capture": False, "settings": {}}
                | {"position": 1, "active": True}
                for gateway in ("test", "store_credit")
            )
        ),
    ),
    (
        schema.stock_locations,
        _numbered(
            *(
                {"name": name, "is_default": name == "Main", "active": True, "position": 1}
                for name in ("Main", "West")
            )
        ),
    ),
    (
        schema.products,
        _numbered(
            {
                "name": "Thing",
                "slug": "thing",
                "description": "A thing.",
                "digital": False,
                "tax_category_id": 1,
                "shipping_category_id": 1,
                **_DATED,
            }
        ),
    ),
    (
        schema.variants,
        _numbered(*(_variant(sku) for sku in ("PLAIN", "LAST-ONE", "PREORDER", "UNCOUNTED"))),
    ),
    (
        schema.prices,
        [
            {"variant_id": variant_id, "currency": currency, "amount": 1599 + variant_id}
            for variant_id in (PLAIN, LAST_ONE, PREORDER, UNCOUNTED)
            for currency in ("USD", "EUR")
        ],
    ),
    (schema.option_types, _numbered({"name": "size", "presentation": "Size", "position": 1})),
    (
        schema.option_values,
        _numbered({"option_type_id": 1, "name": "S", "presentation": "Small", "position": 1}),
    ),
    (schema.variant_option_values, [{"variant_id": PLAIN, "option_value_id": 1}]),
    (
        schema.images,
        _numbered(
            {"variant_id": PLAIN, "url": "/second.png", "alt": "Side", "position": 2},
            {"variant_id": PLAIN, "url": "/first.png", "alt": None, "position": 1},
        ),
    ),
    (schema.taxonomies, _numbered({"name": "Things", "position": 1})),
    (
        schema.taxons,
        _numbered({"taxonomy_id": 1, "name": "All", "permalink": "all", "position": 1}),
    ),
    (schema.product_taxons, [{"product_id": 1, "taxon_id": 1, "position": 1}]),
    (
        schema.stock_items,
        [
            _stock(PLAIN, MAIN, 1_000),
            _stock(PLAIN, WEST, 10),
            _stock(LAST_ONE, MAIN, 1),
            _stock(PREORDER, MAIN, 0, ahead=True),
        ],
    ),
    (
        schema.users,
        _numbered(
            *(
                {"email": email, "email_folded": email.casefold(), "admin": admin, "roles": []}
                | _DATED
                for email, admin in (("Ada@example.com", False), ("grace@example.com", True))
            )
        ),
    ),
    (
        schema.api_keys,
        _numbered(
            {"user_id": GRACE, "key_hash": KEY_HASH, "name": "a", "last_digits": "aaaa"}
            | {"created_at": NOW},
            {"user_id": GRACE, "key_hash": REVOKED_HASH, "name": "b", "last_digits": "bbbb"}
            | {"created_at": NOW},
        ),
    ),
    (
        schema.promotions,
        _numbered(_promotion("Twice", 2), _promotion("ALWAYS", None), _promotion(None, None)),
    ),
    (
        schema.promotion_rules,
        _numbered({"promotion_id": ONCE_EACH, "name": "one_per_customer", "settings": {}}),
    ),
    (
        schema.store_credits,
        _numbered(
            *(
                {"user_id": ADA, "currency": currency, "amount": amount, "used": 0}
                | {"created_at": NOW}
                for currency, amount in (("USD", 300), ("USD", 200), ("EUR", 900))
            )
        ),
    ),
)


async def set_up(transaction: StoreTransaction) -> None:
    """Write the small shop into empty tables."""
    for table, rows in ROWS:
        await transaction.execute(insert(table), rows)
    revoked = schema.api_keys.update().where(schema.api_keys.c.key_hash == REVOKED_HASH)
    await transaction.execute(revoked.values(revoked_at=NOW))
    digital = schema.variants.update().where(schema.variants.c.id == UNCOUNTED)
    await transaction.execute(digital.values(track_inventory=False))
