"""What rules may know of the shop, fetched before any rule runs and handed in as frozen records.

``Shop`` is what seldom changes and is held in memory per process; ``Facts`` adds what is read
afresh for one order. A rule that lacks a fact makes a record here wider; it never makes a query.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, Protocol, TypeVar

import msgspec

from ringup.domain.money import Millionths, Minor
from ringup.domain.order import Address, Order
from ringup.domain.payments.gift_cards import GiftCard

T = TypeVar("T")


class Country(msgspec.Struct, frozen=True, kw_only=True):
    """A country of ISO 3166-1. ``states_required`` and what follows by its postal rules.

    ``zipcode_pattern`` is a regular expression that a whole postal code matches.
    """

    id: int
    iso: str
    iso3: str
    name: str
    iso_name: str
    numcode: int
    states_required: bool = False
    zipcode_required: bool = True
    zipcode_pattern: str | None = None


class State(msgspec.Struct, frozen=True, kw_only=True):
    """A first-level subdivision that postal addresses use (``abbr`` such as ``MD``)."""

    id: int
    country_id: int
    name: str
    abbr: str


class Zone(msgspec.Struct, frozen=True, kw_only=True):
    """A set of countries, or of states. ``default_tax``: where nobody has given an address yet."""

    id: int
    name: str
    description: str = ""
    country_ids: frozenset[int] = frozenset()
    state_ids: frozenset[int] = frozenset()
    default_tax: bool = False


class TaxRate(msgspec.Struct, frozen=True, kw_only=True):
    """A tax on the items of one category in one zone, added to or contained in their prices.

    ``calculator`` names a plug-in of ``pricing.calculators``, with its settings.
    """

    id: int
    name: str
    zone_id: int
    tax_category_id: int
    rate: Millionths
    included_in_price: bool = False
    show_rate_in_label: bool = True
    calculator: str = "rate"
    settings: Mapping[str, Any] = {}


class Calculator(msgspec.Struct, frozen=True, kw_only=True):
    """A plug-in's name in its table, with its settings as they are stored."""

    name: str
    settings: Mapping[str, Any] = {}


class ShippingMethod(msgspec.Struct, frozen=True, kw_only=True):
    """A way to send parcels of some shipping categories into some zones.

    With ``store_ids`` it is those stores' alone; without, every store's.
    """

    id: int
    name: str
    code: str | None = None
    zone_ids: frozenset[int] = frozenset()
    shipping_category_ids: frozenset[int] = frozenset()
    calculator: Calculator
    tracking_url: str | None = None
    position: int = 0
    store_ids: frozenset[int] = frozenset()


class PaymentMethod(msgspec.Struct, frozen=True, kw_only=True):
    """A way to pay. ``gateway`` names a plug-in; with ``auto_capture`` money is taken at once.

    ``needs_card``: without a card there is nothing to charge (as the gateway says of itself).
    ``spends_credit``: the money is the buyer's store credit, so there is no more of it than that;
    ``spends_gift_card``: it is what is left on a gift card.
    Nothing new is paid by one that is not ``active``.
    With ``store_ids`` it is those stores' alone; without, every store's.
    """

    id: int
    name: str
    description: str | None = None
    gateway: str
    auto_capture: bool = False
    needs_card: bool = False
    spends_credit: bool = False
    spends_gift_card: bool = False
    active: bool = True
    settings: Mapping[str, Any] = {}
    position: int = 0
    store_ids: frozenset[int] = frozenset()


class StockLocation(msgspec.Struct, frozen=True, kw_only=True):
    """A place that sends parcels; the default one is asked first, then by position.

    A variant that comes to be kept there is sold before it is there by ``backorderable_default``;
    with ``propagate_all_variants`` every new variant is kept there.
    """

    id: int
    name: str
    default: bool = False
    active: bool = True
    position: int = 0
    address1: str | None = None
    address2: str | None = None
    city: str | None = None
    zipcode: str | None = None
    phone: str | None = None
    country_id: int | None = None
    state_id: int | None = None
    state_name: str | None = None
    backorderable_default: bool = False
    propagate_all_variants: bool = True


