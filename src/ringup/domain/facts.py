"""What rules may know of the shop, fetched before any rule runs and handed in as frozen records.

``Shop`` is what seldom changes and is held in memory per process; ``Facts`` adds what is read
afresh for one order. A rule that lacks a fact makes a record here wider; it never makes a query.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, Protocol, TypeVar

import msgspec

from ringup.domain.geography import Country, State, Zone
from ringup.domain.methods import PaymentMethod, ShippingMethod
from ringup.domain.money import Millionths, Minor
from ringup.domain.order import Address, Order
from ringup.domain.payments.gift_cards import GiftCard
from ringup.domain.returning import ReturnReason
from ringup.domain.stock import StockLocation
from ringup.domain.variants import Variant

T = TypeVar("T")


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
    return_reasons: Mapping[int, ReturnReason] = {}
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


MOST_REMEMBERED = 8
"""With more than this worked out of an order's goods, what is out of date is left behind."""


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

        For what takes long and several rules ask; it must follow from these things, the variants
        and the shop alone, for later facts of the same order may go on from it.
        """
        key = (what, *map(id, of))
        found = self._remembered.get(key)
        if found is None:
            # The things are kept too, so that their ids stay theirs.
            found = self._remembered[key] = of, worked_out()
        result: T = found[1]
        return result

    def go_on_from(self, earlier: "Facts") -> None:
        """Take over what was worked out before, of the very same variants in the very same shop."""
        worked_out = earlier._remembered  # noqa: SLF001 - another of its own kind
        is_same = earlier.variants is self.variants and earlier.shop is self.shop
        if is_same and len(worked_out) <= MOST_REMEMBERED:
            self._remembered.update(worked_out)

    @cached_property
    def _variants_by_sku(self) -> Mapping[str, Variant]:
        return {variant.sku: variant for variant in reversed([*self.variants.values()])}

    def variant_by_sku(self, sku: str) -> Variant | None:
        """Find a fetched variant by its SKU."""
        return self._variants_by_sku.get(sku)
