"""What is looked up rather than bought: the records behind the store's lists, and their port.

Where the rules of an order know a thing already (a country, a variant, a shipping method), its
record is the domain's; the rest stands here. ``OPEN_TO`` says who may look;
``services.searchable`` by what each may be searched and sorted.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, Protocol, TypeAlias, TypeVar

import msgspec

from ringup.domain.facts import Facts, Store, TaxRate
from ringup.domain.geography import Country, State, Zone
from ringup.domain.methods import PaymentMethod, ShippingMethod
from ringup.domain.money import Minor
from ringup.domain.order import CHILD_BITS, Order, Shipment
from ringup.domain.problems import NotFound
from ringup.domain.returning import ReturnReason
from ringup.domain.stock import StockLevel, StockLocation
from ringup.domain.variants import Image, OptionValue, Variant
from ringup.services.accounts import ApiKey, SavedAddress, StoredCredit, StoredGiftCard
from ringup.services.editing.clerk import Work
from ringup.services.event_log import Following, LoggedEvent
from ringup.services.ports import store as port
from ringup.services.searching import Listing, Page, Single

T = TypeVar("T")


class OptionType(msgspec.Struct, frozen=True, kw_only=True):
    """A way in which variants differ (``size``), with its values in order."""

    id: int
    name: str
    presentation: str
    position: int
    option_values: tuple[OptionValue, ...] = ()


class Property(msgspec.Struct, frozen=True, kw_only=True):
    """What can be said of products: their ``material``, say."""

    id: int
    name: str
    presentation: str


class ProductProperty(msgspec.Struct, frozen=True, kw_only=True):
    """Something said of a product: ``material`` is ``brass``."""

    id: int
    product_id: int
    property_id: int
    property_name: str
    value: str


class Taxon(msgspec.Struct, frozen=True, kw_only=True):
    """A branch of a taxonomy. ``way`` are the names from the root down to itself."""

    id: int
    name: str
    way: tuple[str, ...]
    permalink: str
    parent_id: int | None
    taxonomy_id: int
    meta_title: str | None = None
    meta_description: str | None = None
    taxons: tuple["Taxon", ...] = ()


class Classification(msgspec.Struct, frozen=True, kw_only=True):
    """Where among a taxon's products one stands."""

    taxon: Taxon
    position: int


class Taxonomy(msgspec.Struct, frozen=True, kw_only=True):
    """A tree of taxons, by its root."""

    id: int
    name: str
    root: Taxon | None


class StoredVariant(msgspec.Struct, frozen=True, kw_only=True):
    """A variant with what only the shop's own people may see of it.

    ``cost_price`` is minor units of the store's currency.
    """

    variant: Variant
    cost_price: Minor | None = None

    @property
    def id(self) -> int:
        """The variant's id."""
        return self.variant.id


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """A product with all its variants; ``master`` carries what they share."""

    id: int
    name: str
    slug: str
    description: str | None
    meta_description: str | None
    meta_keywords: str | None
    available_on: datetime | None
    shipping_category_id: int | None
    master: StoredVariant | None
    variants: tuple[StoredVariant, ...] = ()
    option_types: tuple[OptionType, ...] = ()
    properties: tuple[ProductProperty, ...] = ()
    classifications: tuple[Classification, ...] = ()


class ProductOfTaxon(Product, frozen=True, kw_only=True):
    """A product as it is found at a taxon, in the taxon's order."""


class ShippingCategory(msgspec.Struct, frozen=True, kw_only=True):
    """What is sent alike."""

    id: int
    name: str


class TaxCategory(msgspec.Struct, frozen=True, kw_only=True):
    """What is taxed alike."""

    id: int
    name: str
    description: str | None
    tax_code: str | None
    default: bool


class StoredPlugin(msgspec.Struct, frozen=True, kw_only=True):
    """A rule or an action of a promotion, by its name in its table."""

    id: int
    name: str
    settings: Mapping[str, Any]


class StoredPromotion(msgspec.Struct, frozen=True, kw_only=True):
    """A promotion as it is looked up; its rules and actions need not be ones that work."""

    id: int
    name: str
    code: str | None
    description: str | None
    starts_at: datetime | None
    expires_at: datetime | None
    usage_limit: int | None
    match: str
    advertise: bool
    rules: tuple[StoredPlugin, ...] = ()
    actions: tuple[StoredPlugin, ...] = ()


class StockItem(msgspec.Struct, frozen=True, kw_only=True):
    """What one location has of one variant."""

    level: StockLevel
    stored: StoredVariant

    @property
    def id(self) -> int:
        """See ``stock_item_id``."""
        return stock_item_id(self.stored.variant.id, self.level.stock_location_id)


class StockMovement(msgspec.Struct, frozen=True, kw_only=True):
    """What changed a count on hand, by how much, why, and who did.

    ``actor`` is named as events do; ``user_id`` is whose key it was, if it was one.
    """

    id: int
    quantity: int
    reason: str
    actor: str
    user_id: int | None
    order_id: int | None
    at: datetime
    item: StockItem


