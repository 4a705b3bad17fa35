"""Readable builders of shops, variants and orders for the tests of the domain.

Nothing here is random and nothing reads a clock: the same words build the same records. All
amounts are minor units. ``demo_shop()`` and the variants beside it are the demo store's prices,
taxes, zones, shipping methods and promotions as plain records; ids are this file's own.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from msgspec.structs import replace

from ringup.domain.facts import (
    Action,
    Buyer,
    Facts,
    Promotion,
    PromotionAction,
    Rule,
    Shop,
    Store,
    TaxRate,
    Uses,
)
from ringup.domain.geography import Country, State, Zone
from ringup.domain.methods import Calculator, PaymentMethod, ShippingMethod
from ringup.domain.order import (
    Address,
    ChildIds,
    Coupon,
    LineItem,
    Order,
    Shipment,
    ShipmentItem,
    ShippingRate,
)
from ringup.domain.promotions.actions import (
    AmountOffLines,
    AmountOffOrder,
    FreeShipping,
    PercentOffLines,
)
from ringup.domain.promotions.matching import Matching
from ringup.domain.promotions.rules import ItemTotal, Quantity
from ringup.domain.stock import StockLevel, StockLocation
from ringup.domain.variants import Variant

NOW: Final = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
EARLIER: Final = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)

STANDARD_TAX: Final = 1
"""The tax category of everything in the demo store."""

PARCELS: Final = 1
"""The shipping category of everything that ships."""

MAIN, WEST = 1, 2
CREDIT_CARD, CHECK, STORE_CREDIT = 1, 2, 3
GROUND, TWO_DAY, OVERNIGHT, EU_STANDARD = 1, 2, 3, 4
NORTH_AMERICA, EUROPEAN_UNION = 1, 2

EU_MEMBERS: Final = (
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES"),
    *("FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU"),
    *("LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
)
_ISO: Final = ("US", "CA", *EU_MEMBERS, "GB", "JP", "KW", "HK")
_COUNTRY_IDS: Final = {iso: number for number, iso in enumerate(_ISO, start=1)}
_STATE_IDS: Final = {
    ("US", "MD"): 1,
    ("US", "NY"): 2,
    ("US", "CA"): 3,
    ("CA", "ON"): 4,
    ("CA", "QC"): 5,
}


def a_country(iso: str) -> Country:
    """Build one of the countries known here; the US and Canada want a state."""
    number = _COUNTRY_IDS[iso]
    return Country(
        id=number,
        iso=iso,
        iso3=iso + "X",
        name=f"Country {iso}",
        iso_name=f"COUNTRY {iso}",
        numcode=number,
        states_required=iso in {"US", "CA"},
        zipcode_required=iso not in {"HK", "KW"},
        zipcode_pattern=r"\d{5}(?:[ \-]\d{4})?" if iso == "US" else None,
    )


def a_state(country: str, abbr: str) -> State:
    """Build one of the states known here, such as ``("US", "MD")``."""
    return State(
        id=_STATE_IDS[country, abbr],
        country_id=_COUNTRY_IDS[country],
        name=f"State {abbr}",
        abbr=abbr,
    )


def country_ids(*isos: str) -> frozenset[int]:
    """Tell the ids of some countries."""
    return frozenset(_COUNTRY_IDS[iso] for iso in isos)


def state_ids(*states: tuple[str, str]) -> frozenset[int]:
    """Tell the ids of some states, each given as ``("US", "MD")``."""
    return frozenset(_STATE_IDS[state] for state in states)


def an_address(country: str = "US", state: str | None = None, **fields: Any) -> Address:  # noqa: ANN401
    """Build a valid address; in the US it is in Maryland unless said otherwise."""
    state = state or {"US": "MD", "CA": "ON"}.get(country)
    known: dict[str, Any] = {
        "id": 9_000_001,
        "firstname": "Ada",
        "lastname": "Lovelace",
        "address1": "1 Analytical Way",
        "city": "Bethesda",
        "zipcode": "20814",
        "phone": "555 0100",
        "country_id": _COUNTRY_IDS[country],
        "state_id": _STATE_IDS[country, state] if state else None,
    }
    return Address(**(known | fields))


def a_store(**fields: Any) -> Store:  # noqa: ANN401
    """Build a store that sells in dollars and euros."""
    known: dict[str, Any] = {
        "id": 1,
        "name": "Demo Store",
        "code": "demo",
        "url": "demo.example.com",
        "mail_from_address": "shop@example.com",
        "default_currency": "USD",
        "supported_currencies": ("USD", "EUR"),
    }
    return Store(**(known | fields))


def a_shop(promotions: Iterable[Promotion] = (), **fields: Any) -> Shop:  # noqa: ANN401
    """Build a shop of all countries known here, with no zone, tax or method unless given.

    ``promotions`` are sorted into the automatic ones and those with a code.
    """
    given = tuple(promotions)
    known: dict[str, Any] = {
        "version": 1,
        "store": a_store(),
        "countries": {number: a_country(iso) for iso, number in _COUNTRY_IDS.items()},
        "states": {number: a_state(*state) for state, number in _STATE_IDS.items()},
        "shipping_categories": {PARCELS: "Default"},
        "automatic_promotions": tuple(p for p in given if p.code is None),
        "promotions_by_code": {p.code.casefold(): p for p in given if p.code is not None},
        "promotions": {p.id: p for p in given},
    }
    return Shop(**(known | fields))


def a_zone(zone_id: int, *countries: str, **fields: Any) -> Zone:  # noqa: ANN401
    """Build a zone of countries (states by ``state_ids=``)."""
    known: dict[str, Any] = {"id": zone_id, "name": f"Zone {zone_id}"}
    return Zone(**(known | {"country_ids": country_ids(*countries)} | fields))


def a_tax_rate(rate_id: int, zone_id: int, rate: int, **fields: Any) -> TaxRate:  # noqa: ANN401
    """Build a tax of ``rate`` millionths on the standard category, added to prices."""
    known: dict[str, Any] = {"name": "Sales tax", "tax_category_id": STANDARD_TAX}
    return TaxRate(**(known | {"id": rate_id, "zone_id": zone_id, "rate": rate} | fields))


def a_shipping_method(method_id: int, name: str, zone_id: int, cost: int) -> ShippingMethod:
    """Build a flat-rate method; ``cost`` in minor units of either currency."""
    return ShippingMethod(
        id=method_id,
        name=name,
        zone_ids=frozenset({zone_id}),
        shipping_category_ids=frozenset({PARCELS}),
        calculator=Calculator(
            name="flat_rate", settings={"amounts": {"USD": cost, "EUR": cost, "JPY": cost}}
        ),
        position=method_id,
    )


def a_variant(variant_id: int = 1, **fields: Any) -> Variant:  # noqa: ANN401
    """Build a variant: 10.00 in dollars and euros, plenty in the main location.

    Its product has the same id unless ``product_id`` says otherwise.
    """
    known: dict[str, Any] = {
        "id": variant_id,
        "product_id": variant_id,
        "name": f"Thing {variant_id}",
        "sku": f"THING-{variant_id:02d}",
        "slug": f"thing-{variant_id}",
        "prices": {"USD": 10_00, "EUR": 10_00},
        "tax_category_id": STANDARD_TAX,
        "shipping_category_id": PARCELS,
        "stock": (StockLevel(stock_location_id=MAIN, count_on_hand=1000),),
    }
    return Variant(**(known | fields))


def _demo_variant(
    variant_id: int,
    sku: str,
    name: str,
    prices: tuple[int, int],
    on_hand: tuple[int, int],
    **fields: Any,  # noqa: ANN401
) -> Variant:
    backorderable = fields.pop("backorderable", False)
    levels = tuple(
        StockLevel(stock_location_id=place, count_on_hand=count, backorderable=backorderable)
        for place, count in zip((MAIN, WEST), on_hand, strict=True)
    )
    dollars, euros = prices
    known: dict[str, Any] = {"sku": sku, "name": name, "slug": sku.lower(), "stock": levels}
    return a_variant(variant_id, prices={"USD": dollars, "EUR": euros}, **(known | fields))


_EBOOK: Final[Mapping[str, Any]] = {"digital": True, "shipping_category_id": None, "stock": ()}

TOTE = _demo_variant(1, "TOTE-01", "Canvas Tote", (15_99, 14_99), (100_000, 0))
MUG = _demo_variant(2, "MUG-01", "Enamel Mug", (13_99, 12_99), (100_000, 0))
TEE_S = _demo_variant(3, "TEE-S", "Logo T-shirt", (19_99, 18_99), (100_000, 0), product_id=3)
TEE_M = _demo_variant(4, "TEE-M", "Logo T-shirt", (19_99, 18_99), (100_000, 0), product_id=3)
TEE_L = _demo_variant(5, "TEE-L", "Logo T-shirt", (19_99, 18_99), (100_000, 0), product_id=3)
PRINT = _demo_variant(6, "PRINT-01", "Limited Print", (49_00, 45_00), (10, 0))
CAP = _demo_variant(7, "CAP-01", "Sold-out Cap", (18_00, 17_00), (0, 0))
COAT = _demo_variant(8, "COAT-01", "Preorder Coat", (120_00, 110_00), (0, 0), backorderable=True)
DESK = _demo_variant(9, "DESK-01", "Standing Desk", (240_00, 220_00), (500, 0))
LAMP = _demo_variant(10, "LAMP-01", "Desk Lamp", (89_00, 82_00), (0, 500))
BOOK = _demo_variant(11, "BOOK-01", "Field Guide (e-book)", (9_00, 8_00), (0, 0), **_EBOOK)
SAMPLE = _demo_variant(12, "FREE-01", "Sample Chapter (e-book)", (0, 0), (0, 0), **_EBOOK)

DEMO_VARIANTS: Final[Mapping[int, Variant]] = {
    variant.id: variant
    for variant in (
        *(TOTE, MUG, TEE_S, TEE_M, TEE_L, PRINT),
        *(CAP, COAT, DESK, LAMP, BOOK, SAMPLE),
    )
}


def a_promotion(
    promotion_id: int = 1,
    *actions: Action,
    rules: Iterable[Rule] = (),
    **fields: Any,  # noqa: ANN401
) -> Promotion:
    """Build a promotion, automatic unless it is given a ``code``.

    Its actions have the ids 10, 11, … for promotion 1; 20, 21, … for promotion 2.
    """
    entries = tuple(
        PromotionAction(id=promotion_id * 10 + place, action=action)
        for place, action in enumerate(actions)
    )
    known: dict[str, Any] = {"id": promotion_id, "name": f"Promotion {promotion_id}"}
    return Promotion(**(known | {"rules": tuple(rules), "actions": entries} | fields))


TENOFF = a_promotion(1, PercentOffLines(rate=100_000), name="Ten off", code="TENOFF")
FREESHIP = a_promotion(
    2,
    FreeShipping(),
    rules=[ItemTotal(minimum={"USD": 50_00, "EUR": 50_00})],
    name="Free shipping",
    code="FREESHIP",
)
OLDCODE = a_promotion(
    3,
    PercentOffLines(rate=100_000),
    name="Old code",
    code="OLDCODE",
    expires_at=datetime(2020, 1, 1, tzinfo=UTC),
)
ONCE = a_promotion(
    4,
    AmountOffOrder(amounts={"USD": 5_00, "EUR": 5_00}),
    name="Once",
    code="ONCE",
    usage_limit=1,
)
THREE_MUGS = a_promotion(
    5,
    AmountOffLines(
        amounts={"USD": 2_00, "EUR": 2_00}, matching=Matching(product_ids=frozenset({2}))
    ),
    rules=[Quantity(minimum=3, matching=Matching(product_ids=frozenset({2})))],
    name="Three mugs",
)
DEMO_PROMOTIONS: Final = (TENOFF, FREESHIP, OLDCODE, ONCE, THREE_MUGS)


def demo_shop(*more_promotions: Promotion, **fields: Any) -> Shop:  # noqa: ANN401
    """Build the demo store: its zones, taxes, methods, locations and promotions."""
    known: dict[str, Any] = {
        "zones": {
            NORTH_AMERICA: a_zone(NORTH_AMERICA, "US", "CA", name="North America"),
            EUROPEAN_UNION: a_zone(EUROPEAN_UNION, *EU_MEMBERS, name="European Union"),
        },
        "tax_rates": (
            a_tax_rate(1, NORTH_AMERICA, 50_000, name="Sales tax"),
            a_tax_rate(2, EUROPEAN_UNION, 200_000, name="VAT", included_in_price=True),
        ),
        "shipping_methods": {
            GROUND: a_shipping_method(GROUND, "Ground", NORTH_AMERICA, 5_00),
            TWO_DAY: a_shipping_method(TWO_DAY, "Two Day", NORTH_AMERICA, 10_00),
            OVERNIGHT: a_shipping_method(OVERNIGHT, "Overnight", NORTH_AMERICA, 15_00),
            EU_STANDARD: a_shipping_method(EU_STANDARD, "EU Standard", EUROPEAN_UNION, 9_00),
        },
        "payment_methods": {
            CREDIT_CARD: PaymentMethod(
                id=CREDIT_CARD, name="Credit Card", gateway="test", needs_card=True
            ),
            CHECK: PaymentMethod(id=CHECK, name="Check", gateway="manual", position=1),
            STORE_CREDIT: PaymentMethod(
                id=STORE_CREDIT,
                name="Store Credit",
                gateway="store_credit",
                spends_credit=True,
                position=2,
            ),
        },
        "stock_locations": {
            MAIN: StockLocation(id=MAIN, name="Main", default=True),
            WEST: StockLocation(id=WEST, name="West", position=1),
        },
    }
    return a_shop((*DEMO_PROMOTIONS, *more_promotions), **(known | fields))


def facts_of(
    shop: Shop,
    *variants: Variant,
    uses: Mapping[int, Uses] | None = None,
    buyer: Buyer | None = None,
    **fields: Any,  # noqa: ANN401
) -> Facts:
    """Build the facts of a shop at ``NOW``; with no variants named, those of the demo store."""
    known = {variant.id: variant for variant in variants} or DEMO_VARIANTS
    given: dict[str, Any] = {"now": NOW, "variants": known, "coupon_uses": uses or {}}
    return Facts(shop=shop, buyer=buyer, **(given | fields))


def a_line(line_id: int, variant: Variant, quantity: int = 1, **fields: Any) -> LineItem:  # noqa: ANN401
    """Build a line at the variant's price in dollars, unless ``price`` says otherwise."""
    known: dict[str, Any] = {
        "variant_id": variant.id,
        "quantity": quantity,
        "price": variant.prices.get("USD", 0),
        "created_at": EARLIER,
        "updated_at": EARLIER,
    }
    return LineItem(id=line_id, **(known | fields))


