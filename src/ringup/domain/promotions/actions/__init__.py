"""What a promotion may do, by the name it is stored under; one file each.

An action is a small frozen ``Struct`` whose fields are its settings, with one function
``discounts`` (see ``domain.facts.Action``).
"""

from ringup.domain.facts import Action
from ringup.domain.promotions.actions.amount_off_lines import AmountOffLines
from ringup.domain.promotions.actions.amount_off_order import AmountOffOrder
from ringup.domain.promotions.actions.buy_x_get_y import BuyXGetY
from ringup.domain.promotions.actions.free_shipping import FreeShipping
from ringup.domain.promotions.actions.percent_off_lines import PercentOffLines
from ringup.domain.promotions.actions.percent_off_order import PercentOffOrder

__all__ = [
    "ACTIONS",
    "AmountOffLines",
    "AmountOffOrder",
    "BuyXGetY",
    "FreeShipping",
    "PercentOffLines",
    "PercentOffOrder",
]

ACTIONS: dict[str, type[Action]] = {
    "amount_off_lines": AmountOffLines,
    "amount_off_order": AmountOffOrder,
    "buy_x_get_y": BuyXGetY,
    "free_shipping": FreeShipping,
    "percent_off_lines": PercentOffLines,
    "percent_off_order": PercentOffOrder,
}
"""Every action there is. A new one is a new file here and a new row in this table."""