class Rule(Protocol):
    """What must hold for a promotion to do anything: a plug-in of ``promotions.rules``."""

    def holds(self, order: Order, facts: "Facts", promotion: "Promotion", /) -> bool:
        """Tell whether it holds for the order as it stands, its lines at today's prices."""
        ...

    def refusal(self, order: Order, /) -> str:
        """Say to a buyer, in one sentence, why a coupon is refused when it does not hold."""
        ...


class Action(Protocol):
    """What a promotion does: a plug-in of ``promotions.actions``."""

    def discounts(self, order: Order, facts: "Facts", /) -> Iterable[tuple[int, Minor]]:
        """Give the id of each line, shipment or order (its own) and what is off, above zero."""
        ...


class Promotion(msgspec.Struct, frozen=True, kw_only=True):
    """A promotion: live between two times, with or without a code, by rules, doing actions.

    ``code`` is kept as the shop wrote it and compared without regard to case; without one the
    promotion is automatic. ``match`` says whether all rules must hold or any. Rules and actions
    are ready to be asked; ``promotions.loading`` makes them from how they are stored.
    """

    id: int
    name: str
    code: str | None = None
    description: str | None = None
    starts_at: datetime | None = None
    expires_at: datetime | None = None
    usage_limit: int | None = None
    match: Literal["all", "any"] = "all"
    rules: tuple[Rule, ...] = ()
    actions: tuple["PromotionAction", ...] = ()
    advertise: bool = False


class PromotionAction(msgspec.Struct, frozen=True, kw_only=True):
    """One action of a promotion, under the id that adjustments name as their source."""

    id: int
    action: Action


class Store(msgspec.Struct, frozen=True, kw_only=True):
    """A store's own name and defaults; it ships to its zones, or everywhere if it has none."""

    id: int
    name: str
    code: str
    url: str
    mail_from_address: str
    default_currency: str
    supported_currencies: tuple[str, ...]
    default_locale: str = "en"
    is_default: bool = False
    zone_ids: frozenset[int] = frozenset()

    def has(self, method: ShippingMethod | PaymentMethod) -> bool:
        """Tell whether the store has a method, which may be other stores' alone."""
        return not method.store_ids or self.id in method.store_ids


