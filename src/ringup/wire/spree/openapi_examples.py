"""An example answer for every schema: each field gets a value that such a field has in a shop.

The values stand beside their names once, below; an answer's example is put together from them
along its schema, so that no example can lack a field or keep one that is gone.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeAlias

import msgspec

from ringup.wire.spree.openapi_order import example_order, example_shipment

Json: TypeAlias = dict[str, Any]

DEEPEST = 5
"""Trees (taxons within taxons) end here."""

MOMENT = "2026-11-23T10:00:00.000Z"
PICTURE = "/images/3b1f6c0de5a94d27b8c2f01a97e4d653"

BY_NAME: Mapping[str, Any] = {
    "id": 1,
    "name": "Canvas Tote",
    "description": "Holds a week of groceries.",
    "slug": "canvas-tote",
    "permalink": "canvas-tote",
    "sku": "TOTE-01",
    "price": "15.99",
    "display_price": "$15.99",
    "display_current_currency_price": "$15.99",
    "cost_price": None,
    "options_text": "",
    "weight": "0.4",
    "height": None,
    "width": None,
    "depth": None,
    "has_variants": False,
    "is_backorderable": False,
    "backorderable": False,
    "meta_title": None,
    "meta_description": None,
    "meta_keywords": None,
    "held": 0,
    "count_on_hand": 100000,
    "total_on_hand": 100000,
    "reference": "T-2026-118",
    "presentation": "Small",
    "option_type_name": "size",
    "option_type_presentation": "Size",
    "url": f"{PICTURE}/original.jpg",
    "mini_url": f"{PICTURE}/mini.jpg",
    "small_url": f"{PICTURE}/small.jpg",
    "product_url": f"{PICTURE}/product.jpg",
    "large_url": f"{PICTURE}/large.jpg",
    "attachment_content_type": "image/jpeg",
    "attachment_file_name": "tote.jpg",
    "attachment_updated_at": MOMENT,
    "attachment_width": 1600,
    "attachment_height": 1200,
    "ImageRecord.type": "Spree::Image",
    "viewable_type": "Spree::Variant",
    "alt": "A canvas tote",
    "property_name": "material",
    "value": "cotton",
    "pretty_name": "Goods -> Bags",
    "parent_id": None,
    "number": "R387420489",
    "email": "ada@example.com",
    "user_id": 2,
    "currency": "USD",
    "created_at": MOMENT,
    "updated_at": MOMENT,
    "starts_at": MOMENT,
    "expires_at": None,
    "available_on": MOMENT,
    "at": MOMENT,
    "firstname": "Ada",
    "lastname": "Lovelace",
    "full_name": "Ada Lovelace",
    "address1": "1 Analytical Way",
    "address2": None,
    "city": "Bethesda",
    "zipcode": "20814",
    "phone": "3015550100",
    "company": None,
    "alternative_phone": None,
    "label": None,
    "country_id": 232,
    "state_id": 1437,
    "state_name": None,
    "state_text": "MD",
    "iso": "US",
    "iso3": "USA",
    "iso_name": "UNITED STATES",
    "numcode": 840,
    "abbr": "MD",
    "tracking": "1Z999AA10123456784",
    "stock_location_name": "Main",
    "zoneable_type": "Spree::Country",
    "zoneable_id": 232,
    "quantity": 1,
    "reason": "counted",
    "order_number": None,
    "amount": "0.05",
    "included_in_price": False,
    "tax_code": None,
    "code": "TENOFF",
    "type": None,
    "path": None,
    "usage_limit": None,
    "match_policy": "all",
    "advertise": False,
    "method_type": "gateway",
    "cc_type": "visa",
    "last_digits": "1111",
    "month": 12,
    "year": 2030,
    "mail_from_address": "shop@example.com",
    "default_currency": "USD",
    "supported_currencies": "USD,EUR",
    "default_locale": "en",
    "supported_locales": "en",
    "seo_title": None,
    "customer_support_email": None,
    "facebook": None,
    "twitter": None,
    "instagram": None,
    "count": 1,
    "total_count": 1,
    "current_page": 1,
    "pages": 1,
    "per_page": 25,
    "country": None,
    "state": None,
    "attributes": ["payment_method_id", "amount", "source_attributes"],
    "successful": True,
    "success": "The coupon code was successfully applied to your order.",
    "status_code": "coupon_code_applied",
    "error": None,
    "actor": "key:1",
    "revoked_at": None,
    "roles": [],
    "memo": "Welcome",
    "StoreCreditRecord.amount": "25.0",
    "default_bill": False,
    "default_ship": True,
    "key": "8bJ6bq0xJX3ltR0Jb1m0TzQ1c5yW2aFk",
    "ApiKeyRecord.last_digits": "2aFk",
    "ApiKeyRecord.name": "backoffice",
    "NewApiKeyRecord.last_digits": "2aFk",
    "NewApiKeyRecord.name": "backoffice",
    "note": None,
    "display_amount": "$25.00",
    "balance": "25.0",
    "display_balance": "$25.00",
    "GiftCardRecord.amount": "25.0",
    "GiftCardRecord.last_digits": "2aFk",
    "NewGiftCardRecord.amount": "25.0",
    "NewGiftCardRecord.last_digits": "2aFk",
    "NewGiftCardRecord.code": "8bJ6bq0xJX3ltR0Jb1m0TzQ1c5yW2aFk",
    "CategoryNameRecord.name": "Default",
    "NewRecord.attributes": ["id", "name", "description"],
    "NewRecord.required_attributes": ["name"],
    "EventRecord.data": {"from": "cart", "to": "address"},
    "EventRecord.order_number": "R387420489",
    "EventRecord.type": "order.advanced",
    "RecoveryRecord.recovery_token": "AAAAAAAAAAEAAAAAaR7-AJ3jc0nYdMgk1aYw",
    "RecoveryRecord.expires_at": MOMENT,
    "ReturnRecord.number": "RA1624951001972736",
    "ReturnRecord.state": "received",
    "ReturnRecord.memo": "too big",
    "ReturnRecord.reason": "Does not fit",
    "ReturnRecord.amount": "16.79",
    "ReturnRecord.display_amount": "$16.79",
    "ReturnRecord.restocking_fee": "2.4",
    "ReturnRecord.display_restocking_fee": "$2.40",
    "ReturnRecord.shipping_refund": "5.0",
    "ReturnRecord.display_shipping_refund": "$5.00",
    "ReturnItemRecord.amount": "16.79",
    "ReturnItemRecord.display_amount": "$16.79",
    "ReturnItemRecord.tax_amount": "0.8",
    "ReturnItemRecord.received_at": MOMENT,
    "ReturnReasonRecord.name": "Does not fit",
    "ReturnReasonRecord.restocking_fee_rate": "0.15",
    "NewReturnRecord.attributes": ["id", "number", "state", "reason", "memo", "return_items"],
    "NewReturnRecord.required_attributes": [],
    "CardRecord.name": "Ada Lovelace",
    "CountryRecord.id": 232,
    "CountryRecord.name": "United States",
    "CountryWithStatesRecord.id": 232,
    "CountryWithStatesRecord.name": "United States",
    "MethodNameRecord.name": "Credit Card",
    "OptionTypeNameRecord.name": "size",
    "OptionTypeNameRecord.presentation": "Size",
    "OptionTypeRecord.name": "size",
    "OptionTypeRecord.presentation": "Size",
    "OptionValueRecord.name": "S",
    "PluginRecord.type": "percent_off_lines",
    "PluginRecord.settings": {"rate": 100_000},
    "CalculatorRecord.type": "flat_rate",
    "CalculatorRecord.settings": {"amounts": {"USD": 500}},
    "TaxRateRecord.calculator": {"type": "rate", "settings": {}},
    "PaymentMethodRecord.name": "Credit Card",
    "NodeNamesRecord.name": "Bags",
    "NodeRecord.data": "Bags",
    "NodeRecord.state": "closed",
    "PaymentMethodRecord.description": None,
    "PromotionRecord.name": "Ten percent off",
    "PromotionRecord.description": None,
    "ShippingCategoryRecord.name": "Default",
    "ShippingMethodRecord.code": "ground",
    "ShippingMethodRecord.name": "Ground",
    "StateRecord.id": 1437,
    "StateRecord.name": "Maryland",
    "StockLocationRecord.address1": None,
    "StockLocationRecord.city": None,
    "StockLocationRecord.country_id": None,
    "StockLocationRecord.name": "Main",
    "StockLocationRecord.phone": None,
    "StockLocationRecord.state_id": None,
    "StockLocationRecord.zipcode": None,
    "StockMovementRecord.quantity": -3,
    "StockMovementRecord.actor": "key:2",
    "StockMovementRecord.user_id": 1,
    "StoreRecord.code": "example",
    "StoreRecord.name": "Example Shop",
    "StoreRecord.url": "https://shop.example",
    "TaxCategoryRecord.description": None,
    "TaxCategoryRecord.name": "Standard",
    "TaxRateRecord.name": "Sales tax",
    "TaxonRecord.name": "Bags",
    "TaxonRecord.permalink": "goods/bags",
    "TaxonRecord.taxons": [],
    "TransferRecord.message": "Variants successfully transferred",
    "TaxonomyRecord.name": "Goods",
    "ZoneNameRecord.name": "North America",
    "ZoneNameRecord.description": "US, CA",
    "ZoneRecord.name": "North America",
    "ZoneRecord.description": "US, CA",
    "ZoneRecord.default_tax": False,
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
    """Put an example together along a schema; an order, and what it holds, is one real order's."""
    return _example(schema, components, 0)


