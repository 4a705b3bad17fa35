"""Amounts written for people: ``$1,234.50``, ``1.234,50 €``; by Babel's patterns, but quickly.

An order's answer writes some thirty amounts. Babel takes tens of microseconds for each, so its
pattern of a locale and currency is read once, and digits are set into it here. The tests hold
that both write the same.
"""

import re
from decimal import Decimal
from functools import lru_cache

import msgspec
from babel.core import Locale
from babel.numbers import format_currency, get_decimal_symbol, get_group_symbol

from ringup.domain.money import Minor, exponent

_FIRST_TO_LAST_DIGIT = re.compile(r"[0-9](?:.*[0-9])?", re.DOTALL)


class Pattern(msgspec.Struct, frozen=True, kw_only=True):
    """How one locale writes one currency. ``groups``: digits in the first group, in the others."""

    before: str
    after: str
    before_negative: str
    after_negative: str
    point: str
    separator: str
    groups: tuple[int, int]
    places: int


@lru_cache(maxsize=8192)
def displayed(minor: Minor, currency: str, locale: str) -> str:
    """Write an amount of minor units for people."""
    pattern = _pattern(currency, locale)
    whole, fraction = divmod(abs(minor), 10**pattern.places)
    number = _grouped(str(whole), pattern)
    if pattern.places:
        number = f"{number}{pattern.point}{fraction:0{pattern.places}d}"
    if minor < 0:
        return f"{pattern.before_negative}{number}{pattern.after_negative}"
    return f"{pattern.before}{number}{pattern.after}"


@lru_cache(maxsize=2048)
def country_name(iso: str, name: str, locale: str) -> str:
    """Name the country of two letters for people; in English by ``name``, which is the shop's."""
    spoken = Locale.parse(locale)
    return name if spoken.language == "en" else str(spoken.territories.get(iso, name))


def _grouped(digits: str, pattern: Pattern) -> str:
    size, further = pattern.groups
    if len(digits) <= size:
        return digits
    parts = [digits[-size:]]
    digits = digits[:-size]
    while len(digits) > further:
        parts.append(digits[-further:])
        digits = digits[:-further]
    return pattern.separator.join([digits, *reversed(parts)])


@lru_cache(maxsize=1024)
def _pattern(currency: str, locale: str) -> Pattern:
    """Learn the pattern from what Babel writes for one, and for minus one."""
    spoken = Locale.parse(locale)
    before, after = _around(format_currency(Decimal(1), currency, locale=spoken))
    minus_before, minus_after = _around(format_currency(Decimal(-1), currency, locale=spoken))
    first, further = spoken.currency_formats["standard"].grouping
    return Pattern(
        before=before,
        after=after,
        before_negative=minus_before,
        after_negative=minus_after,
        point=get_decimal_symbol(spoken),
        separator=get_group_symbol(spoken),
        groups=(first, further),
        places=exponent(currency),
    )


def _around(text: str) -> tuple[str, str]:
    match = _FIRST_TO_LAST_DIGIT.search(text)
    if match is None:
        return text, ""
    return text[: match.start()], text[match.end() :]
