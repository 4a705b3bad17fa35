"""Where taxes, ways to send, ways to pay and the stores are filed."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Table, delete, select

from ringup.domain.money import WHOLE
from ringup.domain.pricing.calculators import TAX_CALCULATORS
from ringup.domain.problems import Invalid, Problem
from ringup.domain.shipping.calculators import CALCULATORS
from ringup.persistence.filing.drawer import Drawer, Editor, Numbering, Row
from ringup.persistence.filing.parts import Others
from ringup.persistence.schema import (
    orders,
    payment_method_stores,
    payment_methods,
    shipping_method_categories,
    shipping_method_stores,
    shipping_method_zones,
    shipping_methods,
    store_zones,
    stores,
    tax_rates,
)
from ringup.services.editing.plugins import Plugin, fitted
from ringup.services.editing.selling import currencies_in

BY_POSITION = Numbering(column="position")


def _tax_rate_row(fields: Row) -> Row:
    row = {**fields, "rate": int(fields["amount"] * WHOLE)}
    del row["amount"]
    return _with_plugin(row, TAX_CALCULATORS)


def _tax_rate_fields(row: Row) -> Row:
    return {**_with_form(row), "amount": Decimal(row["rate"]) / WHOLE}


def _shipping_method_row(fields: Row) -> Row:
    return _with_plugin(fields, CALCULATORS)


def _with_plugin(fields: Row, table: Mapping[str, type[Any]]) -> Row:
    plugin: Plugin = fields["calculator"]
    settings = fitted(plugin.settings, table[plugin.type])
    return {**fields, "calculator": plugin.type, "settings": settings}


def _with_form(row: Row) -> Row:
    return {**row, "calculator": Plugin(type=row["calculator"], settings=row["settings"])}


def _store_row(fields: Row) -> Row:
    supported = list(currencies_in(fields["supported_currencies"]))
    default = fields["default_currency"].strip().upper()
    return {**fields, "supported_currencies": supported, "default_currency": default}


def _store_fields(row: Row) -> Row:
    return {**row, "supported_currencies": ",".join(row["supported_currencies"])}


async def _served_no_more(editor: Editor, id_: int, now: datetime) -> None:
    """Let go of what a shipping method is tied to, which may then be removed itself."""
    del now
    for pairs in (shipping_method_zones, shipping_method_categories, shipping_method_stores):
        await editor.execute(delete(pairs).where(pairs.c.shipping_method_id == id_))


async def _pays_no_more(editor: Editor, id_: int, now: datetime) -> None:
    del now
    pairs = payment_method_stores
    await editor.execute(delete(pairs).where(pairs.c.payment_method_id == id_))


async def _is_not_the_default(editor: Editor, id_: int, now: datetime) -> None:
    """Raise ``Invalid`` for the store that is meant where nobody says which."""
    del now
    if await editor.select(select(stores.c.id).where(stores.c.id == id_, stores.c.is_default)):
        text = "is the default store: make another one the default first"
        raise Invalid(Problem("", "base", "default_needed", text))


async def _ships_no_more(editor: Editor, id_: int, now: datetime) -> None:
    del now
    await editor.execute(delete(store_zones).where(store_zones.c.store_id == id_))


def _of_method(table: Table, other: str) -> Others:
    return Others(table=table, own="shipping_method_id", other=other)


TAX_RATES = Drawer(table=tax_rates, row=_tax_rate_row, fields=_tax_rate_fields)

SHIPPING_METHODS = Drawer(
    table=shipping_methods,
    row=_shipping_method_row,
    fields=_with_form,
    parts={
        "zone_ids": _of_method(shipping_method_zones, "zone_id"),
        "shipping_category_ids": _of_method(shipping_method_categories, "shipping_category_id"),
        "store_ids": _of_method(shipping_method_stores, "store_id"),
    },
    numbered=BY_POSITION,
    removing=(_served_no_more,),
)

PAYMENT_METHODS = Drawer(
    table=payment_methods,
    parts={
        "store_ids": Others(table=payment_method_stores, own="payment_method_id", other="store_id")
    },
    numbered=BY_POSITION,
    removing=(_pays_no_more,),
)

STORES = Drawer(
    table=stores,
    row=_store_row,
    fields=_store_fields,
    parts={"zone_ids": Others(table=store_zones, own="store_id", other="zone_id")},
    used_by=(
        orders.c.store_id,
        payment_method_stores.c.store_id,
        shipping_method_stores.c.store_id,
    ),
    removing=(_is_not_the_default, _ships_no_more),
)
