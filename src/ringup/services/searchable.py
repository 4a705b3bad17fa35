"""By what each kind of thing may be searched and sorted; nothing else reaches a statement."""

from collections.abc import Mapping

from ringup.domain.facts import Store, TaxRate
from ringup.domain.geography import Country, State, Zone
from ringup.domain.methods import PaymentMethod, ShippingMethod
from ringup.domain.returning import ReturnReason
from ringup.domain.stock import StockLocation
from ringup.domain.variants import Image, OptionValue
from ringup.services.accounts import ApiKey, SavedAddress, StoredCredit, StoredGiftCard
from ringup.services.searching import Association, Kind, Searchable
from ringup.services.shelves import (
    KeptOrder,
    KeptShipment,
    OptionType,
    Product,
    ProductOfTaxon,
    ProductProperty,
    Property,
    SavedCard,
    ShippingCategory,
    StockItem,
    StockMovement,
    StoredPromotion,
    StoredVariant,
    TaxCategory,
    Taxon,
    Taxonomy,
    User,
)

_NAMED: Mapping[str, Kind] = {"id": "whole", "name": "text"}
_TIMES: Mapping[str, Kind] = {"created_at": "moment", "updated_at": "moment"}
_PRESENTED: Mapping[str, Kind] = {**_NAMED, "presentation": "text", "position": "whole"}
_ADDRESS: Mapping[str, Kind] = {
    **dict.fromkeys(("firstname", "lastname", "address1", "city", "zipcode"), "text"),
    **dict.fromkeys(("phone", "company", "state_name"), "text"),
    **dict.fromkeys(("country_id", "state_id"), "whole"),
}
_VARIANT: Mapping[str, Kind] = {
    "id": "whole",
    "sku": "text",
    "is_master": "flag",
    "product_id": "whole",
    "track_inventory": "flag",
    **_TIMES,
}
_PRODUCT: Mapping[str, Kind] = {
    **_NAMED,
    **dict.fromkeys(("slug", "description", "meta_keywords", "meta_description"), "text"),
    "shipping_category_id": "whole",
    "available_on": "moment",
    **_TIMES,
}
_ORDER: Mapping[str, Kind] = {
    "id": "whole",
    **dict.fromkeys(("number", "email", "state", "currency", "channel"), "text"),
    **dict.fromkeys(("payment_state", "shipment_state", "special_instructions"), "text"),
    **dict.fromkeys(("user_id", "store_id"), "whole"),
    "considered_risky": "flag",
    **dict.fromkeys(("item_total", "ship_total", "adjustment_total", "promo_total"), "money"),
    **dict.fromkeys(("total", "payment_total"), "money"),
    **_TIMES,
    **dict.fromkeys(("completed_at", "canceled_at", "approved_at"), "moment"),
}

_PRODUCTS = Searchable(
    attributes=_PRODUCT,
    associations={
        "master": Association(attributes=_VARIANT),
        "variants": Association(attributes=_VARIANT, many=True),
        "variants_including_master": Association(attributes=_VARIANT, many=True),
        "taxons": Association(attributes={**_NAMED, "permalink": "text"}, many=True),
        "option_types": Association(attributes=_PRESENTED, many=True),
    },
)