@cache
def _from_the_order() -> Mapping[str, Json]:
    """Take the order, and the things in it, by the names of their schemas."""
    order: Json = msgspec.to_builtins(example_order())
    [shipment] = order["shipments"]
    [line] = order["line_items"]
    return {
        "OrderRecord": order,
        "LineItemRecord": line,
        "VariantRecord": line["variant"],
        "ShipmentRecord": shipment,
        "SentRecord": msgspec.to_builtins(example_shipment()),
        "PaymentRecord": order["payments"][0],
        "AddressRecord": order["bill_address"],
    }


def _example(schema: Json, components: Mapping[str, Json], depth: int) -> object:
    if "$ref" in schema:
        known = _from_the_order().get(_name(schema))
        return known or _example(_resolved(schema, components), components, depth + 1)
    if "properties" in schema:
        return _object(schema, components, depth)
    if "anyOf" in schema:
        return _choice(schema["anyOf"], components, depth)
    if schema.get("type") == "array":
        deep_enough = depth >= DEEPEST or "items" not in schema
        return [] if deep_enough else [_example(schema["items"], components, depth)]
    return next(iter(schema.get("enum", ())), _BY_TYPE.get(str(schema.get("type"))))


def _name(schema: Json) -> str:
    return str(schema["$ref"]).rpartition("/")[2]


def _resolved(schema: Json, components: Mapping[str, Json]) -> Json:
    return components[_name(schema)]


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
