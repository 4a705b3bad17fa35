"""Money is whole minor units: rounded in one way, split without loss, read and written exactly."""

from contextlib import suppress
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringup.domain.money import (
    LARGEST,
    WHOLE,
    Money,
    NotAnAmount,
    allocated,
    amount_for_people,
    contained,
    decimal_text,
    exponent,
    parsed,
    percent_text,
    portion,
    rounded,
)

amounts = st.integers(min_value=1 - LARGEST, max_value=LARGEST - 1)
prices = st.integers(min_value=0, max_value=10**9)
rates = st.integers(min_value=0, max_value=WHOLE)
currencies = st.sampled_from(["USD", "EUR", "JPY", "KWD", "CLF"])


@pytest.mark.parametrize(
    "numerator,denominator,expected",
    [(1, 2, 1), (-1, 2, -1), (3, 2, 2), (5, 2, 3), (-5, 2, -3), (49, 100, 0), (-49, 100, 0)],
)
def test_a_half_is_rounded_away_from_zero(numerator, denominator, expected):
    assert rounded(numerator, denominator) == expected


@given(st.integers(), st.integers(min_value=1))
def test_rounding_is_the_nearest_whole_and_the_same_on_both_sides_of_zero(numerator, denominator):
    exact = Fraction(numerator, denominator)
    assert rounded(numerator, denominator) == (
        floor(exact + Fraction(1, 2)) if exact >= 0 else -floor(-exact + Fraction(1, 2))
    )
    assert rounded(-numerator, denominator) == -rounded(numerator, denominator)


def test_five_percent_of_a_tote_is_eighty_cents():
    assert portion(15_99, 50_000) == 80


def test_a_share_of_all_is_all_and_of_nothing_nothing():
    assert portion(15_99, WHOLE) == 15_99
    assert portion(0, 50_000) == 0


@given(amounts, rates)
def test_a_refund_has_the_same_share_as_its_charge(amount, rate):
    assert portion(-amount, rate) == -portion(amount, rate)
    assert contained(-amount, rate) == -contained(amount, rate)


def test_twenty_percent_contained_in_a_tote_is_a_sixth():
    assert contained(15_99, 200_000) == 2_67


@given(prices, rates, rates)
def test_two_contained_taxes_are_those_of_one_net_amount(gross, one, other):
    both = contained(gross, one, one + other) + contained(gross, other, one + other)
    assert abs(both - contained(gross, one + other)) <= 1


@given(amounts, st.lists(prices, max_size=12))
def test_shares_add_up_to_what_was_split(total, weights):
    shares = allocated(total, tuple(weights))
    assert len(shares) == len(weights)
    assert sum(shares) == (total if sum(weights) else 0)


@given(amounts, st.lists(prices, min_size=1, max_size=12))
def test_no_share_is_off_by_a_whole_unit(total, weights):
    whole = sum(weights)
    for share, weight in zip(allocated(total, tuple(weights)), weights, strict=True):
        exact = Fraction(total * weight, whole) if whole else Fraction(0)
        assert abs(share - exact) < 1


@given(st.lists(prices, min_size=1, max_size=12), st.data())
def test_a_share_of_less_than_all_never_exceeds_its_weight(weights, data):
    total = data.draw(st.integers(min_value=0, max_value=sum(weights)))
    shares = allocated(total, tuple(weights))
    assert all(0 <= share <= weight for share, weight in zip(shares, weights, strict=True))


def test_a_cent_over_three_equal_lines_goes_to_one_of_them():
    assert allocated(1, (100, 100, 100)) == (0, 1, 0)
    assert allocated(-1, (100, 100, 100)) == (0, -1, 0)


def test_nothing_is_split_over_nothing():
    assert allocated(500, ()) == ()
    assert allocated(500, (0, 0)) == (0, 0)


@pytest.mark.parametrize(
    "currency,places",
    [("USD", 2), ("EUR", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3), ("BHD", 3), ("CLF", 4)],
)
def test_each_currency_has_its_own_minor_unit(currency, places):
    assert exponent(currency) == places


@pytest.mark.parametrize(
    "minor,currency,text",
    [
        (0, "USD", "0.0"),
        (5_00, "USD", "5.0"),
        (19_99, "USD", "19.99"),
        (-80, "USD", "-0.8"),
        (1, "USD", "0.01"),
        (1500, "JPY", "1500.0"),
        (0, "JPY", "0.0"),
        (-7, "JPY", "-7.0"),
        (1_234, "KWD", "1.234"),
        (1_500, "KWD", "1.5"),
        (-5, "KWD", "-0.005"),
    ],
)
def test_amounts_are_written_with_one_decimal_at_least_and_no_padding(minor, currency, text):
    assert decimal_text(minor, currency) == text
    assert str(Money(minor, currency)) == text
    assert parsed(text, currency) == minor


@given(amounts, currencies)
def test_what_is_written_is_read_back(minor, currency):
    assert parsed(decimal_text(minor, currency), currency) == minor


@pytest.mark.parametrize(
    "text,currency,minor",
    [
        ("5", "USD", 5_00),
        (".5", "USD", 50),
        ("5.", "USD", 5_00),
        ("007.10", "USD", 7_10),
        ("5.0000", "USD", 5_00),
        ("-0", "USD", 0),
        ("100.00", "JPY", 100),
    ],
)
def test_plain_spellings_of_an_amount_are_read(text, currency, minor):
    assert parsed(text, currency) == minor


@pytest.mark.parametrize(
    "text",
    ["", "-", ".", "+5", "--5", "1e3", "1,000", "1_000", " 5", "5 ", "5.1.2", "NaN", "٣", "0x1"],
)
def test_anything_but_digits_and_one_point_is_no_amount(text):
    with pytest.raises(NotAnAmount, match="is not a number"):
        parsed(text, "USD")


@pytest.mark.parametrize(
    "text,currency", [("0.001", "USD"), ("1.5", "JPY"), ("1.2345", "KWD"), ("5.10", "JPY")]
)
def test_more_decimals_than_the_currency_has_are_refused_not_rounded(text, currency):
    with pytest.raises(NotAnAmount, match="has more decimals"):
        parsed(text, currency)


def test_an_amount_as_large_as_the_largest_is_refused():
    assert parsed("9999999999999.99", "USD") == LARGEST - 1
    with pytest.raises(NotAnAmount, match="is too large"):
        parsed("10000000000000.00", "USD")
    with pytest.raises(NotAnAmount, match="is not a number"):
        parsed("9" * 100_000, "USD")


@given(st.text(max_size=60), currencies)
def test_no_text_at_all_breaks_the_reading(text, currency):
    with suppress(NotAnAmount):
        assert abs(parsed(text, currency)) < LARGEST


@pytest.mark.parametrize(
    "rate,text",
    [(50_000, "5.0%"), (88_750, "8.875%"), (200_000, "20.0%"), (0, "0.0%"), (99_975, "9.9975%")],
)
def test_rates_are_written_with_one_decimal_at_least_and_no_padding(rate, text):
    assert percent_text(rate) == text


@pytest.mark.parametrize(
    "minor,currency,text",
    [
        (1_000_00, "USD", "$1,000.00"),
        (-5, "USD", "-$0.05"),
        (1_500, "JPY", "¥1,500"),
        (1_234_500, "KWD", "1,234.500 KWD"),
        (9_00, "CHF", "9.00 CHF"),
    ],
)
def test_sentences_name_amounts_with_their_currency(minor, currency, text):
    assert amount_for_people(minor, currency) == text
