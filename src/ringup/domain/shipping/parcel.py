"""What one stock location would send together: the record that packing makes and rates price."""

from typing import Annotated, TypeAlias

import msgspec

from ringup.domain.money import LARGEST, Minor
from ringup.domain.order import LineItem
from ringup.domain.variants import Variant

Charge: TypeAlias = Annotated[Minor, msgspec.Meta(ge=0, lt=LARGEST)]
"""What a shop may set as the price of a shipment: an amount that is not negative."""


class Content(msgspec.Struct, frozen=True):
    """So many of a line in a parcel; ``backordered`` ones are not on hand yet."""

    line: LineItem
    variant: Variant
    quantity: int
    backordered: bool = False


class Parcel(msgspec.Struct, frozen=True):
    """What one stock location sends in one go."""

    stock_location_id: int
    contents: tuple[Content, ...]

    @property
    def quantity(self) -> int:
        """How many things are in it."""
        return sum(content.quantity for content in self.contents)

    @property
    def amount(self) -> Minor:
        """What the things in it cost, before any discount, in minor units."""
        return sum(content.line.price * content.quantity for content in self.contents)

    @property
    def weight(self) -> int:
        """Its weight in thousandths of the shop's unit."""
        return sum(content.variant.weight * content.quantity for content in self.contents)

    @property
    def category_ids(self) -> frozenset[int]:
        """The shipping categories in it; things without one go with any method."""
        ids = (content.variant.shipping_category_id for content in self.contents)
        return frozenset(category_id for category_id in ids if category_id is not None)
