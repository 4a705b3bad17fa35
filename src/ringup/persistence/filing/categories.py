"""Where tax and shipping categories are filed."""

from ringup.persistence.filing.drawer import Drawer
from ringup.persistence.schema import (
    products,
    shipping_categories,
    shipping_method_categories,
    tax_categories,
    tax_rates,
    variants,
)

TAX_CATEGORIES = Drawer(
    table=tax_categories,
    used_by=(tax_rates.c.tax_category_id, products.c.tax_category_id, variants.c.tax_category_id),
)

SHIPPING_CATEGORIES = Drawer(
    table=shipping_categories,
    used_by=(
        products.c.shipping_category_id,
        shipping_method_categories.c.shipping_category_id,
    ),
)
