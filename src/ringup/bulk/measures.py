"""Weights, amounts and moments between the text of a file and the whole numbers of the database."""

from datetime import UTC, datetime
from typing import Literal

from ringup.domain.money import NotAnAmount, decimal_text, exponent, parsed

_PLACES = 3


def thousandths(text: str) -> int:
    """Read a decimal as thousandths; what lies beyond is dropped."""
    whole, _, fraction = text.partition(".")
    return int(whole + fraction[:_PLACES].ljust(_PLACES, "0"))


def thousandths_text(number: int) -> str:
    """Write thousandths as a decimal: ``0.25``."""
    whole, fraction = divmod(number, 10**_PLACES)
    return f"{whole}.{fraction:03d}".rstrip("0").rstrip(".")


def amount_of(text: str, currency: str) -> int | str:
    """Read an amount in minor units, or say what is wrong with it."""
    try:
        return parsed(text, currency)
    except NotAnAmount as error:
        return f"amount: {error}"


def amount_text(minor: int, currency: str) -> str:
    """Write an amount with all the decimals of its currency: ``15.90``."""
    whole, _, fraction = decimal_text(minor, currency).partition(".")
    places = exponent(currency)
    return f"{whole}.{fraction.ljust(places, '0')}" if places else whole


NEVER = "never"


def moment_of(text: str) -> datetime | Literal[False] | None:
    """Read a moment, UTC unless it says otherwise; none for never, ``False`` for what is none."""
    if text == NEVER:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return False
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC)


def moment_text(moment: datetime | None) -> str:
    """Write a moment as it is read."""
    if moment is None:
        return NEVER
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