class UserAddress(msgspec.Struct, frozen=True, kw_only=True):
    """An address a user keeps for the next order."""

    id: int
    firstname: str
    lastname: str
    address1: str
    address2: str | None
    city: str
    zipcode: str
    phone: str | None
    company: str | None
    alternative_phone: str | None
    country_id: int
    state_id: int | None
    state_name: str | None


class User(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody with an account."""

    id: int
    email: str
    created_at: datetime
    updated_at: datetime
    roles: tuple[str, ...] = ()
    bill_address: UserAddress | None = None
    ship_address: UserAddress | None = None


class SavedCard(msgspec.Struct, frozen=True, kw_only=True):
    """A card a user keeps: what may be shown of it, and no token."""

    id: int
    user_id: int
    payment_method_id: int
    brand: str
    last_digits: str
    month: int
    year: int
    name: str
    default: bool


class KeptOrder(msgspec.Struct, frozen=True):
    """An order as it lies in the store, with the facts to write it down."""

    order: Order
    facts: Facts


class KeptShipment(msgspec.Struct, frozen=True):
    """A shipment of a placed order, with all that it takes to write it down."""

    order: Order
    facts: Facts
    shipment: Shipment


def stock_item_id(variant_id: int, stock_location_id: int) -> int:
    """Name a stock item by one number, which encodes its variant and its location."""
    return (variant_id << CHILD_BITS) | stock_location_id


def stock_item_key(item_id: int) -> tuple[int, int]:
    """Tell the variant's and the location's id of a stock item."""
    return item_id >> CHILD_BITS, item_id & ((1 << CHILD_BITS) - 1)


class Shelves(Protocol):
    """Where the records lie. Each kind below has a shelf; any other is a mistake (``KeyError``)."""

    async def page(self, kind: type[T], listing: Listing) -> Page[T]:
        """Read one page, in a number of statements that does not grow with it."""
        ...

    async def find(self, kind: type[T], single: Single) -> T | None:
        """Read one by its id (or number, slug or code, where it has one)."""
        ...

    async def log(self, following: Following) -> Sequence[LoggedEvent]:
        """Read the log of events on, in one statement; see ``read_events``."""
        ...

    async def edit(self, work: Work[T]) -> T:
        """Run work that edits the store, in one transaction; see ``ports.store.Store.write``."""
        ...

    def through(self, store: port.Store) -> "Shelves":
        """Give the same shelves as somebody sees them who works with this store."""
        ...


class EmptyShelves:
    """The shelves of a shop that has nothing: what a desk has until it is given others."""

    async def page(self, kind: type[T], listing: Listing) -> Page[T]:  # noqa: ARG002 - nothing of any kind
        """Give a page without rows."""
        return Page(rows=(), total_count=0, page=listing.page, per_page=listing.per_page)

    async def find(self, kind: type[T], single: Single) -> T | None:  # noqa: ARG002
        """Find nothing."""
        return None

    async def log(self, following: Following) -> Sequence[LoggedEvent]:  # noqa: ARG002
        """Tell of nothing."""
        return ()

    async def edit(self, work: Work[T]) -> T:  # noqa: ARG002
        """Find nothing to edit."""
        raise NotFound

    def through(self, store: port.Store) -> "EmptyShelves":  # noqa: ARG002
        """Give the same."""
        return self


Rights: TypeAlias = Literal["everyone", "oneself", "admins"]

OPEN_TO: Mapping[type, Rights] = {
    Product: "everyone",
    ProductOfTaxon: "everyone",
    StoredVariant: "everyone",
    Image: "everyone",
    OptionType: "everyone",
    OptionValue: "everyone",
    Property: "everyone",
    ProductProperty: "everyone",
    Taxonomy: "everyone",
    Taxon: "everyone",
    Country: "everyone",
    State: "everyone",
    Zone: "everyone",
    ShippingMethod: "everyone",
    ShippingCategory: "everyone",
    PaymentMethod: "everyone",
    TaxCategory: "everyone",
    TaxRate: "everyone",
    Store: "everyone",
    StockLocation: "admins",
    StockItem: "admins",
    StockMovement: "admins",
    StoredPromotion: "admins",
    ReturnReason: "admins",
    User: "oneself",
    SavedCard: "oneself",
    ApiKey: "oneself",
    SavedAddress: "oneself",
    StoredCredit: "oneself",
    StoredGiftCard: "admins",
    KeptOrder: "admins",
    KeptShipment: "admins",
}
"""Who may look at what; of ``oneself`` a user sees the own, and an admin all."""

OWNER: Mapping[type, str] = {
    User: "id",
    **dict.fromkeys(
        (SavedCard, ApiKey, SavedAddress, StoredCredit, KeptOrder, KeptShipment), "user_id"
    ),
}
"""Which name of ``Listing.within`` keeps to the caller's own."""
