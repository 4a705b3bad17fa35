"""Which location sends what: each in turn gives what it has, until the order is whole.

A location that has all of it on hand is asked before the others, for one parcel is better than
two; then the default one, then by position. What is nowhere on hand is backordered from the first
location that sells the thing before it has it. What is sold out altogether stays with the first
location, so that shipments always carry what was ordered; the need for stock in ``cart`` stops
such an order long before anybody sends it.

The work grows with lines times locations, never with quantities.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from ringup.domain.facts import Facts
from ringup.domain.methods import ShippingMethod
from ringup.domain.order import LineItem, Order
from ringup.domain.shipping.parcel import Content, Parcel
from ringup.domain.shipping.rates import takes
from ringup.domain.stock import StockLocation
from ringup.domain.variants import Variant

Wanted: TypeAlias = tuple[LineItem, Variant]
Stock: TypeAlias = dict[tuple[int, int], int]
"""How many are still there, by variant and location."""


def ships(order: Order, facts: Facts) -> bool:
    """Tell whether anything in the order travels; digital things do not."""
    for line in order.line_items:
        variant = facts.variants.get(line.variant_id)
        if variant is not None and not variant.digital:
            return True
    return False


def parcels(
    order: Order, facts: Facts, methods: Sequence[ShippingMethod] = ()
) -> tuple[Parcel, ...]:
    """Say what each location sends; split by category where none of ``methods`` takes all of it."""
    wanted = _to_be_sent(order, facts)
    whole = _by_location(wanted, facts) if wanted else ()
    return tuple(part for parcel in whole for part in _split(parcel, methods))


def _to_be_sent(order: Order, facts: Facts) -> tuple[Wanted, ...]:
    known = ((line, facts.variants.get(line.variant_id)) for line in order.line_items)
    return tuple((line, v) for line, v in known if v is not None and not v.digital)


def _by_location(wanted: Sequence[Wanted], facts: Facts) -> tuple[Parcel, ...]:
    stock = {
        (variant.id, level.stock_location_id): variant.available_at(level)
        for _, variant in wanted
        for level in variant.stock
    }
    places = _in_turn(wanted, stock, facts)
    filled: dict[int, list[Content]] = {place.id: [] for place in places}
    for line, variant in wanted:
        for place_id, content in _sources(line, variant, places, stock):
            filled[place_id].append(content)
    return tuple(Parcel(place_id, tuple(inside)) for place_id, inside in filled.items() if inside)


def _in_turn(wanted: Sequence[Wanted], stock: Stock, facts: Facts) -> tuple[StockLocation, ...]:
    demand = Counter[int]()
    for line, variant in wanted:
        demand[variant.id] += line.quantity if variant.has_stock_counted else 0

    def lacks_something(place: StockLocation) -> bool:
        return any(stock.get((v, place.id), 0) < quantity for v, quantity in demand.items())

    usable = (place for place in facts.shop.stock_locations.values() if place.active)
    in_turn = sorted(usable, key=lambda place: (not place.default, place.position, place.id))
    return tuple(sorted(in_turn, key=lacks_something))


def _sources(
    line: LineItem, variant: Variant, places: Sequence[StockLocation], stock: Stock
) -> Iterator[tuple[int, Content]]:
    """Say who sends how many of a line, and take that from ``stock``."""
    missing = line.quantity
    for place in places:
        there = stock.get((variant.id, place.id), 0) if variant.has_stock_counted else missing
        taken = min(missing, there)
        if taken:
            stock[variant.id, place.id] = there - taken
            missing -= taken
            yield place.id, Content(line, variant, taken)
    if missing and places:
        yield _backorders(variant, places), Content(line, variant, missing, backordered=True)


def _backorders(variant: Variant, places: Sequence[StockLocation]) -> int:
    sellers = {level.stock_location_id for level in variant.stock if level.backorderable}
    return next((place.id for place in places if place.id in sellers), places[0].id)


def _split(parcel: Parcel, methods: Sequence[ShippingMethod]) -> Iterator[Parcel]:
    if not methods or any(takes(method, parcel.category_ids) for method in methods):
        yield parcel
        return
    kinds = dict.fromkeys(content.variant.shipping_category_id for content in parcel.contents)
    for kind in kinds:
        inside = tuple(c for c in parcel.contents if c.variant.shipping_category_id == kind)
        yield Parcel(parcel.stock_location_id, inside)
