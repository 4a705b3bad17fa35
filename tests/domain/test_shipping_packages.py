"""The shipments of an order: kept in step with it, and kept the same where they can be."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from ringup.domain.changes import SelectRate, SelectShippingMethod
from ringup.domain.problems import Invalid
from ringup.domain.shipping.choosing import method_selected, rate_selected
from ringup.domain.shipping.packages import packed
from ringup.domain.stock import StockLevel
from tests.domain.builders import (
    BOOK,
    DESK,
    EU_STANDARD,
    GROUND,
    LAMP,
    MAIN,
    MUG,
    NOW,
    OVERNIGHT,
    TOTE,
    TWO_DAY,
    WEST,
    an_address,
    an_order,
)
from tests.domain.walking import FACTS, facts_with

HOME = an_address("US", "MD")
LATER = replace(FACTS, now=NOW + timedelta(hours=1))


def to_home(*goods, **fields):
    return packed(an_order(*goods, ship_address=HOME, **fields), FACTS)


def chosen(order):
    return [s.selected_rate and s.selected_rate.shipping_method_id for s in order.shipments]


def refusal(function, order, change):
    with pytest.raises(Invalid) as refused:
        function(order, FACTS, change)
    (problem,) = refused.value.problems
    return problem.field, problem.code


def test_a_new_shipment_has_every_method_and_the_cheapest_selected():
    (shipment,) = to_home(TOTE, (MUG, 2)).shipments
    assert [(rate.name, rate.cost, rate.selected) for rate in shipment.rates] == [
        ("Ground", 5_00, True),
        ("Two Day", 10_00, False),
        ("Overnight", 15_00, False),
    ]
    assert (shipment.cost, shipment.state, shipment.created_at) == (5_00, "pending", NOW)
    assert [(item.variant_id, item.quantity) for item in shipment.items] == [(1, 1), (2, 2)]


def test_every_child_has_an_id_of_its_own():
    order = to_home(DESK, LAMP)
    ids = [s.id for s in order.shipments]
    ids += [child.id for s in order.shipments for child in (*s.rates, *s.items)]
    assert len(set(ids)) == len(ids) == 2 + 6 + 2
    assert order.last_child == 2 + len(ids)


def test_packing_twice_is_packing_once():
    order = to_home(DESK, LAMP)
    assert packed(order, LATER) == order


def test_a_shipment_keeps_its_ids_when_more_goes_into_it():
    before = to_home(TOTE)
    more = replace(before, line_items=an_order((TOTE, 2), MUG).line_items)
    (old,), (new,) = before.shipments, packed(more, LATER).shipments
    assert (new.id, new.rates) == (old.id, old.rates)
    assert new.items[0] == replace(old.items[0], quantity=2)
    assert (new.created_at, new.updated_at) == (NOW, LATER.now)


def test_the_chosen_method_stays_while_it_is_offered():
    order = method_selected(to_home(TOTE), FACTS, SelectShippingMethod(OVERNIGHT))
    more = replace(order, line_items=an_order((TOTE, 2), LAMP).line_items)
    assert chosen(packed(more, FACTS)) == [OVERNIGHT, GROUND]


def test_the_cheapest_takes_the_place_of_a_method_that_is_no_longer_offered():
    order = method_selected(to_home(TOTE), FACTS, SelectShippingMethod(OVERNIGHT))
    abroad = packed(replace(order, ship_address=an_address("DE")), FACTS)
    assert chosen(abroad) == [EU_STANDARD]
    assert abroad.shipments[0].id == order.shipments[0].id


def test_a_place_that_sends_nothing_any_more_has_no_shipment():
    order = to_home(DESK, LAMP)
    left = packed(replace(order, line_items=order.line_items[:1]), FACTS)
    assert left.shipments == order.shipments[:1]


def test_things_on_order_are_told_from_those_on_hand():
    levels = (StockLevel(stock_location_id=MAIN, count_on_hand=1, backorderable=True),)
    order = packed(an_order((TOTE, 3), ship_address=HOME), facts_with(replace(TOTE, stock=levels)))
    items = order.shipments[0].items
    assert [(item.quantity, item.state) for item in items] == [(1, "on_hand"), (2, "backordered")]


@pytest.mark.parametrize(
    "order",
    [
        an_order(BOOK, ship_address=HOME),
        an_order(TOTE),
        an_order(ship_address=HOME),
        an_order(TOTE, ship_address=an_address("JP"), shipping=[5_00]),
    ],
    ids=["only digital", "no address", "empty", "not served"],
)
def test_there_are_no_shipments_where_nothing_can_be_sent(order):
    assert packed(order, FACTS).shipments == ()


def test_a_method_is_chosen_for_every_shipment():
    order = method_selected(to_home(DESK, LAMP), LATER, SelectShippingMethod(TWO_DAY))
    assert chosen(order) == [TWO_DAY, TWO_DAY]
    assert [s.cost for s in order.shipments] == [10_00, 10_00]
    assert [s.updated_at for s in order.shipments] == [LATER.now, LATER.now]


def test_choosing_what_is_chosen_changes_nothing():
    order = to_home(DESK, LAMP)
    assert method_selected(order, LATER, SelectShippingMethod(GROUND)) == order


def test_a_method_can_be_chosen_before_delivery_is_reached():
    order = an_order(TOTE, ship_address=HOME)
    assert chosen(method_selected(order, FACTS, SelectShippingMethod(TWO_DAY))) == [TWO_DAY]


def test_a_rate_is_chosen_for_one_shipment():
    order = to_home(DESK, LAMP)
    lamp = order.shipments[1]
    order = rate_selected(order, FACTS, SelectRate(lamp.id, lamp.rates[2].id))
    assert chosen(order) == [GROUND, OVERNIGHT]
    assert [sum(rate.selected for rate in s.rates) for s in order.shipments] == [1, 1]


def test_a_method_that_is_unknown_or_not_offered_is_named():
    unknown, abroad = SelectShippingMethod(999), SelectShippingMethod(EU_STANDARD)
    field = "shipping_method_id"
    assert refusal(method_selected, to_home(TOTE), unknown) == (field, "shipping_method_not_found")
    not_offered = (field, "shipping_method_not_offered")
    assert refusal(method_selected, to_home(TOTE), abroad) == not_offered
    assert refusal(method_selected, an_order(TOTE), SelectShippingMethod(GROUND)) == not_offered
    ebook = an_order(BOOK, ship_address=HOME)
    assert refusal(method_selected, ebook, SelectShippingMethod(GROUND)) == not_offered


def test_an_unknown_shipment_or_another_shipments_rate_is_named():
    order = to_home(DESK, LAMP)
    desk, lamp = order.shipments
    unknown = SelectRate(999, desk.rates[0].id)
    assert refusal(rate_selected, order, unknown) == ("shipments.id", "shipment_not_found")
    mixed_up = SelectRate(desk.id, lamp.rates[0].id)
    field = "shipments.selected_shipping_rate_id"
    assert refusal(rate_selected, order, mixed_up) == (field, "shipping_rate_not_found")


def test_shipments_of_one_place_are_told_apart_by_what_is_in_them():
    vase = replace(MUG, shipping_category_id=2)
    shop = FACTS.shop
    careful = replace(shop.shipping_methods[TWO_DAY], id=9, shipping_category_ids=frozenset({2}))
    facts = replace(
        facts_with(vase),
        shop=replace(shop, shipping_methods={**shop.shipping_methods, 9: careful}),
    )
    order = packed(an_order(TOTE, vase, ship_address=HOME), facts)
    tote, parcel = order.shipments
    left = packed(replace(order, line_items=order.line_items[1:]), facts)
    assert left.shipments == (parcel,)
    assert (tote.stock_location_id, parcel.stock_location_id) == (MAIN, MAIN)


def test_goods_that_moved_are_sent_from_where_they_are():
    moved = replace(TOTE, stock=(StockLevel(stock_location_id=WEST, count_on_hand=9),))
    order = packed(to_home(TOTE), facts_with(moved))
    assert [s.stock_location_id for s in order.shipments] == [WEST]
