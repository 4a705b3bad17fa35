"""An example answer for every schema: each field gets a value that such a field has in a shop.

The values stand beside their names once, below; an answer's example is put together from them
along its schema, so that no example can lack a field or keep one that is gone.
"""

from collections.abc import Mapping
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

DEEPEST = 5
"""Trees (taxons within taxons) end here."""

MOMENT = "2026-11-23T10:00:00.000Z"

BY_NAME: Mapping[str, Any] = {
    "id": 1,
    "number": "R420987489",
    "state": "cart",
    "email": "ada@example.com",
    "user_id": 2,
    "currency": "USD",
    "channel": "spree",
    "token": "5YT2f9uZwMYA_RGEze2xVw",
    "total_quantity": 1,
    "quantity": 1,
    "item_total": "15.99",
    "ship_total": "5.0",
    "adjustment_total": "0.8",
    "tax_total": "0.8",
    "included_tax_total": "0.0",
    "additional_tax_total": "0.8",
    "promo_total": "0.0",
    "total": "21.79",
    "payment_total": "0.0",
    "outstanding_balance": "21.79",
    "display_item_total": "$15.99",
    "display_ship_total": "$5.00",
    "display_adjustment_total": "$0.80",
    "display_tax_total": "$0.80",
    "display_included_tax_total": "$0.00",
    "display_additional_tax_total": "$0.80",
    "display_total": "$21.79",
    "display_amount": "$15.99",
    "single_display_amount": "$15.99",
    "display_price": "$15.99",
    "display_current_currency_price": "$15.99",
    "display_cost": "$5.00",
    "amount": "15.99",
    "price": "15.99",
    "cost": "5.0",
    "cost_price": "8.0",
    "checkout_steps": ["address", "delivery", "payment", "confirm", "complete"],
    "permissions": {"can_update": True},
    "created_at": MOMENT,
    "updated_at": MOMENT,
    "completed_at": None,
    "canceled_at": None,
    "approved_at": None,
    "shipped_at": None,
    "starts_at": MOMENT,
    "expires_at": None,
    "available_on": MOMENT,
    "shipment_state": None,
    "payment_state": None,
    "special_instructions": None,
    "firstname": "Ada",
    "lastname": "Lovelace",
    "full_name": "Ada Lovelace",
    "address1": "12 St James's Square",
    "address2": None,
    "city": "Baltimore",
    "zipcode": "21201",
    "phone": "4105550100",
    "company": None,
    "alternative_phone": None,
    "country_id": 232,
    "state_id": 1437,
    "state_name": None,
    "state_text": "MD",
    "iso": "US",
    "iso3": "USA",
    "iso_name": "UNITED STATES",
    "numcode": 840,
    "abbr": "MD",
    "states_required": True,
    "Country.name": "United States",
    "State.name": "Maryland",
    "Product.name": "Canvas Tote",
    "Zone.name": "North America",
    "name": "Canvas Tote",
    "presentation": "Small",
    "option_type_name": "size",
    "option_type_presentation": "Size",
    "options_text": "",
    "description": "Holds a week of groceries.",
    "slug": "canvas-tote",
    "permalink": "canvas-tote",
    "pretty_name": "Brand -> Canvas",
    "sku": "TOTE-01",
    "weight": "0.4",
    "tracking": "1Z999AA10123456784",
    "stock_location_name": "Main",
    "count_on_hand": 100000,
    "total_on_hand": 100000,
    "zoneable_type": "Spree::Country",
    "code": "TENOFF",
    "label": "Sales tax 5%",
    "adjustable_type": "Spree::LineItem",
    "source_type": "Spree::TaxRate",
    "originator_type": "Spree::TaxRate",
    "method_type": "gateway",
    "response_code": "auth_1",
    "cc_type": "visa",
    "last_digits": "1111",
    "month": "12",
    "year": "2030",
    "url": "https://shop.example",
    "mail_from_address": "shop@example.com",
    "default_currency": "USD",
    "supported_currencies": "USD,EUR",
    "default_locale": "en",
    "supported_locales": "en",
    "count": 1,
    "total_count": 1,
    "current_page": 1,
    "pages": 1,
    "per_page": 25,
}
"""By field, or by schema and field where several schemas mean different things by one name."""

_BY_TYPE: Mapping[str, Any] = {
    "string": "text",
    "integer": 1,
    "number": 1.0,
    "boolean": True,
    "object": {},
    "null": None,
}
_TYPE_OF: Mapping[type, str] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    dict: "object",
    list: "array",
    type(None): "null",
}
_NO_VALUE = object()


def example_of(schema: Json, components: Mapping[str, Json]) -> object:
    """Put an example together along a schema."""
    return _example(schema, components, 0)


def _example(schema: Json, components: Mapping[str, Json], depth: int) -> object:
    if "$ref" in schema:
        return _example(_resolved(schema, components), components, depth + 1)
    if "properties" in schema:
        return _object(schema, components, depth)
    if "anyOf" in schema:
        return _choice(schema["anyOf"], components, depth)
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "array":
        deep_enough = depth >= DEEPEST or "items" not in schema
        return [] if deep_enough else [_example(schema["items"], components, depth)]
    return _BY_TYPE.get(str(schema.get("type")))


def _resolved(schema: Json, components: Mapping[str, Json]) -> Json:
    return components[schema["$ref"].rpartition("/")[2]]


def _object(schema: Json, components: Mapping[str, Json], depth: int) -> Json:
    title = schema.get("title", "")
    example: Json = {}
    for field, each in schema["properties"].items():
        known = BY_NAME.get(f"{title}.{field}", BY_NAME.get(field, _NO_VALUE))
        fits = known is not _NO_VALUE and _TYPE_OF.get(type(known)) in _types(each, components)
        example[field] = known if fits else _example(each, components, depth)
    return example


def _choice(choices: list[Json], components: Mapping[str, Json], depth: int) -> object:
    """Take the first choice that says something; nothing, where it would go too deep."""
    if depth >= DEEPEST and {"type": "null"} in choices:
        return None
    telling = [choice for choice in choices if choice.get("type") != "null"]
    return _example(telling[0], components, depth)


def _types(schema: Json, components: Mapping[str, Json]) -> frozenset[str]:
    """Give the JSON types that a schema allows."""
    if "$ref" in schema:
        return _types(_resolved(schema, components), components)
    if "anyOf" in schema:
        return frozenset().union(*(_types(each, components) for each in schema["anyOf"]))
    given = schema.get("type", [])
    return frozenset([given] if isinstance(given, str) else given)