class Shop(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """What seldom changes. ``version`` grows with every change of anything in here.

    ``store`` is the one of ``stores`` that is asked, or that the order at hand is of; all else
    they have in common.
    """

    version: int
    store: Store
    stores: Mapping[int, Store] = {}
    countries: Mapping[int, Country] = {}
    states: Mapping[int, State] = {}
    zones: Mapping[int, Zone] = {}
    tax_rates: tuple[TaxRate, ...] = ()
    default_tax_category_id: int | None = None
    """What is taxed as this says nothing of a tax category itself."""
    shipping_methods: Mapping[int, ShippingMethod] = {}
    payment_methods: Mapping[int, PaymentMethod] = {}
    stock_locations: Mapping[int, StockLocation] = {}
    return_reasons: Mapping[int, str] = {}
    shipping_categories: Mapping[int, str] = {}
    automatic_promotions: tuple[Promotion, ...] = ()
    """Those without a code, by their ids, which is how ties between them are settled."""
    promotions_by_code: Mapping[str, Promotion] = {}
    """By ``code.casefold()``, also those not yet or no longer live."""
    promotions: Mapping[int, Promotion] = {}

    def at_store(self, store_id: int) -> "Shop":
        """Give the shop as it is at one of its stores."""
        return self if store_id == self.store.id else self._at_stores.get(store_id, self)

    @cached_property
    def _at_stores(self) -> Mapping[int, "Shop"]:
        return {
            store.id: msgspec.structs.replace(self, store=store) for store in self.stores.values()
        }

    @property
    def default_store(self) -> Store:
        """The store that is meant where nobody says which."""
        return next((store for store in self.stores.values() if store.is_default), self.store)

    @property
    def currencies(self) -> tuple[str, ...]:
        """What its stores sell in, those of the one at hand first."""
        others = (code for store in self.stores.values() for code in store.supported_currencies)
        return tuple(dict.fromkeys((*self.store.supported_currencies, *others)))

    @cached_property
    def tax_rates_by_zone(self) -> Mapping[int, tuple[TaxRate, ...]]:
        """The tax rates of each zone that has any, in the order of their ids."""
        by_zone: dict[int, tuple[TaxRate, ...]] = {}
        for rate in sorted(self.tax_rates, key=lambda rate: rate.id):
            by_zone[rate.zone_id] = (*by_zone.get(rate.zone_id, ()), rate)
        return by_zone

    @cached_property
    def zones_by_place(self) -> dict[tuple[int, int | None], tuple[Zone, ...]]:
        """The zones of the countries and states asked for so far; ``shipping.zones`` fills it."""
        return {}

    @cached_property
    def _countries_by_iso(self) -> Mapping[str, Country]:
        return {country.iso: country for country in self.countries.values()}

    @cached_property
    def _states_by_name(self) -> Mapping[tuple[int, str], State]:
        found: dict[tuple[int, str], State] = {}
        for state in self.states.values():
            for name in (state.name, state.abbr):
                found.setdefault((state.country_id, name.casefold()), state)
        return found

    def country_by_iso(self, iso: str) -> Country | None:
        """Find a country by its two letters, in either case."""
        return self._countries_by_iso.get(iso.upper())

    def state_by_name(self, country: Country, name: str) -> State | None:
        """Find a state of a country by its name or abbreviation, in either case."""
        return self._states_by_name.get((country.id, name.casefold()))


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


class StockLevel(msgspec.Struct, frozen=True, kw_only=True):
    """What one location has of a variant. ``held`` counts what open checkouts hold.

    ``backordered`` is how many placed orders wait for; ``count_on_hand`` is without them already,
    and so may be below zero.
    """

    stock_location_id: int
    count_on_hand: int
    held: int = 0
    backordered: int = 0
    backorderable: bool = False

    def available_to(self, own: int) -> int:
        """How many there are for an order that holds ``own`` of them itself.

        What nobody holds or waits for, and of its own what still lies there.
        """
        free = max(self.count_on_hand - self.held, 0)
        if not own:
            return free
        left_by_others = self.count_on_hand + self.backordered - self.held + own
        return free + max(min(own, left_by_others), 0)

    @property
    def came_for_backorders(self) -> int:
        """How many have come that orders wait for, and that no open checkout holds."""
        return max(min(self.backordered, self.count_on_hand + self.backordered - self.held), 0)


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
        return sum([self.available_at(level) for level in self.stock])

    def can_supply(self, quantity: int) -> bool:
        """Whether so many can be sold to this order now."""
        return not self.has_stock_counted or self.backorderable or quantity <= self.available


class Buyer(msgspec.Struct, frozen=True, kw_only=True):
    """What rules may know of the user who owns the order."""

    id: int
    email: str
    completed_orders: int = 0
    store_credit: Minor = 0
    """What of the user's store credit can be spent, in the order's currency."""
    bill_address: Address | None = None
    ship_address: Address | None = None
    """The addresses the user bills and sends to by default; the only one saved is both."""


class Uses(msgspec.Struct, frozen=True, kw_only=True):
    """How often a promotion was claimed: in all, and by this buyer (user, or else email)."""

    total: int = 0
    by_buyer: int = 0


class Facts(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """All that rules may know, for one order at one moment ``now`` (aware, UTC)."""

    now: datetime
    shop: Shop
    variants: Mapping[int, Variant] = {}
    """Those of the order's lines and those the request names, by id."""
    buyer: Buyer | None = None
    coupon_uses: Mapping[int, Uses] = {}
    """By promotion id, for promotions with a limit; the order's own claim not counted."""
    completed_orders_by_email: int = 0
    gift_cards: Mapping[int, GiftCard] = {}
    """Those of the order's open payments and those the request names, by id."""
    held_until: datetime | None = None
    """When the first of the order's own holds on stock runs out; ``None`` if it holds none."""

    @cached_property
    def _remembered(self) -> dict[tuple[object, ...], tuple[tuple[object, ...], Any]]:
        return {}

    def remembered(self, what: str, of: tuple[object, ...], worked_out: Callable[[], T]) -> T:
        """Give what was worked out before of the very same things, or work it out.

        For what takes long and several rules ask; it must follow from these things and the facts.
        """
        key = (what, *map(id, of))
        found = self._remembered.get(key)
        if found is None:
            # The things are kept too, so that their ids stay theirs.
            found = self._remembered[key] = of, worked_out()
        result: T = found[1]
        return result

    def variant_by_sku(self, sku: str) -> Variant | None:
        """Find a fetched variant by its SKU."""
        return next((v for v in self.variants.values() if v.sku == sku), None)
