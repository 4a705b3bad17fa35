"""Amounts for people are what Babel writes, only sooner."""

from decimal import Decimal

import pytest
from babel.localedata import locale_identifiers
from babel.numbers import format_currency, get_currency_precision
from hypothesis import given
from hypothesis import strategies as st

from ringup.domain.money import LARGEST, exponent
from ringup.web.display import displayed

CURRENCIES = ("USD", "EUR", "JPY", "KWD", "INR")


def by_babel(minor: int, currency: str, locale: str) -> str:
    amount = Decimal(minor).scaleb(-exponent(currency))
    return format_currency(amount, currency, locale=locale)


@pytest.mark.parametrize(
    "minor, currency, locale, text",
    [
        (1599, "USD", "en", "$15.99"),
        (-100, "USD", "en", "-$1.00"),
        (0, "USD", "en", "$0.00"),
        (5, "USD", "en", "$0.05"),
        (123456789, "USD", "en", "$1,234,567.89"),
        (1599, "EUR", "de", "15,99\u00a0€"),
        (1500, "JPY", "ja", "￥1,500"),
        (1234567, "KWD", "en", "KWD1,234.567"),
        (123456789, "INR", "en_IN", "₹12,34,567.89"),
    ],
)
def test_amounts_are_written_as_the_locale_writes_them(minor, currency, locale, text):
    assert displayed(minor, currency, locale) == text


@pytest.mark.parametrize("currency", CURRENCIES)
def test_every_locale_writes_what_babel_writes(currency):
    assert get_currency_precision(currency) == exponent(currency)
    differing = [
        (locale, minor)
        for locale in locale_identifiers()
        for minor in (5, -1234_56, 123_456_789_01)
        if displayed(minor, currency, locale) != by_babel(minor, currency, locale)
    ]
    assert differing == []


@given(
    st.integers(-LARGEST, LARGEST),
    st.sampled_from(CURRENCIES),
    st.sampled_from(["en", "de", "fr", "es", "pt_BR", "ja", "hi", "ar", "fa", "he", "pl", "de_CH"]),
)
def test_any_amount_is_what_babel_writes(minor, currency, locale):
    assert displayed(minor, currency, locale) == by_babel(minor, currency, locale)


def test_no_decimal_the_shop_counts_in_is_hidden():
    """CLDR writes dinars of Serbia without their para; an amount must not be shown rounded."""
    assert displayed(1234, "RSD", "en").endswith("12.34")
