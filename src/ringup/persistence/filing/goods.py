"""What variants have, whether they stand for a product or not: a SKU, measures, prices, stock."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import delete, insert, select

from ringup.domain.money import Minor, decimal_text, parsed
from ringup.domain.problems import Invalid, Problem
from ringup.persistence.filing.drawer import Editor, Row
from ringup.persistence.schema import (
    prices,
    stores,
    variants,
)
from ringup.persistence.search.text import Folded
from ringup.services.editing.products import MEASURES

PRICES = ("price", "prices", "cost_price")
"""The fields of a form that are amounts: in the store's currency, in others, and what it costs."""

_THOUSANDTHS = 1000


def with_thousandths(row: Row) -> Row:
    """Write the measures as they are kept."""
    return {**row, **{name: _thousandths(row[name]) for name in MEASURES}}


def with_decimals(row: Row) -> Row:
    """Read the measures as they are given."""
    kept = {name: row[name] for name in MEASURES}
    return {
        **row,
        **{
            name: None if value is None else Decimal(value) / _THOUSANDTHS
            for name, value in kept.items()
        },
    }


def _thousandths(value: Decimal | None) -> int | None:
    if value is None:
        return None
    return int((value * _THOUSANDTHS).to_integral_value(ROUND_HALF_UP))


async def check_sku(editor: Editor, sku: str, but_for: int | None) -> None:
    """See that nothing else on sale has the SKU. Raises ``Invalid``."""
    alike = (Folded(variants.c.sku) == Folded(sku), variants.c.deleted_at.is_(None))
    others = () if but_for is None else (variants.c.id != but_for,)
    if sku and await editor.select(select(variants.c.id).where(*alike, *others)):
        raise Invalid(Problem("", "sku", "taken", "has already been taken"))


async def prices_of(editor: Editor, variant_id: int, cost_price: Minor | None) -> Row:
    """Read a variant's amounts as a form has them."""
    currency = await own_currency(editor)
    amounts = {
        each: Decimal(decimal_text(amount, each))
        for each, amount in (await _amounts(editor, variant_id)).items()
    }
    price = amounts.pop(currency, None)
    cost = None if cost_price is None else Decimal(decimal_text(cost_price, currency))
    return {"price": price, "prices": amounts, "cost_price": cost}


async def write_prices(editor: Editor, variant_id: int, before: Row | None, after: Row) -> None:
    """Give a variant these prices alone; a price that was not touched yields to ``prices``."""
    currency = await own_currency(editor)
    amounts: dict[str, Decimal] = dict(after["prices"])
    untouched = before is not None and before["price"] == after["price"]
    if after["price"] is not None and not (untouched and currency in amounts):
        amounts[currency] = after["price"]
    rows = [
        {"currency": each, "amount": _minor(amount, each)}
        for each, amount in sorted(amounts.items())
    ]
    await _replace_prices(editor, variant_id, rows)


async def copy_prices(editor: Editor, variant_id: int, master: int) -> None:
    """Give a variant the prices of its product's master."""
    amounts = await _amounts(editor, master)
    rows = [{"currency": each, "amount": amount} for each, amount in sorted(amounts.items())]
    await _replace_prices(editor, variant_id, rows)


def cost_in(currency: str, value: Decimal | None) -> Minor | None:
    """Write what a variant costs the shop in minor units of its own currency."""
    return None if value is None else _minor(value, currency)


async def own_currency(editor: Editor) -> str:
    """Read which currency is the store's own."""
    found = await editor.select(select(stores.c.default_currency).where(stores.c.is_default))
    currency: str = found[0]["default_currency"]
    return currency


async def _amounts(editor: Editor, variant_id: int) -> Mapping[str, Minor]:
    rows = await editor.select(select(prices).where(prices.c.variant_id == variant_id))
    return {row["currency"]: row["amount"] for row in rows}


async def _replace_prices(editor: Editor, variant_id: int, rows: list[dict[str, Any]]) -> None:
    await editor.execute(delete(prices).where(prices.c.variant_id == variant_id))
    if rows:
        await editor.execute(insert(prices), [{"variant_id": variant_id, **row} for row in rows])


def _minor(value: Decimal, currency: str) -> Minor:
    return parsed(format(value, "f"), currency)
