"""Every shelf there is, by the kind of record that lies on it."""

from collections.abc import Mapping
from typing import Any

from ringup.domain.facts import Store, TaxRate
from ringup.domain.geography import Country, State, Zone
from ringup.domain.methods import PaymentMethod, ShippingMethod
from ringup.domain.returning import ReturnReason
from ringup.domain.stock import StockLocation
from ringup.domain.variants import Image, OptionValue
from ringup.persistence.search.images import IMAGES
from ringup.persistence.search.options import OPTION_TYPES, OPTION_VALUES
from ringup.persistence.search.orders import ORDERS
from ringup.persistence.search.people import (
    API_KEYS,
    GIFT_CARDS,
    SAVED_ADDRESSES,
    SAVED_CARDS,
    STORE_CREDITS,
    USERS,
)
from ringup.persistence.search.places import COUNTRIES, STATES, ZONES
from ringup.persistence.search.products import PRODUCTS, PRODUCTS_OF_TAXONS
from ringup.persistence.search.properties import PRODUCT_PROPERTIES, PROPERTIES
from ringup.persistence.search.selling import (
    PAYMENT_METHODS,
    PROMOTIONS,
    RETURN_REASONS,
    SHIPPING_CATEGORIES,
    SHIPPING_METHODS,
    STORES,
    TAX_CATEGORIES,
    TAX_RATES,
)
from ringup.persistence.search.shelf import Shelf
from ringup.persistence.search.shipments import SHIPMENTS
from ringup.persistence.search.stock import STOCK_ITEMS, STOCK_LOCATIONS, STOCK_MOVEMENTS
from ringup.persistence.search.taxons import TAXONOMIES, TAXONS
from ringup.persistence.search.variants import VARIANTS
from ringup.services.accounts import ApiKey, SavedAddress, StoredCredit, StoredGiftCard
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

SHELVES: Mapping[type, Shelf[Any]] = {
    Product: PRODUCTS,
    ProductOfTaxon: PRODUCTS_OF_TAXONS,
    StoredVariant: VARIANTS,
    Image: IMAGES,
    OptionType: OPTION_TYPES,
    OptionValue: OPTION_VALUES,
    Property: PROPERTIES,
    ProductProperty: PRODUCT_PROPERTIES,
    Taxonomy: TAXONOMIES,
    Taxon: TAXONS,
    Country: COUNTRIES,
    State: STATES,
    Zone: ZONES,
    ShippingMethod: SHIPPING_METHODS,
    ShippingCategory: SHIPPING_CATEGORIES,
    ReturnReason: RETURN_REASONS,
    PaymentMethod: PAYMENT_METHODS,
    TaxCategory: TAX_CATEGORIES,
    TaxRate: TAX_RATES,
    Store: STORES,
    StockLocation: STOCK_LOCATIONS,
    StockItem: STOCK_ITEMS,
    StockMovement: STOCK_MOVEMENTS,
    StoredPromotion: PROMOTIONS,
    User: USERS,
    SavedCard: SAVED_CARDS,
    ApiKey: API_KEYS,
    StoredCredit: STORE_CREDITS,
    SavedAddress: SAVED_ADDRESSES,
    StoredGiftCard: GIFT_CARDS,
    KeptOrder: ORDERS,
    KeptShipment: SHIPMENTS,
}
