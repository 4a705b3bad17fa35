"""Cards as they are typed: the mistakes that can be seen without asking a bank."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ringup.domain.changes import GivenCard
from ringup.domain.order import Card
from ringup.domain.problems import Problem
from ringup.domain.text import LONGEST, can_be_kept, trimmed


class Brand(NamedTuple):
    """How a brand's numbers begin (ranges of leading digits, inclusive) and how long they are."""

    name: str
    leading: tuple[tuple[int, int], ...]
    lengths: frozenset[int]


BRANDS = (
    Brand("american_express", ((34, 34), (37, 37)), frozenset({15})),
    Brand("diners_club", ((300, 305), (309, 309), (36, 36), (38, 39)), frozenset(range(14, 20))),
    Brand("jcb", ((3528, 3589),), frozenset(range(16, 20))),
    Brand("discover", ((6011, 6011), (644, 649), (65, 65)), frozenset(range(16, 20))),
    Brand("unionpay", ((62, 62), (81, 81)), frozenset(range(16, 20))),
    Brand("master", ((51, 55), (2221, 2720)), frozenset({16})),
    Brand("maestro", ((50, 50), (56, 58), (63, 63), (67, 67)), frozenset(range(12, 20))),
    Brand("visa", ((4, 4),), frozenset({13, 16, 19})),
)
"""ISO 7812 issuer ranges of the brands that shops take; names as the API's clients know them."""

_ANY_LENGTH = range(12, 20)


def checked(given: GivenCard, today: date) -> tuple[Problem, ...]:
    """Say everything that is wrong with a card, field by field.

    A card that a gateway's own script made a token of is the gateway's to judge.
    """
    if trimmed(given.token):
        return ()
    return (
        *_problems_of_number(digits_of(given.number or "")),
        *problems_of_expiry(given, today),
        *_problems_of_verification_value(given.verification_value),
        *_problems_of_name(given.name),
    )


def problems_of_expiry(given: GivenCard, today: date) -> Iterator[Problem]:
    """Say what is wrong with the month and the year alone."""
    month, year = _whole(given.month), _whole(given.year)
    if month is None:
        yield _problem("month", "invalid_expiry_date", "is not a number")
    elif not 1 <= month <= 12:  # noqa: PLR2004 - months
        yield _problem("month", "invalid_expiry_date", "is not a month")
    if year is None:
        yield _problem("year", "invalid_expiry_date", "is not a number")
    elif len((given.year or "").strip()) not in {2, 4}:
        yield _problem("year", "invalid_expiry_date", "must have two or four digits")
    elif (full_year(year), month or 12) < (today.year, today.month):
        yield _problem("year", "expired_card", "is over: the card has expired")


def digits_of(number: str) -> str:
    """Take the blanks and dashes out of a card number as people write it."""
    return "".join(number.split()).replace("-", "")


def brand_of(digits: str) -> str:
    """Tell the brand by a number's first digits; empty for one of none."""
    brand = _brand(digits)
    return brand.name if brand else ""


def full_year(year: int) -> int:
    """Read two digits as a year of this century."""
    return 2000 + year if year < 100 else year  # noqa: PLR2004 - two digits


def has_expired(card: Card, today: date) -> bool:
    """Tell whether the card's last month is over."""
    return (full_year(card.year), card.month) < (today.year, today.month)


def passes_luhn(digits: str) -> bool:
    """Check the last digit: with every second one from the right doubled, the sum ends in 0."""
    values = [int(digit) for digit in reversed(digits)]
    doubled = (sum(divmod(2 * value, 10)) for value in values[1::2])
    return (sum(values[::2]) + sum(doubled)) % 10 == 0


def _brand(digits: str) -> Brand | None:
    def begins(low: int, high: int) -> bool:
        head = digits[: len(str(low))]
        return len(head) == len(str(low)) and low <= int(head) <= high

    if not _all_digits(digits):
        return None
    return next((b for b in BRANDS if any(begins(low, high) for low, high in b.leading)), None)


def _problems_of_number(digits: str) -> Iterator[Problem]:
    if not digits:
        yield _problem("number", "required", "can't be blank")
    elif not _is_a_number(digits):
        yield _problem("number", "incorrect_number", "is not a valid credit card number")


def _is_a_number(digits: str) -> bool:
    brand = _brand(digits)
    lengths = brand.lengths if brand else _ANY_LENGTH
    return _all_digits(digits) and len(digits) in lengths and passes_luhn(digits)


def _all_digits(text: str) -> bool:
    """``str.isdigit`` alone lets superscripts and other scripts' digits pass."""
    return text.isascii() and text.isdigit()


def _problems_of_verification_value(value: str | None) -> Iterator[Problem]:
    value = trimmed(value)
    if value is None:
        yield _problem("verification_value", "required", "can't be blank")
    elif not (_all_digits(value) and len(value) in {3, 4}):
        yield _problem("verification_value", "invalid_cvc", "is invalid")


def _problems_of_name(name: str | None) -> Iterator[Problem]:
    name = trimmed(name)
    if name is None:
        yield _problem("name", "required", "can't be blank")
    elif len(name) > LONGEST or not can_be_kept(name):
        yield _problem("name", "invalid", "is invalid")


def _whole(text: str | None) -> int | None:
    text = (text or "").strip()
    return int(text) if _all_digits(text) and len(text) <= 4 else None  # noqa: PLR2004


def _problem(field: str, code: str, message: str) -> Problem:
    return Problem("payment", field, code, message)