def a_shipment(shipment_id: int, cost: int = 0, **fields: Any) -> Shipment:  # noqa: ANN401
    """Build a shipment from the main location with one selected rate of ``cost``."""
    rate = ShippingRate(
        id=shipment_id + 1, shipping_method_id=GROUND, name="Ground", cost=cost, selected=True
    )
    known: dict[str, Any] = {
        "stock_location_id": MAIN,
        "cost": cost,
        "rates": (rate,),
        "created_at": EARLIER,
        "updated_at": EARLIER,
    }
    return Shipment(id=shipment_id, **(known | fields))


def an_order(
    *goods: tuple[Variant, int] | Variant,
    currency: str = "USD",
    shipping: Iterable[int] = (),
    coupons: Iterable[Promotion] = (),
    order_id: int = 1,
    **fields: Any,  # noqa: ANN401
) -> Order:
    """Build an unpriced order: so many of each variant, a shipment for each cost in ``shipping``.

    Each shipment is from the next location (main, west, …); the first carries every line.
    """
    ids = ChildIds(Order(id=order_id, store_id=1, currency=currency, token_hash=b"", **_times()))
    bought = tuple(entry if isinstance(entry, tuple) else (entry, 1) for entry in goods)
    lines = tuple(
        a_line(next(ids), variant, quantity, price=variant.prices.get(currency, 0))
        for variant, quantity in bought
    )
    costs = tuple(shipping)
    # A shipment's only rate takes the id after its own.
    shipments = tuple(
        a_shipment(_two(ids), cost, stock_location_id=MAIN + place)
        for place, cost in enumerate(costs)
    )
    if shipments:
        shipments = (_carrying(shipments[0], lines, ids), *shipments[1:])
    entered = tuple(
        Coupon(id=next(ids), promotion_id=promotion.id, code=promotion.code or "")
        for promotion in coupons
    )
    known: dict[str, Any] = {
        "id": order_id,
        "store_id": 1,
        "currency": currency,
        "token_hash": b"\x00" * 32,
        "email": "ada@example.com",
        "line_items": lines,
        "shipments": shipments,
        "coupons": entered,
        "last_child": ids.last,
    }
    return Order(**(known | _times() | fields))


def _two(ids: ChildIds) -> int:
    first = next(ids)
    next(ids)
    return first


def _carrying(shipment: Shipment, lines: tuple[LineItem, ...], ids: ChildIds) -> Shipment:
    items = tuple(
        ShipmentItem(
            id=next(ids), line_item_id=line.id, variant_id=line.variant_id, quantity=line.quantity
        )
        for line in lines
    )
    return replace(shipment, items=items)


def _times() -> dict[str, Any]:
    return {"created_at": EARLIER, "updated_at": EARLIER}
