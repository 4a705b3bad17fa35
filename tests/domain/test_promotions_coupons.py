"""Coupon codes: found in any spelling, refused with one reason, taken back."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from ringup.domain.facts import Uses
from ringup.domain.order import child_id
from ringup.domain.pricing.reprice import reprice
from ringup.domain.problems import Invalid, Problem
from ringup.domain.promotions.actions import AmountOffLines, PercentOffLines
from ringup.domain.promotions.coupons import entered, removed
from ringup.domain.promotions.matching import Matching
from ringup.domain.promotions.rules import FirstOrder, ItemTotal, OnePerCustomer
from tests.domain.builders import (
    DESK,
    NOW,
    ONCE,
    SAMPLE,
    TENOFF,
    TOTE,
    a_promotion,
    an_order,
    demo_shop,
    facts_of,
)

FACTS = facts_of(demo_shop())
NOT_FOUND = "The coupon code you entered doesn't exist. Please try again."
NOT_NOW = "This coupon code could not be applied to the cart at this time."


def refusal(order, code, facts=FACTS):
    with pytest.raises(Invalid) as refused:
        entered(order, facts, code)
    (problem,) = refused.value.problems
    assert (problem.step, problem.field) == ("", "coupon_code")
    return problem.code, problem.message


def coded(promotion_id, **fields):
    return a_promotion(promotion_id, PercentOffLines(rate=100_000), code="CODE", **fields)


@pytest.mark.parametrize("spelling", ["TENOFF", "tenoff", "TenOff", "  tenoff "])
def test_a_code_is_found_in_any_case_and_kept_as_the_shop_wrote_it(spelling):
    order = an_order(TOTE)
    (coupon,) = entered(order, FACTS, spelling).coupons
    assert (coupon.code, coupon.promotion_id) == ("TENOFF", TENOFF.id)
    assert coupon.id == child_id(1, order.last_child + 1)


def test_entering_a_code_changes_nothing_but_the_coupons():
    before = an_order(TOTE)
    after = entered(before, FACTS, "TENOFF")
    assert after.last_child == before.last_child + 1
    assert replace(after, coupons=(), last_child=before.last_child) == before
    assert reprice(after, FACTS).totals.total == 14_39


@pytest.mark.parametrize("code", ["NOPE", "", "  ", "TENOFF2"])
def test_an_unknown_code_is_not_found(code):
    assert refusal(an_order(TOTE), code) == ("coupon_not_found", NOT_FOUND)


def test_a_promotion_that_has_not_begun_is_not_found_yet():
    facts = facts_of(demo_shop(coded(9, starts_at=NOW + timedelta(days=1))))
    assert refusal(an_order(TOTE), "CODE", facts) == ("coupon_not_found", NOT_FOUND)


def test_an_expired_code_says_so():
    assert refusal(an_order(TOTE), "OLDCODE") == ("coupon_expired", "The coupon code is expired")


def test_a_code_is_applied_once():
    order = entered(an_order(TOTE), FACTS, "TENOFF")
    assert refusal(order, "tenoff") == (
        "coupon_already_applied",
        "The coupon code has already been applied to this order",
    )


def test_a_code_used_as_often_as_it_may_be_says_so():
    used = facts_of(demo_shop(), uses={ONCE.id: Uses(total=1)})
    assert refusal(an_order(TOTE), "ONCE", used) == (
        "coupon_usage_limit",
        "Coupon code usage limit exceeded",
    )
    assert entered(an_order(TOTE), FACTS, "ONCE").coupons


def test_a_code_for_larger_orders_says_how_large():
    assert refusal(an_order(TOTE), "FREESHIP") == (
        "coupon_not_eligible",
        "This coupon code can't be applied to orders less than $50.00.",
    )


def test_a_code_is_judged_by_todays_cart_not_by_yesterdays_sums():
    four = reprice(an_order((TOTE, 4), shipping=[5_00]), FACTS)
    one = replace(four, line_items=(replace(four.line_items[0], quantity=1),))
    assert refusal(one, "FREESHIP")[0] == "coupon_not_eligible"
    cheaper = facts_of(demo_shop(), replace(TOTE, prices={"USD": 12_49}))
    assert refusal(four, "FREESHIP", cheaper)[0] == "coupon_not_eligible"
    assert entered(four, FACTS, "FREESHIP").coupons


def test_a_code_that_a_rule_refuses_is_not_eligible_in_the_words_of_that_rule():
    rules = [ItemTotal(minimum={"USD": 1}), FirstOrder(), OnePerCustomer()]
    facts = facts_of(demo_shop(coded(9, rules=rules)), completed_orders_by_email=1)
    code, words = refusal(an_order(TOTE), "CODE", facts)
    assert (code, words) == ("coupon_not_eligible", "This coupon code is for a first order.")


@pytest.mark.parametrize("order", [an_order(), an_order(SAMPLE)])
def test_a_code_that_has_nothing_to_take_off_is_not_eligible(order):
    assert refusal(order, "TENOFF") == ("coupon_not_eligible", NOT_NOW)


def test_a_code_for_things_that_are_not_in_the_cart_is_not_eligible():
    hats_only = AmountOffLines(
        amounts={"USD": 1_00}, matching=Matching(product_ids=frozenset({99}))
    )
    facts = facts_of(demo_shop(a_promotion(9, hats_only, code="HATS")))
    assert refusal(an_order(TOTE), "HATS", facts) == ("coupon_not_eligible", NOT_NOW)


def test_free_shipping_may_not_be_entered_before_there_is_something_to_send():
    assert refusal(an_order(DESK), "FREESHIP") == ("coupon_not_eligible", NOT_NOW)
    assert entered(an_order(DESK, shipping=[5_00]), FACTS, "FREESHIP").coupons
    assert refusal(an_order(DESK, shipping=[0]), "FREESHIP") == ("coupon_not_eligible", NOT_NOW)


def test_a_code_taken_back_gives_nothing_any_more():
    order = reprice(an_order(TOTE, coupons=[TENOFF, ONCE]), FACTS)
    left = removed(order, FACTS, "tenoff")
    assert [coupon.code for coupon in left.coupons] == ["ONCE"]
    assert reprice(left, FACTS).totals.total == 10_99


@pytest.mark.parametrize("code", ["ONCE", "NOPE", ""])
def test_a_code_the_order_does_not_have_cannot_be_taken_back(code):
    with pytest.raises(Invalid) as refused:
        removed(an_order(TOTE, coupons=[TENOFF]), FACTS, code)
    assert refused.value.problems == (Problem("", "coupon_code", "coupon_not_found", NOT_FOUND),)


def test_a_code_can_be_taken_back_after_its_promotion_was_deleted_or_renamed():
    order = an_order(TOTE, coupons=[coded(9), TENOFF])
    assert [c.code for c in removed(order, FACTS, "code").coupons] == ["TENOFF"]
    renamed = facts_of(demo_shop(replace(coded(9), code="NEW")))
    assert [c.code for c in removed(order, renamed, "NEW").coupons] == ["TENOFF"]
