"""What each action takes off which thing."""

import pytest

from ringup.domain.pricing.totals import totalled
from ringup.domain.promotions.actions import (
    AmountOffLines,
    AmountOffOrder,
    BuyXGetY,
    FreeShipping,
    PercentOffLines,
    PercentOffOrder,
)
from ringup.domain.promotions.matching import Matching
from tests.domain.builders import a_shop, a_variant, an_order, facts_of

SHIRT = a_variant(1, prices={"USD": 19_99})
HAT = a_variant(2, prices={"USD": 10_00}, taxon_ids=frozenset({70}))
SOCKS = a_variant(3, prices={"USD": 3_33})
HATS = Matching(taxon_ids=frozenset({70}))
SHIRTS = Matching(variant_ids=frozenset({1}))


def taken(action, order):
    """What is taken off, by position: lines, shipments, the order."""
    facts = facts_of(a_shop(), SHIRT, HAT, SOCKS)
    found = dict(action.discounts(totalled(order), facts))
    things = (*order.line_items, *order.shipments, order)
    assert set(found) <= {thing.id for thing in things}
    return [found.get(thing.id, 0) for thing in things]


def test_percent_off_the_order_is_rounded_once():
    action = PercentOffOrder(rate=150_000)
    assert taken(action, an_order(SHIRT, SOCKS)) == [0, 0, 3_50]  # 23.32 × 15 % = 3.498


def test_an_amount_off_the_order_is_that_of_its_currency():
    action = AmountOffOrder(amounts={"USD": 5_00, "EUR": 4_00})
    assert taken(action, an_order(SHIRT)) == [0, 5_00]
    assert taken(action, an_order(SHIRT, currency="JPY")) == [0, 0]


def test_percent_off_lines_is_rounded_once_a_line():
    action = PercentOffLines(rate=100_000)
    assert taken(action, an_order((SHIRT, 3), SOCKS)) == [6_00, 33, 0]


def test_only_matching_lines_are_discounted():
    assert taken(PercentOffLines(rate=100_000, matching=HATS), an_order(SHIRT, HAT)) == [0, 1_00, 0]
    action = AmountOffLines(amounts={"USD": 1_00}, matching=SHIRTS)
    assert taken(action, an_order((SHIRT, 2), HAT)) == [2_00, 0, 0]


def test_an_amount_is_off_each_thing_or_off_each_line():
    order = an_order((SHIRT, 4), HAT)
    assert taken(AmountOffLines(amounts={"USD": 1_00}), order) == [4_00, 1_00, 0]
    assert taken(AmountOffLines(amounts={"USD": 1_00}, per="line"), order) == [1_00, 1_00, 0]


def test_free_shipping_takes_the_cost_of_every_parcel():
    order = an_order(SHIRT, shipping=[5_00, 7_50])
    assert taken(FreeShipping(), order) == [0, 5_00, 7_50, 0]
    assert taken(FreeShipping(), an_order(SHIRT)) == [0, 0]


@pytest.mark.parametrize(
    "quantity,given", [(1, 0), (2, 0), (3, 1), (4, 1), (5, 1), (6, 2), (1000, 333)]
)
def test_three_for_two_gives_every_third(quantity, given):
    action = BuyXGetY(buy=2, get=1)
    assert taken(action, an_order((HAT, quantity))) == [given * 10_00, 0]


@pytest.mark.parametrize("quantity,given", [(2, 0), (3, 1), (4, 2), (5, 2), (6, 2), (7, 3), (8, 4)])
def test_buy_two_get_two_gives_what_there_is_of_the_second_two(quantity, given):
    assert taken(BuyXGetY(buy=2, get=2), an_order((HAT, quantity))) == [given * 10_00, 0]


def test_the_cheapest_are_given():
    action = BuyXGetY(buy=2, get=1)
    assert taken(action, an_order(SHIRT, (HAT, 1), SOCKS)) == [0, 0, 3_33, 0]
    assert taken(action, an_order((SHIRT, 2), (HAT, 3), SOCKS)) == [0, 10_00, 3_33, 0]


@pytest.mark.parametrize(
    "shirts,hats,given", [(0, 5, 0), (1, 5, 1), (3, 5, 3), (5, 3, 3), (5, 0, 0)]
)
def test_a_hat_with_every_shirt(shirts, hats, given):
    action = BuyXGetY(buy=1, get=1, buy_matching=SHIRTS, get_matching=HATS)
    bought = [entry for entry in ((SHIRT, shirts), (HAT, hats)) if entry[1]]
    assert sum(taken(action, an_order(*bought))) == given * 10_00


def test_what_is_given_may_cost_half():
    action = BuyXGetY(buy=1, get=1, rate=500_000)
    assert taken(action, an_order((SOCKS, 2))) == [1_67, 0]


def test_a_thing_counts_once_as_bought_or_as_given():
    # Whatever is bought, hats are given: one shirt and one hat make one gift, two hats as well.
    action = BuyXGetY(buy=1, get=1, get_matching=HATS)
    assert taken(action, an_order(SHIRT, HAT)) == [0, 10_00, 0]
    assert taken(action, an_order((HAT, 2))) == [10_00, 0]
    assert taken(action, an_order((SHIRT, 1), (HAT, 2))) == [0, 10_00, 0]
    assert taken(action, an_order((SHIRT, 2), (HAT, 2))) == [0, 20_00, 0]
