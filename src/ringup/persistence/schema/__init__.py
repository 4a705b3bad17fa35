"""Every table of the shop, in one place to import from; each family has its own file."""

from ringup.persistence.schema.catalogue import (
    images,
    option_types,
    option_values,
    prices,
    product_option_types,
    product_properties,
    product_taxons,
    products,
    properties,
    taxonomies,
    taxons,
    variant_option_values,
    variants,
)
from ringup.persistence.schema.columns import metadata
from ringup.persistence.schema.events import event_cursors, events, idempotency_keys
from ringup.persistence.schema.fulfilment import (
    shipment_items,
    shipments,
    shipping_categories,
    shipping_method_categories,
    shipping_method_zones,
    shipping_methods,
    shipping_rates,
    stock_locations,
)
from ringup.persistence.schema.geography import (
    countries,
    states,
    zone_countries,
    zone_states,
    zones,
)
from ringup.persistence.schema.gift_cards import gift_card_events, gift_cards
from ringup.persistence.schema.orders import (
    addresses,
    adjustments,
    line_items,
    order_coupons,
    orders,
)
from ringup.persistence.schema.payments import payment_attempts, payment_methods, payments
from ringup.persistence.schema.people import (
    api_keys,
    saved_cards,
    store_credit_events,
    store_credits,
    user_addresses,
    users,
)
from ringup.persistence.schema.promotions import (
    promotion_actions,
    promotion_rules,
    promotion_uses,
    promotions,
)
from ringup.persistence.schema.returns import (
    return_authorizations,
    return_items,
    return_reasons,
)
from ringup.persistence.schema.shop import (
    id_counters,
    imports,
    shop_secrets,
    shop_version,
    stores,
)
from ringup.persistence.schema.stock import stock_holds, stock_items, stock_movements
from ringup.persistence.schema.taxes import tax_categories, tax_rates

__all__ = [
    "addresses",
    "adjustments",
    "api_keys",
    "countries",
    "event_cursors",
    "events",
    "gift_card_events",
    "gift_cards",
    "id_counters",
    "idempotency_keys",
    "images",
    "imports",
    "line_items",
    "metadata",
    "option_types",
    "option_values",
    "order_coupons",
    "orders",
    "payment_attempts",
    "payment_methods",
    "payments",
    "prices",
    "product_option_types",
    "product_properties",
    "product_taxons",
    "products",
    "promotion_actions",
    "promotion_rules",
    "promotion_uses",
    "promotions",
    "properties",
    "return_authorizations",
    "return_items",
    "return_reasons",
    "saved_cards",
    "shipment_items",
    "shipments",
    "shipping_categories",
    "shipping_method_categories",
    "shipping_method_zones",
    "shipping_methods",
    "shipping_rates",
    "shop_secrets",
    "shop_version",
    "states",
    "stock_holds",
    "stock_items",
    "stock_locations",
    "stock_movements",
    "store_credit_events",
    "store_credits",
    "stores",
    "tax_categories",
    "tax_rates",
    "taxonomies",
    "taxons",
    "user_addresses",
    "users",
    "variant_option_values",
    "variants",
    "zone_countries",
    "zone_states",
    "zones",
]
