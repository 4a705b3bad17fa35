"""Money: integer minor units with a currency, the one rounding, and the text form.

Inside an order every amount is a plain ``int`` of minor units (``Minor``: cents for USD, yen for
JPY, fils for KWD) in the order's one currency. ``Money`` pairs an amount with its currency where
the currency is not given by the order around it. No amount is ever a float.
"""

from typing import TypeAlias

import msgspec

Minor: TypeAlias = int
"""An amount in the minor unit of a currency known from the context; negative for a credit."""

Millionths: TypeAlias = int
"""A rate as a whole number of millionths: 5 % is 50_000, 8.875 % is 88_750."""

WHOLE: Millionths = 1_000_000
"""The rate of 100 %."""

LARGEST: Minor = 10**15
"""No amount on an order may reach this (ten trillion dollars): far below 2**53 and BIGINT."""

# ISO 4217, minor units other than two (list one, amendment 177).
_EXPONENTS = {
    **dict.fromkeys(
        (
            *("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG"),
            *("RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"),
        ),
        0,
    ),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}

_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}

_LONGEST = 40
"""No text longer than this is read as an amount, so that a megabyte of digits costs nothing."""

_PERCENT_PLACES = 4
"""A millionth is a ten-thousandth of a percent."""


USUAL_EXPONENT = 2
"""What most currencies' minor units are: hundredths."""


class Money(msgspec.Struct, frozen=True):
    """An amount of ``minor`` units of the ISO 4217 ``currency``."""

    minor: Minor
    currency: str

    def __str__(self) -> str:
        """Give the decimal text of the amount, as the API writes it."""
        return decimal_text(self.minor, self.currency)


class NotAnAmount(ValueError):
    """A text that is not an amount of the currency; the message says why, for people."""


def exponent(currency: str) -> int:
    """Tell how many decimals the currency's minor unit has (USD 2, JPY 0, KWD 3)."""
    return _EXPONENTS.get(currency, USUAL_EXPONENT)


def unusual_exponents() -> dict[str, int]:
    """Tell the currencies whose minor unit is no hundredth, each with its number of decimals."""
    return dict(_EXPONENTS)


def rounded(numerator: int, denominator: int) -> Minor:
    """Round ``numerator / denominator`` to a whole minor unit, half away from zero.

    This is the only rounding in the program ("half up", as tax offices mean it: 0.5 becomes 1 and
    -0.5 becomes -1, so that a refund rounds like its charge). ``denominator`` is positive.
    """
    if numerator < 0:
        return -rounded(-numerator, denominator)
    return (2 * numerator + denominator) // (2 * denominator)


def portion(amount: Minor, rate: Millionths) -> Minor:
    """Take the share ``rate`` of the amount, rounded once."""
    return rounded(amount * rate, WHOLE)


def contained(amount: Minor, rate: Millionths, together: Millionths | None = None) -> Minor:
    """Tell how much of a gross amount is a tax of ``rate`` contained in it, rounded once.

    Where several taxes are contained, ``together`` is the sum of their rates, so that each is
    taken of the same net amount.
    """
    return rounded(amount * rate, WHOLE + (rate if together is None else together))


def allocated(total: Minor, weights: tuple[Minor, ...]) -> tuple[Minor, ...]:
    """Split ``total`` over ``weights`` in proportion, to the last minor unit.

    Each share is the difference of two rounded running sums, so the shares always add up to
    ``total`` and none is off by more than one unit. Weights are not negative; if all are zero, so
    are the shares.
    """
    whole = sum(weights)
    if whole == 0:
        return (0,) * len(weights)
    shares: list[Minor] = []
    running = given = 0
    for weight in weights:
        running += weight
        up_to_here = rounded(total * running, whole)
        shares.append(up_to_here - given)
        given = up_to_here
    return tuple(shares)


def decimal_text(minor: Minor, currency: str) -> str:
    """Write an amount as the API does: a decimal with at least one decimal and no padding.

    ``0.0``, ``5.0``, ``19.99``, ``-0.8``; ``1500.0`` for 1,500 yen.
    """
    return _decimal(minor, exponent(currency))


def percent_text(rate: Millionths) -> str:
    """Write a rate for people, in the same manner: ``5.0%``, ``8.875%``."""
    return f"{_decimal(rate, _PERCENT_PLACES)}%"


def amount_for_people(minor: Minor, currency: str) -> str:
    """Write an amount into a sentence where no locale is known: ``$1,000.00``, ``1.500 KWD``."""
    places = exponent(currency)
    whole, fraction = divmod(abs(minor), 10**places)
    digits = f"{whole:,}.{fraction:0{places}d}" if places else f"{whole:,}"
    sign = "-" if minor < 0 else ""
    symbol = _SYMBOLS.get(currency)
    return f"{sign}{symbol}{digits}" if symbol else f"{sign}{digits} {currency}"


def _decimal(units: int, places: int) -> str:
    sign = "-" if units < 0 else ""
    whole, fraction = divmod(abs(units), 10**places)
    digits = f"{fraction:0{places}d}".rstrip("0") if places else ""
    return f"{sign}{whole}.{digits or '0'}"


def parsed(text: str, currency: str) -> Minor:
    """Read a decimal text as minor units of the currency.

    Raises ``NotAnAmount`` for anything but an optional sign, digits and at most one point, for
    more decimals than the currency has (trailing zeros aside), and for amounts past ``LARGEST``.
    """
    sign, digits = (-1, text[1:]) if text[:1] == "-" else (1, text)
    whole, _, fraction = digits.partition(".")
    if not (whole + fraction).isascii() or not (whole + fraction).isdigit() or len(text) > _LONGEST:
        raise NotAnAmount("is not a number")
    places = exponent(currency)
    fraction = fraction.rstrip("0")
    if len(fraction) > places:
        raise NotAnAmount(f"has more decimals than {currency} has ({places})")
    minor = sign * int((whole or "0") + fraction.ljust(places, "0"))
    if abs(minor) >= LARGEST:
        raise NotAnAmount("is too large")
    return minor
