"""Every drawer there is, by the kind of what is filed in it."""

from collections.abc import Mapping

from ringup.domain.facts import Zone
from ringup.persistence.filing.categories import SHIPPING_CATEGORIES, TAX_CATEGORIES
from ringup.persistence.filing.drawer import Drawer
from ringup.persistence.filing.people import USERS
from ringup.persistence.filing.places import ZONES
from ringup.services.shelves import ShippingCategory, TaxCategory, User

DRAWERS: Mapping[type, Drawer] = {
    Zone: ZONES,
    TaxCategory: TAX_CATEGORIES,
    ShippingCategory: SHIPPING_CATEGORIES,
    User: USERS,
}
