"""Writes products, each with the variant that is the product itself."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from ringup.bulk import pictures, properties, taxons
from ringup.bulk.batch import Batch, Numbered
from ringup.bulk.lines import ProductLine
from ringup.bulk.measures import (
    MEASURES,
    cost_text,
    fault_of_cost,
    measured,
    measures_text,
    moment_of,
    moment_text,
)
from ringup.bulk.pen import BulkPen, Ours, differing

_OWN = ("name", "description", "meta_description", "meta_keywords", "digital")
_CATEGORIES = ("tax_category_id", "shipping_category_id")
_COLUMNS = (*_OWN, *_CATEGORIES, "available_on")
_OF_MASTER = ("sku", "track_inventory", *MEASURES, "cost_price")

Row = dict[str, Any]


def write(pen: BulkPen, ours: Ours, batch: Batch) -> None:
    """Write the batch's products: new ones, and what differs of those there are."""
    lines = {each.record.slug: each for each in batch.of(ProductLine)}
    if not lines:
        return
    there = _living(pen, lines)
    _refuse_skus(pen, batch, lines, there)
    wanted: dict[str, Row] = {}
    for slug, each in lines.items():
        if reason := _unfit(each.record, there.get(slug), ours):
            batch.refuse(each.line, reason)
        elif each.line not in batch.refused:
            wanted[slug] = _row(each.record, there.get(slug), ours, pen)
    _write_products(pen, wanted, there)
    ids = _living(pen, wanted)
    told = {ids[slug]["id"]: lines[slug].record for slug in wanted}
    _write_masters(pen, told, ours.currencies[0])
    taxons.write(pen, told)
    properties.write(pen, told)


def _living(pen: BulkPen, slugs: Iterable[str]) -> Mapping[str, Row]:
    """Look up the products with these slugs; what was deleted left its own to others."""
    found = pen.found("products", "slug", list(slugs))
    return {row["slug"]: row for row in found if row["deleted_at"] is None}


def _unfit(line: ProductLine, old: Row | None, ours: Ours) -> str:
    if old is None and line.name is None:
        return "name: is missing"
    for column, known in (
        ("tax_category", ours.tax_categories),
        ("shipping_category", ours.shipping_categories),
    ):
        name = getattr(line, column)
        if name is not None and name not in known:
            return f"{column}: there is no {name}. There are: {', '.join(known)}"
    if line.available_on is not None and moment_of(line.available_on) is False:
        return "available_on: must be a time such as 2026-11-23T10:00:00Z, or never"
    return (
        fault_of_cost(line, ours.currencies[0])
        or taxons.fault_of(line)
        or properties.fault_of(line)
    )


def _refuse_skus(
    pen: BulkPen,
    batch: Batch,
    lines: Mapping[str, Numbered[ProductLine]],
    there: Mapping[str, Row],
) -> None:
    """Refuse a SKU that is another product's or variant's, or comes twice."""
    by_sku: dict[str, str] = {}
    for slug, each in lines.items():
        sku = each.record.sku
        if sku and by_sku.setdefault(sku, slug) != slug:
            batch.refuse(each.line, f"sku: {sku} is the product's {by_sku[sku]}, too")
    products = {row["id"]: slug for slug, row in there.items()}
    for row in pen.found("variants", "sku", list(by_sku)):
        slug = by_sku[row["sku"]]
        is_its_own = row["is_master"] and products.get(row["product_id"]) == slug
        if row["deleted_at"] is None and not is_its_own:
            batch.refuse(lines[slug].line, f"sku: {row['sku']} is another one's already")


def _row(line: ProductLine, old: Row | None, ours: Ours, pen: BulkPen) -> Row:
    given = {name: getattr(line, name) for name in _OWN if getattr(line, name) is not None}
    if line.tax_category:
        given["tax_category_id"] = ours.tax_categories[line.tax_category]
    if line.shipping_category:
        given["shipping_category_id"] = ours.shipping_categories[line.shipping_category]
    if line.available_on is not None:
        given["available_on"] = moment_of(line.available_on)
    usual: Row = {
        **dict.fromkeys(_OWN),
        "available_on": pen.now,
        "digital": False,
        "tax_category_id": ours.default_tax_category,
        "shipping_category_id": ours.default_shipping_category,
    }
    return {**(old or usual), **given}


def _write_products(pen: BulkPen, wanted: Mapping[str, Row], there: Mapping[str, Row]) -> None:
    times = {"created_at": pen.now, "updated_at": pen.now}
    new = [{"slug": slug, **row, **times} for slug, row in wanted.items() if slug not in there]
    pen.add("products", new)
    changed = [
        {**row, "updated_at": pen.now}
        for slug, row in wanted.items()
        if slug in there and differing(there[slug], row, _COLUMNS)
    ]
    pen.change("products", changed, (*_COLUMNS, "updated_at"))


def _write_masters(pen: BulkPen, lines: Mapping[int, ProductLine], currency: str) -> None:
    there = {
        row["product_id"]: row
        for row in pen.found("variants", "product_id", list(lines))
        if row["is_master"]
    }
    new: list[Row] = []
    changed: list[Row] = []
    for product_id, line in lines.items():
        old = there.get(product_id)
        row = {**(old or _master(pen, product_id)), **_given(line, currency)}
        if old is None:
            new.append(row)
        elif differing(old, row, _OF_MASTER):
            changed.append({**row, "updated_at": pen.now})
    pen.add("variants", new)
    pen.change("variants", changed, (*_OF_MASTER, "updated_at"))


def _master(pen: BulkPen, product_id: int) -> Row:
    return {
        "product_id": product_id,
        "sku": "",
        "is_master": True,
        "track_inventory": True,
        **dict.fromkeys((*MEASURES, "cost_price")),
        "weight": 0,
        "position": 1,
        "created_at": pen.now,
        "updated_at": pen.now,
    }


def _given(line: ProductLine, currency: str) -> Row:
    said: Row = {"sku": line.sku, "track_inventory": line.track_inventory}
    told = {name: value for name, value in said.items() if value is not None}
    return {**told, **measured(line, currency)}


def out(pen: BulkPen, rows: Sequence[Row]) -> Sequence[msgspec.Struct]:
    """Make lines of rows of ``products``."""
    ids = [row["id"] for row in rows]
    taxes = {row["id"]: row["name"] for row in pen.all("tax_categories")}
    shippings = {row["id"]: row["name"] for row in pen.all("shipping_categories")}
    masters = {
        row["product_id"]: row
        for row in pen.found("variants", "product_id", ids)
        if row["is_master"]
    }
    currency = pen.own_currency()
    found, said = taxons.texts(pen, ids), properties.texts(pen, ids)
    shown = pictures.texts(pen, {masters[row["id"]]["id"]: row["slug"] for row in rows})
    return [
        ProductLine(
            **_of_product(row),
            **_of_master(masters[row["id"]], currency),
            tax_category=taxes.get(row["tax_category_id"]),
            shipping_category=shippings.get(row["shipping_category_id"]),
            taxons=found.get(row["id"]),
            properties=said.get(row["id"]),
            images=shown.get(masters[row["id"]]["id"]),
        )
        for row in rows
    ]


def _of_product(row: Row) -> Row:
    own = {name: row[name] for name in _OWN}
    return {**own, "slug": row["slug"], "available_on": moment_text(row["available_on"])}


def _of_master(master: Row, currency: str) -> Row:
    return {
        "sku": master["sku"] or None,
        "track_inventory": master["track_inventory"],
        **measures_text(master),
        "cost_price": cost_text(master, currency),
    }
