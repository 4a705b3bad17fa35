"""Turns a typed card into a token of the test gateway; the number is forgotten at once."""

from datetime import date

from msgspec.structs import replace

from ringup.domain.changes import GivenCard
from ringup.domain.order import Card
from ringup.domain.payments import cards
from ringup.domain.problems import Invalid, Problem
from ringup.domain.text import trimmed
from ringup.gateways.test.scenarios import is_token, token_for


def card_of(given: GivenCard, today: date) -> Card:
    """Check what was typed, and keep of it what may be kept.

    Raises ``Invalid`` with a problem for each field that is wrong.
    """
    problems = cards.checked(given, today)
    if problems:
        raise Invalid(*problems)
    return _of_token(given, today) if trimmed(given.token) else _of_number(given)


def _of_number(given: GivenCard) -> Card:
    digits = cards.digits_of(given.number or "")
    return Card(
        brand=cards.brand_of(digits),
        last_digits=digits[-4:],
        month=int(given.month or 0),
        year=cards.full_year(int(given.year or 0)),
        name=(given.name or "").strip(),
        token=token_for(digits),
    )


def _of_token(given: GivenCard, today: date) -> Card:
    """Take the word of whoever made the token; without an expiry it lasts for this year."""
    token = (given.token or "").strip()
    if not is_token(token):
        problem = Problem("payment", "token", "invalid_request", "is not one of the test gateway")
        raise Invalid(problem)
    month, year = trimmed(given.month) or "12", trimmed(given.year) or str(today.year)
    dated = replace(given, month=month, year=year)
    if problems := tuple(cards.problems_of_expiry(dated, today)):
        raise Invalid(*problems)
    return Card(
        brand=given.brand or "",
        last_digits=(given.last_digits or "")[-4:],
        month=int(month),
        year=cards.full_year(int(year)),
        name=(given.name or "").strip(),
        token=token,
    )
