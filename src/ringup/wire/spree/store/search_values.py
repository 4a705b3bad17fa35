"""The values of a search: each must be of its attribute's kind, and small enough for a database."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

from ringup.services.searching import Kind, Scalar

LARGEST = 2**63 - 1
"""What a database's whole number holds."""

LONGEST_TEXT = 1000
LONGEST_LIST = 1000

YES = frozenset({"true", "t", "1", "yes", "y"})
NO = frozenset({"false", "f", "0", "no", "n"})


class NotOfThisKind(ValueError):
    """A value that its attribute can never have; the message says why, for people."""


def scalar(value: object, kind: Kind) -> Scalar:
    """Read one value of a kind. Raises ``NotOfThisKind``."""
    if not isinstance(value, str | int | Decimal):
        raise NotOfThisKind("must be one value")
    return _READERS[kind](value)


def listed(value: object, kind: Kind) -> tuple[Scalar, ...]:
    """Read a list, an object keyed by index, or a single value; blanks are left out."""
    if isinstance(value, Mapping):
        value = list(value.values())
    values = value if isinstance(value, list) else [value]
    if len(values) > LONGEST_LIST:
        raise NotOfThisKind(f"has more than {LONGEST_LIST} values")
    return tuple(scalar(each, kind) for each in values if each is not None and each != "")


def flag(value: object) -> bool:
    """Read a yes or a no. Raises ``NotOfThisKind``."""
    word = str(value).strip().lower() if isinstance(value, str | int) else ""
    if word in YES:
        return True
    if word in NO:
        return False
    raise NotOfThisKind("must be true or false")


def _text(value: object) -> str:
    text = ("true" if value else "false") if isinstance(value, bool) else str(value)
    # PostgreSQL holds no NUL, and no database a lone surrogate.
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise NotOfThisKind("has characters that no text has")
    if len(text) > LONGEST_TEXT:
        raise NotOfThisKind(f"is longer than {LONGEST_TEXT} characters")
    return text


def _whole(value: object) -> int:
    text = str(value).strip()
    digits = text.removeprefix("-")
    if isinstance(value, bool) or not (digits.isascii() and digits.isdigit()):
        raise NotOfThisKind("is not a whole number")
    if len(digits) > len(str(LARGEST)) or abs(int(text)) > LARGEST:
        raise NotOfThisKind("is too large")
    return int(text)


def _decimal(value: object) -> Decimal:
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        raise NotOfThisKind("is not a number") from None
    if isinstance(value, bool) or not number.is_finite():
        raise NotOfThisKind("is not a number")
    # Far beyond any amount, and its exponent costs nobody anything.
    if number.adjusted() > 12 or (number and number.adjusted() < -12):  # noqa: PLR2004 - see above
        raise NotOfThisKind("is too large or too small")
    return number


def _moment(value: object) -> datetime:
    text = str(value).strip()
    try:
        moment = datetime.fromisoformat(text)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return aware.astimezone(UTC)
    except (ValueError, OverflowError):
        raise NotOfThisKind("is not a time, such as 2026-11-23T10:00:00Z") from None


_READERS: Mapping[Kind, Callable[[object], Scalar]] = {
    "text": _text,
    "whole": _whole,
    "money": _decimal,
    "moment": _moment,
    "flag": flag,
}
