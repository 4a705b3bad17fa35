"""Cards as they are typed: the mistakes that can be seen without asking a bank."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringup.domain.changes import GivenCard
from ringup.domain.payments import cards
from ringup.domain.payments.cards import brand_of, checked, digits_of, has_expired, passes_luhn
from ringup.domain.problems import Problem
from tests.domain.walking import a_card

TODAY = date(2026, 11, 30)


def typed(**fields):
    known = {
        "number": "4111111111111111",
        "month": "12",
        "year": "2030",
        "verification_value": "123",
        "name": "Ada Lovelace",
    }
    return GivenCard(**(known | fields))


def problems_of(**fields):
    return [(p.field, p.code) for p in checked(typed(**fields), TODAY)]


def test_a_good_card_has_no_problems():
    assert checked(typed(), TODAY) == ()


def test_a_card_of_which_nothing_was_typed_misses_everything():
    assert checked(GivenCard(), TODAY) == (
        Problem("payment", "number", "required", "can't be blank"),
        Problem("payment", "month", "invalid_expiry_date", "is not a number"),
        Problem("payment", "year", "invalid_expiry_date", "is not a number"),
        Problem("payment", "verification_value", "required", "can't be blank"),
        Problem("payment", "name", "required", "can't be blank"),
    )


def test_a_token_is_the_gateways_to_judge():
    assert checked(GivenCard(token="tok_1"), TODAY) == ()


@pytest.mark.parametrize(
    "number",
    ["4242424242424242", "5555555555554444", "378282246310005", "4111 1111-1111 1111"],
)
def test_the_test_cards_pass(number):
    assert problems_of(number=number) == []


@pytest.mark.parametrize(
    "number",
    [
        "411",
        "4111111111111112",
        "37828224631000",
        "4111x11111111111",
        "٤١١١١١١١١١١١١١١١",
        "0" * 30,
        "4²",
    ],
)
def test_a_number_that_no_bank_gave_out_is_refused(number):
    assert problems_of(number=number) == [("number", "incorrect_number")]


@pytest.mark.parametrize("month", ["0", "13", "99"])
def test_a_month_is_one_of_twelve(month):
    assert problems_of(month=month) == [("month", "invalid_expiry_date")]


@pytest.mark.parametrize("month", ["1.5", "-1", "xii", "", None])
def test_a_month_is_a_number(month):
    assert problems_of(month=month) == [("month", "invalid_expiry_date")]


@pytest.mark.parametrize("year", ["203", "1", "20300", "y"])
def test_a_year_has_two_or_four_digits(year):
    assert problems_of(year=year) == [("year", "invalid_expiry_date")]


@pytest.mark.parametrize(
    "month, year, found",
    [
        ("11", "2026", []),
        ("11", "26", []),
        ("10", "2026", [("year", "expired_card")]),
        ("10", "26", [("year", "expired_card")]),
        ("12", "2025", [("year", "expired_card")]),
        ("01", "27", []),
    ],
)
def test_a_card_is_good_until_the_end_of_its_month(month, year, found):
    assert problems_of(month=month, year=year) == found


@pytest.mark.parametrize(
    "value, found", [("12", 1), ("123", 0), ("1234", 0), ("12345", 1), ("12a", 1)]
)
def test_a_verification_value_has_three_or_four_digits(value, found):
    assert len(problems_of(verification_value=value)) == found


def test_a_kept_card_expires_too():
    assert has_expired(a_card(month=10, year=2026), TODAY)
    assert has_expired(a_card(month=10, year=26), TODAY)
    assert not has_expired(a_card(month=11, year=2026), TODAY)


@pytest.mark.parametrize(
    "digits, brand",
    [
        ("4111111111111111", "visa"),
        ("5555555555554444", "master"),
        ("2223003122003222", "master"),
        ("378282246310005", "american_express"),
        ("6011111111111117", "discover"),
        ("3530111333300000", "jcb"),
        ("30569309025904", "diners_club"),
        ("6200000000000005", "unionpay"),
        ("6759649826438453", "maestro"),
        ("9999999999999995", ""),
        ("", ""),
    ],
)
def test_the_brand_is_told_by_the_first_digits(digits, brand):
    assert brand_of(digits) == brand


def test_no_message_repeats_what_was_typed():
    secret = "4111111111111112"
    told = checked(typed(number=secret, verification_value="99999", name=""), TODAY)
    assert len(told) == 3
    assert not any(secret in str(problem) or "99999" in str(problem) for problem in told)


@given(st.text("0123456789", min_size=1, max_size=18), st.integers(0, 17), st.integers(1, 9))
def test_luhn_finds_every_single_wrong_digit(body, place, change):
    digits = next(body + last for last in "0123456789" if passes_luhn(body + last))
    place %= len(digits)
    wrong = str((int(digits[place]) + change) % 10)
    assert not passes_luhn(digits[:place] + wrong + digits[place + 1 :])


@given(st.builds(GivenCard, **dict.fromkeys(("number", "month", "year", "name"), st.text())))
def test_whatever_is_typed_is_answered(card):
    assert all(isinstance(problem, Problem) for problem in checked(card, TODAY))


def test_blanks_and_dashes_do_not_count():
    assert digits_of(" 4111-1111 1111\t1111 ") == "4111111111111111"
    assert {brand.name for brand in cards.BRANDS} >= {"visa", "master", "american_express"}
