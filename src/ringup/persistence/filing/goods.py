"""What variants have, whether they stand for a product or not: a SKU, measures, prices, stock."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

from sqlalchemy import delete, insert, select

from ringup.domain.money import Minor, decimal_text, parsed
from ringup.domain.problems import Invalid, Problem, within
from ringup.persistence.filing.drawer import Editor, Row
from ringup.persistence.schema import (
    prices,
    stores,
    variants,
)
from ringup.persistence.search.text import is_any
from ringup.services.editing.products import MEASURES

PRICES = ("price", "prices", "cost_price")
"""The fields of a form that are amounts: in the store's currency, in others, and what it costs."""

Amounts: TypeAlias = Mapping[str, Minor]
"""What a thing costs, in minor units by currency."""

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


async def check_skus(
    editor: Editor, wanted: Iterable[tuple[int | None, str]], field: str = ""
) -> None:
    """See that nothing else on sale has a SKU that a variant, new or by its id, shall have.

    ``field`` is named before that of the refusal. Raises ``Invalid``.
    """
    given = [(id_, sku) for id_, sku in wanted if sku]
    folded = {sku.lower() for _, sku in given}
    own = {id_ for id_, _ in given if id_ is not None}
    if len(folded) < len(given) or await _others_have(editor, folded, own):
        raise Invalid(Problem("", within(field, "sku"), "taken", "has already been taken"))


async def _others_have(editor: Editor, skus: Collection[str], but_for: Collection[int]) -> bool:
    if not skus:
        return False
    alike = (is_any(variants.c.sku, skus), variants.c.deleted_at.is_(None))
    rows = await editor.select(select(variants.c.id).where(*alike))
    return any(row["id"] not in but_for for row in rows)


async def prices_of(editor: Editor, variant_id: int, cost_price: Minor | None) -> Row:
    """Read a variant's amounts as a form has them."""
    currency = await own_currency(editor)
    amounts = {
        each: Decimal(decimal_text(amount, each))
        for each, amount in (await amounts_of(editor, [variant_id]))[variant_id].items()
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
    await write_amounts(editor, {variant_id: in_minor_units(amounts)})


async def copy_prices(editor: Editor, variant_id: int, master: int) -> None:
    """Give a variant the prices of its product's master."""
    await write_amounts(editor, {variant_id: (await amounts_of(editor, [master]))[master]})


def cost_in(currency: str, value: Decimal | None) -> Minor | None:
    """Write what a variant costs the shop in minor units of its own currency."""
    return None if value is None else _minor(value, currency)


async def own_currency(editor: Editor) -> str:
    """Read which currency is the store's own."""
    found = await editor.select(select(stores.c.default_currency).where(stores.c.is_default))
    currency: str = found[0]["default_currency"]
    return currency


async def amounts_of(editor: Editor, variant_ids: Sequence[int]) -> Mapping[int, Amounts]:
    """Read what variants cost, by their ids."""
    amounts: dict[int, dict[str, Minor]] = {each: {} for each in variant_ids}
    rows = await editor.select(select(prices).where(prices.c.variant_id.in_(variant_ids)))
    for row in rows:
        amounts[row["variant_id"]][row["currency"]] = row["amount"]
    return amounts


async def write_amounts(editor: Editor, amounts: Mapping[int, Amounts]) -> None:
    """Give variants these prices alone."""
    await editor.execute(delete(prices).where(prices.c.variant_id.in_(sorted(amounts))))
    rows = [
        {"variant_id": variant_id, "currency": currency, "amount": amount}
        for variant_id, own in amounts.items()
        for currency, amount in sorted(own.items())
    ]
    if rows:
        await editor.execute(insert(prices), rows)


def in_minor_units(amounts: Mapping[str, Decimal]) -> Amounts:
    """Read amounts as they are kept."""
    return {currency: _minor(amount, currency) for currency, amount in amounts.items()}


def _minor(value: Decimal, currency: str) -> Minor:
    return parsed(format(value, "f"), currency)
