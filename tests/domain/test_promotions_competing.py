"""Promotions compete for each line, each parcel and the order; the best on each wins."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from ringup.domain.facts import Uses
from ringup.domain.pricing.reprice import reprice
from ringup.domain.promotions.actions import (
    AmountOffLines,
    AmountOffOrder,
    FreeShipping,
    PercentOffLines,
    PercentOffOrder,
)
from ringup.domain.promotions.rules import ItemTotal, User
from tests.domain.builders import NOW, a_promotion, a_shop, a_variant, an_order, facts_of

THING = a_variant(1, prices={"USD": 20_00})
OTHER = a_variant(2, prices={"USD": 30_00})
SECOND = timedelta(seconds=1)


def discounts(order, *promotions, **facts):
    """What hangs on each line, each shipment and the order: promotion, amount, eligible."""
    priced = reprice(order, facts_of(a_shop(promotions), THING, OTHER, **facts))
    things = [thing.adjustments for thing in priced.line_items + priced.shipments]
    return [
        [(a.promotion_id, a.amount, a.eligible) for a in adjustments]
        for adjustments in (*things, priced.adjustments)
    ]


def tenth(promotion_id, **fields):
    return a_promotion(promotion_id, PercentOffLines(rate=100_000), **fields)


def off_lines(promotion_id, amount, **fields):
    return a_promotion(promotion_id, AmountOffLines(amounts={"USD": amount}, per="line"), **fields)


def off_order(promotion_id, amount, **fields):
    return a_promotion(promotion_id, AmountOffOrder(amounts={"USD": amount}), **fields)


def test_each_line_takes_the_promotion_that_is_best_for_it():
    # 10 % is 2.00 and 3.00; the other gives 2.50 each.
    found = discounts(an_order(THING, OTHER), tenth(1), off_lines(2, 2_50))
    assert found == [[(2, -2_50, True)], [(1, -3_00, True)], []]


def test_between_equals_the_older_promotion_wins():
    assert discounts(an_order(THING), off_lines(1, 2_00), off_lines(2, 2_00))[0] == [
        (1, -2_00, True)
    ]


def test_an_older_coupon_wins_over_an_equal_automatic_promotion_which_leaves_no_trace():
    coupon = off_lines(1, 2_00, code="TWO")
    order = an_order(THING, coupons=[coupon])
    assert discounts(order, off_lines(2, 2_00), coupon)[0] == [(1, -2_00, True)]


def test_a_coupon_that_lost_stays_in_sight_and_counts_for_nothing():
    coupon = tenth(2, code="TENTH")
    order = an_order(THING, coupons=[coupon])
    facts = facts_of(a_shop([off_lines(1, 5_00), coupon]), THING)
    assert discounts(order, off_lines(1, 5_00), coupon)[0] == [(1, -5_00, True), (2, -2_00, False)]
    assert reprice(order, facts).totals.promo_total == -5_00


def test_an_automatic_promotion_that_lost_leaves_no_trace():
    assert discounts(an_order(THING), tenth(1), off_lines(2, 5_00))[0] == [(2, -5_00, True)]


def test_a_discount_on_a_line_one_on_the_order_and_free_shipping_come_together():
    free = a_promotion(3, FreeShipping())
    found = discounts(an_order(THING, shipping=[7_00]), tenth(1), off_order(2, 5_00), free)
    assert found == [[(1, -2_00, True)], [(3, -7_00, True)], [(2, -5_00, True)]]


def test_of_two_promotions_on_the_order_the_better_one_wins():
    percent = a_promotion(1, PercentOffOrder(rate=100_000))
    assert discounts(an_order(THING), percent, off_order(2, 1_99))[1] == [(1, -2_00, True)]
    assert discounts(an_order(THING), percent, off_order(2, 2_01))[1] == [(2, -2_01, True)]


def test_percent_off_the_order_is_of_what_the_items_cost_before_discounts():
    percent = a_promotion(2, PercentOffOrder(rate=100_000))
    assert discounts(an_order(THING), tenth(1), percent)[1] == [(2, -2_00, True)]


def test_no_line_is_discounted_below_nothing():
    assert discounts(an_order(THING), off_lines(1, 99_00))[0] == [(1, -20_00, True)]


def test_no_parcel_is_discounted_below_nothing():
    free = a_promotion(1, FreeShipping())
    found = discounts(an_order(THING, shipping=[0, 3_00]), free)
    assert found == [[], [], [(1, -3_00, True)], []]


def test_the_order_is_discounted_by_no_more_than_its_lines_still_cost():
    found = discounts(an_order(THING, shipping=[7_00]), off_lines(1, 15_00), off_order(2, 9_00))
    assert found == [[(1, -15_00, True)], [], [(2, -5_00, True)]]


def test_two_actions_of_one_promotion_do_not_add_up_on_one_line():
    both = a_promotion(
        1, PercentOffLines(rate=100_000), AmountOffLines(amounts={"USD": 3_00}), code="BOTH"
    )
    assert discounts(an_order(THING, coupons=[both]), both)[0] == [(1, -3_00, True)]


def test_an_order_in_another_currency_gets_no_amount_that_is_not_set_for_it():
    thing = replace(THING, prices={"JPY": 2000})
    order = an_order(thing, currency="JPY")
    facts = facts_of(a_shop([off_order(1, 5_00), off_lines(2, 5_00)]), thing)
    assert reprice(order, facts).totals.total == 2000


@pytest.mark.parametrize(
    "times,live",
    [
        ({}, True),
        ({"starts_at": NOW}, True),
        ({"starts_at": NOW + SECOND}, False),
        ({"expires_at": NOW + SECOND}, True),
        ({"expires_at": NOW}, False),
        ({"starts_at": NOW - SECOND, "expires_at": NOW + SECOND}, True),
    ],
)
def test_a_promotion_lives_from_its_first_moment_until_just_before_its_last(times, live):
    assert bool(discounts(an_order(THING), tenth(1, **times))[0]) is live


def test_a_code_that_nobody_entered_does_nothing():
    assert discounts(an_order(THING), tenth(1, code="TENTH")) == [[], []]


@pytest.mark.parametrize("used,live", [(0, True), (1, True), (2, False), (3, False)])
def test_a_promotion_used_as_often_as_it_may_be_does_nothing(used, live):
    limited = tenth(1, usage_limit=2, code="TWICE")
    order = an_order(THING, coupons=[limited])
    assert bool(discounts(order, limited, uses={1: Uses(total=used)})[0]) is live


@pytest.mark.parametrize(
    "match,minimum,user_id,live",
    [
        ("all", 10_00, 7, True),
        ("all", 10_00, 8, False),
        ("all", 99_00, 7, False),
        ("any", 99_00, 7, True),
        ("any", 10_00, 8, True),
        ("any", 99_00, 8, False),
    ],
)
def test_all_rules_must_hold_or_any_as_the_promotion_says(match, minimum, user_id, live):
    rules = [ItemTotal(minimum={"USD": minimum}), User(user_ids=frozenset({7}))]
    promotion = tenth(1, rules=rules, match=match)
    order = an_order(THING, user_id=user_id)
    assert bool(discounts(order, promotion)[0]) is live


def test_a_promotion_without_rules_is_for_everybody_however_they_are_matched():
    assert discounts(an_order(THING), tenth(1, match="any"))[0] == [(1, -2_00, True)]


def test_rules_see_todays_prices_not_the_carts_old_ones():
    order = an_order(replace(THING, prices={"USD": 99_00}))
    promotion = tenth(1, rules=[ItemTotal(minimum={"USD": 50_00})])
    assert discounts(order, promotion) == [[], []]


def test_a_coupon_whose_promotion_was_deleted_does_nothing():
    gone = tenth(1, code="GONE")
    order = an_order(THING, coupons=[gone])
    assert discounts(order) == [[], []]