SEARCHABLE: Mapping[type, Searchable] = {
    Product: _PRODUCTS,
    ProductOfTaxon: _PRODUCTS,
    StoredVariant: Searchable(
        attributes=_VARIANT,
        associations={
            "product": Association(attributes=_PRODUCT),
            "option_values": Association(attributes=_PRESENTED, many=True),
        },
    ),
    Image: Searchable(attributes={"id": "whole", "alt": "text", "position": "whole"}),
    OptionType: Searchable(attributes=_PRESENTED),
    OptionValue: Searchable(
        attributes={**_PRESENTED, "option_type_id": "whole"},
        associations={"option_type": Association(attributes=_PRESENTED)},
    ),
    Property: Searchable(attributes={**_NAMED, "presentation": "text"}),
    ProductProperty: Searchable(
        attributes={"id": "whole", "value": "text", "property_id": "whole", "position": "whole"},
        associations={"property": Association(attributes={**_NAMED, "presentation": "text"})},
    ),
    Taxonomy: Searchable(attributes={**_NAMED, "position": "whole"}),
    Taxon: Searchable(
        attributes={
            **_NAMED,
            "permalink": "text",
            "parent_id": "whole",
            "taxonomy_id": "whole",
            "position": "whole",
        },
        associations={"taxonomy": Association(attributes=_NAMED)},
    ),
    Country: Searchable(
        attributes={
            **_NAMED,
            **dict.fromkeys(("iso", "iso3", "iso_name"), "text"),
            "numcode": "whole",
            "states_required": "flag",
        },
        associations={"states": Association(attributes={**_NAMED, "abbr": "text"}, many=True)},
    ),
    State: Searchable(
        attributes={**_NAMED, "abbr": "text", "country_id": "whole"},
        associations={"country": Association(attributes={**_NAMED, "iso": "text"})},
    ),
    Zone: Searchable(attributes={**_NAMED, "description": "text", "default_tax": "flag"}),
    ShippingMethod: Searchable(attributes={**_NAMED, "code": "text"}),
    ShippingCategory: Searchable(attributes=_NAMED),
    ReturnReason: Searchable(attributes=_NAMED),
    PaymentMethod: Searchable(
        attributes={**_NAMED, "description": "text", "auto_capture": "flag", "position": "whole"}
    ),
    TaxCategory: Searchable(attributes={**_NAMED, "tax_code": "text", "default": "flag"}),
    TaxRate: Searchable(
        attributes={
            **_NAMED,
            "zone_id": "whole",
            "tax_category_id": "whole",
            "included_in_price": "flag",
        },
        associations={"zone": Association(attributes=_NAMED)},
    ),
    Store: Searchable(attributes={**_NAMED, "code": "text", "url": "text"}),
    StockLocation: Searchable(attributes={**_NAMED, "active": "flag", "default": "flag"}),
    StockItem: Searchable(
        attributes={
            **dict.fromkeys(("variant_id", "stock_location_id", "count_on_hand"), "whole"),
            "backorderable": "flag",
        },
        associations={
            "variant": Association(attributes={"id": "whole", "sku": "text"}),
            "stock_location": Association(attributes=_NAMED),
        },
    ),
    StockMovement: Searchable(
        attributes={
            **dict.fromkeys(("id", "variant_id", "stock_location_id", "quantity"), "whole"),
            "order_id": "whole",
            **dict.fromkeys(("reason", "actor"), "text"),
        },
        associations={"variant": Association(attributes={"id": "whole", "sku": "text"})},
    ),
    StoredPromotion: Searchable(
        attributes={
            **_NAMED,
            **dict.fromkeys(("code", "description"), "text"),
            **dict.fromkeys(("starts_at", "expires_at"), "moment"),
            "advertise": "flag",
        }
    ),
    User: Searchable(attributes={"id": "whole", "email": "text", **_TIMES}),
    SavedCard: Searchable(attributes={"id": "whole", "last_digits": "text", "brand": "text"}),
    ApiKey: Searchable(
        attributes={
            **_NAMED,
            "last_digits": "text",
            **dict.fromkeys(("created_at", "revoked_at"), "moment"),
        }
    ),
    StoredGiftCard: Searchable(
        attributes={
            "id": "whole",
            **dict.fromkeys(("last_digits", "currency", "note"), "text"),
            **dict.fromkeys(("amount", "used"), "money"),
            "expires_at": "moment",
            **_TIMES,
        }
    ),
    StoredCredit: Searchable(
        attributes={
            **dict.fromkeys(("id", "user_id"), "whole"),
            **dict.fromkeys(("currency", "memo"), "text"),
            **dict.fromkeys(("amount", "used"), "money"),
            "created_at": "moment",
        }
    ),
    SavedAddress: Searchable(attributes={"id": "whole", **_ADDRESS}),
    KeptOrder: Searchable(
        attributes=_ORDER,
        associations={
            "user": Association(attributes={"id": "whole", "email": "text"}),
            "store": Association(attributes={**_NAMED, "code": "text"}),
            "ship_address": Association(attributes=_ADDRESS),
            "bill_address": Association(attributes=_ADDRESS),
            "line_items": Association(
                attributes={
                    **dict.fromkeys(("id", "variant_id", "quantity"), "whole"),
                    "variant_sku": "text",
                },
                many=True,
            ),
            "shipments": Association(
                attributes={"id": "whole", "state": "text", "tracking": "text"}, many=True
            ),
            "payments": Association(
                attributes={"id": "whole", "state": "text", "response_code": "text"}, many=True
            ),
            "promotions": Association(attributes={"id": "whole", "code": "text"}, many=True),
        },
    ),
    KeptShipment: Searchable(
        attributes={
            "id": "whole",
            **dict.fromkeys(("state", "tracking"), "text"),
            "cost": "money",
            "shipped_at": "moment",
            **_TIMES,
        },
        associations={"order": Association(attributes={"number": "text", "state": "text"})},
    ),
}
"""By what each may be searched: the names a client writes, and what they hold."""
