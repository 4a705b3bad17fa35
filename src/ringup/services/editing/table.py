"""Everything that can be edited, by its kind.

How a kind joins:

1. Its form: a Struct in a file of its family here (``places``, ``categories``, …), with what no
   type can say as rules, in an ``Editable``. One row in ``EDITABLE`` names it.
2. Where it is filed: a ``Drawer`` in ``persistence.filing``: its table, and a ``Part`` for each
   field that lies in other tables. One row in ``DRAWERS``.

Its ``POST``, ``PUT``, ``DELETE`` and ``GET …/new``, their OpenAPI descriptions and their refusals
follow from that and from its ``Resource``. Reading it back is the read side's.
"""

from collections.abc import Mapping

from ringup.domain.facts import Store, TaxRate
from ringup.domain.geography import Zone
from ringup.domain.methods import PaymentMethod, ShippingMethod
from ringup.domain.returning import ReturnReason
from ringup.domain.stock import StockLocation
from ringup.domain.variants import Image, OptionValue
from ringup.services.accounts import StoredCredit
from ringup.services.editing.categories import SHIPPING_CATEGORY, TAX_CATEGORY
from ringup.services.editing.forms import Editable
from ringup.services.editing.options import (
    OPTION_TYPE,
    OPTION_VALUE,
    PRODUCT_PROPERTY,
    PROPERTY,
)
from ringup.services.editing.people import STORE_CREDIT, USER
from ringup.services.editing.pictures import IMAGE
from ringup.services.editing.places import ZONE
from ringup.services.editing.products import PRODUCT, VARIANT
from ringup.services.editing.promotions import PROMOTION
from ringup.services.editing.returning import RETURN_REASON
from ringup.services.editing.selling import PAYMENT_METHOD, SHIPPING_METHOD, STORE, TAX_RATE
from ringup.services.editing.stock import STOCK_LOCATION
from ringup.services.editing.taxonomies import TAXON, TAXONOMY
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

EDITABLE: Mapping[type, Editable] = {
    Product: PRODUCT,
    StoredVariant: VARIANT,
    Image: IMAGE,
    OptionType: OPTION_TYPE,
    OptionValue: OPTION_VALUE,
    Property: PROPERTY,
    ProductProperty: PRODUCT_PROPERTY,
    Taxonomy: TAXONOMY,
    Taxon: TAXON,
    Zone: ZONE,
    TaxCategory: TAX_CATEGORY,
    ShippingCategory: SHIPPING_CATEGORY,
    ReturnReason: RETURN_REASON,
    User: USER,
    TaxRate: TAX_RATE,
    ShippingMethod: SHIPPING_METHOD,
    PaymentMethod: PAYMENT_METHOD,
    Store: STORE,
    StoredPromotion: PROMOTION,
    StoredCredit: STORE_CREDIT,
    StockLocation: STOCK_LOCATION,
}
"""What each kind is made of. Countries and states are the world's, and not edited."""
