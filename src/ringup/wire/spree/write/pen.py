"""What every part of an answer is written with: a currency, a language, and how to write a time."""

from datetime import datetime
from functools import lru_cache

import msgspec

from ringup.domain.facts import Facts
from ringup.domain.money import Minor, decimal_text
from ringup.web.display import displayed
from ringup.web.languages import translated

amount_text = lru_cache(maxsize=8192)(decimal_text)

_UTC_OFFSET = len("+00:00")


class Pen(msgspec.Struct, frozen=True, kw_only=True):
    """Writes amounts of one currency for programs and for people who read ``locale``."""

    currency: str
    locale: str
    facts: Facts

    def amount(self, minor: Minor) -> str:
        """Write the amount as a decimal text."""
        return amount_text(minor, self.currency)

    def display(self, minor: Minor) -> str:
        """Write the amount for people."""
        return displayed(minor, self.currency, self.locale)

    def said(self, text: str) -> str:
        """Say in the reader's language what the program says in English."""
        return translated(text, self.locale)


@lru_cache(maxsize=1024)
def moment(at: datetime) -> str:
    """Write an aware UTC time as ISO 8601 with milliseconds and ``Z``.

    What was written together has the same one, so the last ones are remembered.
    """
    return at.isoformat(timespec="milliseconds")[:-_UTC_OFFSET] + "Z"


def moment_or_none(at: datetime | None) -> str | None:
    """Write a time that may not have come yet."""
    return None if at is None else moment(at)


def thousandths_text(thousandths: int) -> str:
    """Write a weight or a length: ``0.0``, ``1.25``."""
    whole, fraction = divmod(thousandths, 1000)
    return f"{whole}.{f'{fraction:03d}'.rstrip('0') or '0'}"
