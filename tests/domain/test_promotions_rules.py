"""What each rule asks of an order."""

import pytest

from ringup.domain.facts import Buyer, Uses
from ringup.domain.pricing.totals import totalled
from ringup.domain.promotions import rules
from ringup.domain.promotions.matching import Matching
from ringup.domain.variants import OptionValue
from tests.domain.builders import (
    a_promotion,
    a_shop,
    a_variant,
    an_address,
    an_order,
    country_ids,
    facts_of,
)

SMALL = OptionValue(
    id=31,
    name="small",
    presentation="S",
    option_type_id=3,
    option_type_name="size",
    option_type_presentation="Size",
)
SHIRT = a_variant(1, product_id=10, option_values=(SMALL,), taxon_ids=frozenset({70}))
BIG_SHIRT = a_variant(2, product_id=10, taxon_ids=frozenset({70}))
HAT = a_variant(3, product_id=11)
PROMOTION = a_promotion(5)


def holds(rule, order, **facts):
    known = facts_of(a_shop(), SHIRT, BIG_SHIRT, HAT, **facts)
    return rule.holds(totalled(order), known, PROMOTION)


@pytest.mark.parametrize(
    "bounds,expected",
    [
        ({}, True),
        ({"minimum": {"USD": 20_00}}, True),
        ({"minimum": {"USD": 20_01}}, False),
        ({"maximum": {"USD": 20_00}}, True),
        ({"maximum": {"USD": 19_99}}, False),
        ({"minimum": {"USD": 1}, "maximum": {"USD": 19_99}}, False),
        ({"minimum": {"EUR": 1}}, False),
        ({"maximum": {"EUR": 99_00}}, False),
        ({"minimum": {"EUR": 99_00, "USD": 20_00}}, True),
    ],
)
def test_item_total_has_bounds_by_currency_both_inclusive(bounds, expected):
    assert holds(rules.ItemTotal(**bounds), an_order(SHIRT, HAT)) is expected


@pytest.mark.parametrize(
    "email,buyer,by_email,expected",
    [
        ("a@example.com", None, 0, True),
        ("a@example.com", None, 1, False),
        ("a@example.com", Buyer(id=1, email="a@example.com"), 0, True),
        ("a@example.com", Buyer(id=1, email="b@example.com", completed_orders=1), 0, False),
        (None, None, 0, False),
        (None, Buyer(id=1, email="a@example.com"), 0, True),
    ],
)
def test_a_first_order_is_first_by_account_and_by_mail_address(email, buyer, by_email, expected):
    order = an_order(SHIRT, email=email)
    found = holds(rules.FirstOrder(), order, buyer=buyer, completed_orders_by_email=by_email)
    assert found is expected


@pytest.mark.parametrize(
    "match,product_ids,expected",
    [
        ("any", {10}, True),
        ("any", {10, 99}, True),
        ("any", {99}, False),
        ("any", set(), False),
        ("all", {10, 11}, True),
        ("all", {10, 99}, False),
        ("none", {99}, True),
        ("none", {11, 99}, False),
    ],
)
def test_products_are_wanted_any_all_or_none(match, product_ids, expected):
    rule = rules.Product(product_ids=frozenset(product_ids), match=match)
    assert holds(rule, an_order(SHIRT, HAT)) is expected


@pytest.mark.parametrize(
    "bought,settings,expected",
    [
        (SHIRT, {"option_value_ids": {31}}, True),
        (BIG_SHIRT, {"option_value_ids": {31}}, False),
        (SHIRT, {"option_value_ids": set()}, False),
        (SHIRT, {"option_value_ids": {31}, "product_ids": {10}}, True),
        (SHIRT, {"option_value_ids": {31}, "product_ids": {11}}, False),
    ],
)
def test_option_values_are_those_of_the_variant_that_is_bought(bought, settings, expected):
    rule = rules.OptionValue(**{name: frozenset(ids) for name, ids in settings.items()})
    assert holds(rule, an_order(bought)) is expected


@pytest.mark.parametrize("user_id,expected", [(7, True), (8, False), (None, False)])
def test_a_promotion_for_some_users_is_for_no_guest(user_id, expected):
    rule = rules.User(user_ids=frozenset({7}))
    assert holds(rule, an_order(SHIRT, user_id=user_id)) is expected


@pytest.mark.parametrize(
    "minimum,matching,expected",
    [
        (5, {}, True),
        (6, {}, False),
        (4, {"product_ids": {10}}, True),
        (5, {"product_ids": {10}}, False),
        (4, {"taxon_ids": {70}}, True),
        (3, {"variant_ids": {2}}, True),
        (4, {"variant_ids": {2}}, False),
        (1, {"product_ids": {10}, "option_value_ids": {31}}, True),
        (2, {"product_ids": {10}, "option_value_ids": {31}}, False),
    ],
)
def test_quantity_counts_the_units_of_all_matching_lines_together(minimum, matching, expected):
    chosen = Matching(**{name: frozenset(ids) for name, ids in matching.items()})
    rule = rules.Quantity(minimum=minimum, matching=chosen)
    assert holds(rule, an_order(SHIRT, (BIG_SHIRT, 3), HAT)) is expected


@pytest.mark.parametrize(
    "uses,expected",
    [({}, True), ({5: Uses(total=9)}, True), ({5: Uses(by_buyer=1)}, False)],
)
def test_one_per_customer_asks_only_what_this_buyer_used(uses, expected):
    assert holds(rules.OnePerCustomer(), an_order(SHIRT), uses=uses) is expected


@pytest.mark.parametrize(
    "address,expected", [(an_address("DE"), True), (an_address("US"), False), (None, False)]
)
def test_a_country_is_where_the_order_is_sent(address, expected):
    rule = rules.Country(country_ids=country_ids("DE", "FR"))
    order = an_order(SHIRT, ship_address=address, bill_address=an_address("DE"))
    assert holds(rule, order) is expected


@pytest.mark.parametrize(
    "rule,words",
    [
        (
            rules.ItemTotal(minimum={"USD": 1_000_00}),
            "This coupon code can't be applied to orders less than $1,000.00.",
        ),
        (
            rules.ItemTotal(maximum={"USD": 5_00}),
            "This coupon code can't be applied to orders of more than $5.00.",
        ),
        (
            rules.ItemTotal(minimum={"EUR": 5_00}),
            "This coupon code can't be applied to orders in USD.",
        ),
    ],
)
def test_an_item_total_says_what_is_missing(rule, words):
    assert rule.refusal(totalled(an_order(SHIRT))) == words
