"""Every drawer there is, by the kind of what is filed in it."""

from collections.abc import Mapping

from ringup.domain.facts import Store, TaxRate
from ringup.domain.geography import Zone
from ringup.domain.methods import PaymentMethod, ShippingMethod
from ringup.domain.returning import ReturnReason
from ringup.domain.stock import StockLocation
from ringup.domain.variants import Image, OptionValue
from ringup.persistence.filing.categories import SHIPPING_CATEGORIES, TAX_CATEGORIES
from ringup.persistence.filing.drawer import Drawer
from ringup.persistence.filing.images import IMAGES
from ringup.persistence.filing.options import OPTION_TYPES, OPTION_VALUES
from ringup.persistence.filing.people import STORE_CREDITS, USERS
from ringup.persistence.filing.places import ZONES
from ringup.persistence.filing.products import PRODUCTS
from ringup.persistence.filing.promotions import PROMOTIONS
from ringup.persistence.filing.properties import PRODUCT_PROPERTIES, PROPERTIES
from ringup.persistence.filing.returns import RETURN_REASONS
from ringup.persistence.filing.selling import (
    PAYMENT_METHODS,
    SHIPPING_METHODS,
    STORES,
    TAX_RATES,
)
from ringup.persistence.filing.stock import STOCK_LOCATIONS
from ringup.persistence.filing.taxonomies import TAXONOMIES, TAXONS
from ringup.persistence.filing.variants import VARIANTS
from ringup.services.accounts import StoredCredit
from ringup.services.shelves import (
    OptionType,
    Product,
    ProductProperty,
    Property,
    ShippingCategory,
    StoredPromotion,
    StoredVariant,
    TaxCategory,
    Taxon,
    Taxonomy,
    User,
)

DRAWERS: Mapping[type, Drawer] = {
    Product: PRODUCTS,
    StoredVariant: VARIANTS,
    Image: IMAGES,
    OptionType: OPTION_TYPES,
    OptionValue: OPTION_VALUES,
    Property: PROPERTIES,
    ProductProperty: PRODUCT_PROPERTIES,
    Taxonomy: TAXONOMIES,
    Taxon: TAXONS,
    Zone: ZONES,
    TaxCategory: TAX_CATEGORIES,
    ShippingCategory: SHIPPING_CATEGORIES,
    ReturnReason: RETURN_REASONS,
    User: USERS,
    TaxRate: TAX_RATES,
    ShippingMethod: SHIPPING_METHODS,
    PaymentMethod: PAYMENT_METHODS,
    Store: STORES,
    StoredPromotion: PROMOTIONS,
    StoredCredit: STORE_CREDITS,
    StockLocation: STOCK_LOCATIONS,
}
