"""The test cards: each number stands for one thing that may happen to a payment.

The number itself is never kept. A token says how its card behaves (``tok_declined_…``), and so
does the reference of a charge (``ch_uncapturable_…``), so that nothing else need be remembered.
"""

import secrets

import msgspec

from ringup.domain.payments.declines import TEXTS, Decline


class Refused(msgspec.Struct, frozen=True):
    """Why something is not done, and how people are told."""

    code: Decline
    message: str


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """How a test card behaves when it is charged, and what was charged when it is captured."""

    charge: Refused | None = None
    capture: Refused | None = None
    authenticate: bool = False
    slow: bool = False
    answer_lost: bool = False


def _refused(code: Decline) -> Refused:
    return Refused(code, TEXTS[code])


SCENARIOS = {
    "approved": Scenario(),
    "declined": Scenario(charge=_refused(Decline.CARD_DECLINED)),
    "insufficient": Scenario(charge=_refused(Decline.INSUFFICIENT_FUNDS)),
    "error": Scenario(charge=_refused(Decline.PROCESSING_ERROR)),
    "uncapturable": Scenario(capture=_refused(Decline.CARD_DECLINED)),
    "authenticate": Scenario(authenticate=True),
    "slow": Scenario(slow=True),
    "lost": Scenario(answer_lost=True),
    "unknown": Scenario(charge=Refused(Decline.CARD_DECLINED, "This is none of the test cards.")),
}
"""By the word in tokens and references."""

CARDS = {
    "4111111111111111": "approved",
    "4242424242424242": "approved",
    "5555555555554444": "approved",
    "378282246310005": "approved",
    "4000000000000002": "declined",
    "4000000000009995": "insufficient",
    "4000000000000119": "error",
    "4000000000000341": "uncapturable",
    "4000002500003155": "authenticate",
    "4000000000000044": "slow",
    "4000000000000051": "lost",
}
"""The word for each card number."""


def token_for(number: str) -> str:
    """Make a token that behaves like the card of this number (digits only)."""
    return _named("tok", CARDS.get(number, "unknown"))


def reference_for(token: str) -> str:
    """Make the reference of a charge to this token."""
    return _named("ch", _word(token))


def scenario_of(name: str) -> Scenario:
    """Tell how a token or a reference behaves; what was not made here is unknown."""
    return SCENARIOS[_word(name)]


def is_token(name: str) -> bool:
    """Whether this could be a token made here."""
    prefix, _, rest = name.partition("_")
    return prefix == "tok" and rest.partition("_")[0] in SCENARIOS


def _word(name: str) -> str:
    word = name.split("_")[1:2]
    return word[0] if word and word[0] in SCENARIOS else "unknown"


def _named(prefix: str, word: str) -> str:
    return f"{prefix}_{word}_{secrets.token_hex(8)}"
