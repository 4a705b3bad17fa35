"""Weights, amounts and moments between the text of a file and the whole numbers of the database."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal

from ringup.bulk.lines import ProductLine, VariantLine
from ringup.domain.money import NotAnAmount, decimal_text, exponent, parsed

MEASURES = ("weight", "height", "width", "depth")
"""Columns that are thousandths of the shop's units."""

_PLACES = 3


def thousandths(text: str) -> int:
    """Read a decimal as thousandths; what lies beyond is dropped."""
    whole, _, fraction = text.partition(".")
    return int(whole + fraction[:_PLACES].ljust(_PLACES, "0"))


def thousandths_text(number: int) -> str:
    """Write thousandths as a decimal: ``0.25``."""
    whole, fraction = divmod(number, 10**_PLACES)
    return f"{whole}.{fraction:03d}".rstrip("0").rstrip(".")


def measured(line: ProductLine | VariantLine, currency: str) -> Mapping[str, int]:
    """Read the measures and the cost that a line tells of, and that have no fault."""
    told = {name: getattr(line, name) for name in MEASURES}
    measures = {name: thousandths(text) for name, text in told.items() if text is not None}
    cost = None if line.cost_price is None else _cost(line.cost_price, currency)
    return {**measures, "cost_price": cost} if isinstance(cost, int) else measures


def fault_of_cost(line: ProductLine | VariantLine, currency: str) -> str:
    """Say what is wrong with what a thing is told to cost the shop, if anything."""
    cost = 0 if line.cost_price is None else _cost(line.cost_price, currency)
    return cost if isinstance(cost, str) else ""


def _cost(text: str, currency: str) -> int | str:
    return amount_of(text, currency, "cost_price")


def measures_text(row: Mapping[str, Any]) -> dict[str, str | None]:
    """Write the measures of a variant; those that it has not are left out."""
    return {name: None if row[name] is None else thousandths_text(row[name]) for name in MEASURES}


def cost_text(row: Mapping[str, Any], currency: str) -> str | None:
    """Write what a variant costs the shop, in its own currency."""
    return None if row["cost_price"] is None else amount_text(row["cost_price"], currency)


def amount_of(text: str, currency: str, column: str = "amount") -> int | str:
    """Read an amount in minor units, or say what is wrong with it."""
    try:
        return parsed(text, currency)
    except NotAnAmount as error:
        return f"{column}: {error}"


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
