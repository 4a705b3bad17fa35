"""The ways to price a shipment, by the name they are stored under; one file each.

A calculator is a small frozen ``Struct`` whose fields are its settings, with one function
``cost``.
"""

from typing import Protocol

from ringup.domain.money import Minor
from ringup.domain.shipping.calculators.flat_rate import FlatRate
from ringup.domain.shipping.calculators.item_total_tiers import ItemTotalTiers
from ringup.domain.shipping.calculators.per_item import PerItem
from ringup.domain.shipping.calculators.percent_of_items import PercentOfItems
from ringup.domain.shipping.calculators.weight_tiers import WeightTiers
from ringup.domain.shipping.parcel import Parcel


class ShippingCalculator(Protocol):
    """Prices one shipment of a shipping method."""

    def cost(self, parcel: Parcel, currency: str, /) -> Minor | None:
        """Give minor units of the currency; ``None`` where the method is not offered."""
        ...


CALCULATORS: dict[str, type[ShippingCalculator]] = {
    "flat_rate": FlatRate,
    "item_total_tiers": ItemTotalTiers,
    "per_item": PerItem,
    "percent_of_items": PercentOfItems,
    "weight_tiers": WeightTiers,
}
"""Every calculator there is. A new one is a new file here and a new row in this table."""
