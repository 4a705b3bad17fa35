"""The rules a promotion may have, by the name they are stored under; one file each.

A rule is a small frozen ``Struct`` whose fields are its settings, with one function ``holds``
(see ``domain.facts.Rule``).
"""

from ringup.domain.facts import Rule
from ringup.domain.promotions.rules.country import Country
from ringup.domain.promotions.rules.first_order import FirstOrder
from ringup.domain.promotions.rules.item_total import ItemTotal
from ringup.domain.promotions.rules.one_per_customer import OnePerCustomer
from ringup.domain.promotions.rules.option_value import OptionValue
from ringup.domain.promotions.rules.product import Product
from ringup.domain.promotions.rules.quantity import Quantity
from ringup.domain.promotions.rules.user import User

__all__ = [
    "RULES",
    "Country",
    "FirstOrder",
    "ItemTotal",
    "OnePerCustomer",
    "OptionValue",
    "Product",
    "Quantity",
    "User",
]

RULES: dict[str, type[Rule]] = {
    "country": Country,
    "first_order": FirstOrder,
    "item_total": ItemTotal,
    "one_per_customer": OnePerCustomer,
    "option_value": OptionValue,
    "product": Product,
    "quantity": Quantity,
    "user": User,
}
"""Every rule there is. A new one is a new file here and a new row in this table."""
