"""Which location sends what: each in turn gives what it has, until the order is whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ringup.domain.shipping.sources import parcels, ships
from ringup.domain.stock import StockLevel, StockLocation
from tests.domain.builders import (
    BOOK,
    COAT,
    DESK,
    LAMP,
    MAIN,
    TOTE,
    WEST,
    a_shipping_method,
    a_variant,
    an_order,
    demo_shop,
    facts_of,
)

FACTS = facts_of(demo_shop())
FRAGILE = 2


def stocked(main=0, west=0, variant_id=20, *, backorderable_at=(), **fields):
    counts = {MAIN: main, WEST: west}
    levels = tuple(
        StockLevel(
            stock_location_id=place, count_on_hand=count, backorderable=place in backorderable_at
        )
        for place, count in counts.items()
    )
    return a_variant(variant_id, stock=levels, **fields)


def sent(*goods, shop=None, methods=()):
    variants = [entry[0] if isinstance(entry, tuple) else entry for entry in goods]
    facts = facts_of(shop or demo_shop(), *variants)
    return [
        (
            parcel.stock_location_id,
            [(c.variant.id, c.quantity, c.backordered) for c in parcel.contents],
        )
        for parcel in parcels(an_order(*goods), facts, methods)
    ]


def test_the_default_location_sends_what_it_has():
    assert sent((TOTE, 3)) == [(MAIN, [(TOTE.id, 3, False)])]


def test_what_lies_in_two_places_makes_two_parcels():
    assert sent(DESK, LAMP) == [(MAIN, [(DESK.id, 1, False)]), (WEST, [(LAMP.id, 1, False)])]


def test_a_place_that_has_everything_sends_one_parcel():
    both = stocked(main=1, west=5)
    assert sent((both, 2), LAMP) == [(WEST, [(both.id, 2, False), (LAMP.id, 1, False)])]


def test_the_default_gives_what_it_has_and_the_next_the_rest():
    thing = stocked(main=2, west=3)
    assert sent((thing, 4)) == [(MAIN, [(thing.id, 2, False)]), (WEST, [(thing.id, 2, False)])]


def test_two_lines_of_one_variant_do_not_get_the_same_things_twice():
    thing = stocked(main=3, west=3)
    assert sent((thing, 2), (thing, 2)) == [
        (MAIN, [(thing.id, 2, False), (thing.id, 1, False)]),
        (WEST, [(thing.id, 1, False)]),
    ]


def test_what_is_nowhere_is_backordered_where_it_is_sold_before_it_is_there():
    thing = stocked(main=1, west=0, backorderable_at={WEST})
    assert sent((thing, 3)) == [(MAIN, [(thing.id, 1, False)]), (WEST, [(thing.id, 2, True)])]


def test_a_preorder_comes_from_the_default_location():
    assert sent((COAT, 2)) == [(MAIN, [(COAT.id, 2, True)])]


def test_what_is_sold_out_still_lies_in_some_parcel():
    assert sent((stocked(main=1), 5)) == [(MAIN, [(20, 1, False), (20, 4, True)])]


def test_what_others_hold_is_not_sent():
    level = StockLevel(stock_location_id=MAIN, count_on_hand=5, held=4)
    west = StockLevel(stock_location_id=WEST, count_on_hand=1)
    held = a_variant(20, stock=(level, west))
    assert sent((held, 2)) == [(MAIN, [(20, 1, False)]), (WEST, [(20, 1, False)])]


def test_uncounted_things_come_from_the_first_place_asked():
    uncounted = a_variant(20, track_inventory=False, stock=())
    assert sent((uncounted, 10**6)) == [(MAIN, [(20, 10**6, False)])]
    assert sent(uncounted, LAMP) == [(WEST, [(20, 1, False), (LAMP.id, 1, False)])]


def test_digital_things_are_not_sent():
    assert sent(BOOK) == []
    assert sent(BOOK, TOTE) == [(MAIN, [(TOTE.id, 1, False)])]
    assert not ships(an_order(BOOK), FACTS)
    assert ships(an_order(BOOK, TOTE), FACTS)


def test_places_are_asked_by_default_then_position_and_never_when_closed():
    places = {
        3: StockLocation(id=3, name="Closed", default=True, active=False),
        4: StockLocation(id=4, name="Second", position=2),
        5: StockLocation(id=5, name="First", position=1),
    }
    levels = tuple(StockLevel(stock_location_id=place, count_on_hand=1) for place in places)
    thing = a_variant(20, stock=levels)
    shop = demo_shop(stock_locations=places)
    assert sent((thing, 2), shop=shop) == [(5, [(20, 1, False)]), (4, [(20, 1, False)])]


def test_without_any_location_nothing_is_sent():
    assert sent(TOTE, shop=demo_shop(stock_locations={})) == []


def test_categories_travel_apart_where_no_method_takes_both():
    vase = a_variant(20, shipping_category_id=FRAGILE)
    usual = a_shipping_method(1, "Ground", 1, 5_00)
    careful = replace(usual, id=2, shipping_category_ids=frozenset({FRAGILE}))
    apart = [(MAIN, [(TOTE.id, 1, False)]), (MAIN, [(20, 1, False)])]
    together = [(MAIN, [(TOTE.id, 1, False), (20, 1, False)])]
    assert sent(TOTE, vase, methods=(usual, careful)) == apart
    both = replace(usual, id=3, shipping_category_ids=frozenset({1, FRAGILE}))
    assert sent(TOTE, vase, methods=(usual, careful, both)) == together


@pytest.mark.parametrize("quantity", [1, 10**9])
def test_the_work_does_not_grow_with_the_quantity(quantity):
    assert sent((BOOK, quantity), (COAT, quantity)) == [(MAIN, [(COAT.id, quantity, True)])]


@given(
    stock=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=4),
    wanted=st.lists(st.tuples(st.integers(0, 3), st.integers(1, 8)), min_size=1, max_size=6),
)
def test_every_line_is_sent_whole_and_no_place_gives_more_than_it_has(stock, wanted):
    variants = [stocked(main, west, 20 + i) for i, (main, west) in enumerate(stock)]
    order = an_order(*((variants[i % len(variants)], quantity) for i, quantity in wanted))
    contents = [
        (parcel.stock_location_id, content)
        for parcel in parcels(order, facts_of(demo_shop(), *variants))
        for content in parcel.contents
    ]
    for line in order.line_items:
        assert sum(c.quantity for _, c in contents if c.line == line) == line.quantity
    for variant in variants:
        for level in variant.stock:
            taken = sum(
                content.quantity
                for place, content in contents
                if (place, content.variant.id) == (level.stock_location_id, variant.id)
                and not content.backordered
            )
            assert taken <= level.count_on_hand
