"""Things that can be bought, with what rules and answers need to know of each."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from ringup.domain.money import Minor
from ringup.domain.stock import StockLevel


class Image(msgspec.Struct, frozen=True, kw_only=True):
    """A picture of a variant. ``sizes_url`` has ``{size}`` in it, for the name of a size.

    Of what the shop does not keep itself it knows the address alone. The measures are pixels.
    """

    id: int
    variant_id: int
    url: str
    sizes_url: str | None = None
    kept_as: str | None = None
    alt: str | None = None
    position: int = 0
    content_type: str | None = None
    file_name: str | None = None
    width: int | None = None
    height: int | None = None
    updated_at: datetime | None = None

    def url_of(self, size: str) -> str:
        """Give the address of the picture in a size; there may be one address for all."""
        return self.sizes_url.replace("{size}", size) if self.sizes_url else self.url


class OptionValue(msgspec.Struct, frozen=True, kw_only=True):
    """One value of an option (``size``: ``S``)."""

    id: int
    name: str
    presentation: str
    option_type_id: int
    option_type_name: str
    option_type_presentation: str


class Variant(msgspec.Struct, frozen=True, kw_only=True):
    """A thing that can be bought, with what rules and answers need of its product.

    ``prices`` are minor units by currency. ``weight`` and the lengths are thousandths of the
    shop's units (kilogram or pound, centimetre or inch).
    ``held_by_order`` is what the order that these facts were fetched for holds itself, by
    location: an order's own hold never refuses its own retry. A ``digital`` variant is not
    shipped and has no stock.
    """

    id: int
    product_id: int
    name: str
    sku: str
    slug: str
    description: str | None = None
    is_master: bool = False
    digital: bool = False
    track_inventory: bool = True
    prices: Mapping[str, Minor] = {}
    weight: int = 0
    height: int | None = None
    width: int | None = None
    depth: int | None = None
    tax_category_id: int | None = None
    shipping_category_id: int | None = None
    option_values: tuple[OptionValue, ...] = ()
    images: tuple[Image, ...] = ()
    taxon_ids: frozenset[int] = frozenset()
    stock: tuple[StockLevel, ...] = ()
    held_by_order: Mapping[int, int] = {}
    deleted: bool = False

    @property
    def has_stock_counted(self) -> bool:
        """Whether its stock is counted at all."""
        return self.track_inventory and not self.digital

    @property
    def backorderable(self) -> bool:
        """Whether some location sells it before it has it."""
        return any(level.backorderable for level in self.stock)

    def available_at(self, level: StockLevel) -> int:
        """How many a location has for this order: on hand, less what other orders hold."""
        return level.available_to(self.held_by_order.get(level.stock_location_id, 0))

    @property
    def available(self) -> int:
        """How many there are for this order in all locations."""
        if not self.held_by_order:
            return sum([level.free for level in self.stock])
        return sum([self.available_at(level) for level in self.stock])

    def can_supply(self, quantity: int) -> bool:
        """Whether so many can be sold to this order now."""
        return not self.has_stock_counted or quantity <= self.available or self.backorderable
