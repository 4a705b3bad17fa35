"""Writes the variants of products, with their options, which are made when they are new."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from ringup.bulk import pictures
from ringup.bulk.batch import Batch, Numbered
from ringup.bulk.lines import VariantLine
from ringup.bulk.measures import MEASURES, cost_text, fault_of_cost, measured, measures_text
from ringup.bulk.options import Options, Pairs, options_text, read_options
from ringup.bulk.pen import BulkPen, Ours, differing

_COLUMNS = ("track_inventory", *MEASURES, "cost_price", "position")

Row = dict[str, Any]


def write(pen: BulkPen, ours: Ours, batch: Batch) -> None:
    """Write the batch's variants: new ones, and what differs of those there are."""
    lines = {each.record.sku: each for each in batch.of(VariantLine)}
    if not lines:
        return
    currency = ours.currencies[0]
    there = _live(pen, lines)
    products = _products(pen, lines)
    options: dict[str, Pairs] = {}
    for sku, each in lines.items():
        pairs = read_options(each.record.options)
        if reason := _unfit(each.record, pairs, there.get(sku), products) or fault_of_cost(
            each.record, currency
        ):
            batch.refuse(each.line, reason)
        elif not isinstance(pairs, str):
            options[sku] = pairs
    given = {sku: _given(lines[sku].record, currency) for sku in options}
    _write(pen, given, there, {sku: products[lines[sku].record.product] for sku in options})
    ids = {sku: (row["id"], row["product_id"]) for sku, row in _live(pen, options).items()}
    Options(pen).link({ids[sku]: pairs for sku, pairs in options.items() if pairs})


def _live(pen: BulkPen, skus: Mapping[str, object]) -> dict[str, Row]:
    """Look up who has these SKUs now; of several the one that was first."""
    found: dict[str, Row] = {}
    for row in pen.found("variants", "sku", list(skus)):
        if row["deleted_at"] is None:
            found.setdefault(row["sku"], row)
    return found


def _products(pen: BulkPen, lines: Mapping[str, Numbered[VariantLine]]) -> dict[str, int]:
    slugs = {each.record.product for each in lines.values()}
    rows = pen.found("products", "slug", sorted(slugs))
    return {row["slug"]: row["id"] for row in rows if row["deleted_at"] is None}


def _unfit(
    line: VariantLine, pairs: Pairs | str, old: Row | None, products: Mapping[str, int]
) -> str:
    if isinstance(pairs, str):
        return pairs
    if line.product not in products:
        return f"product: there is no {line.product}. Import the products before their variants"
    if old is not None and old["product_id"] != products[line.product]:
        return f"sku: {line.sku} is another product's"
    if old is not None and old["is_master"]:
        return f"sku: {line.sku} is the product's own"
    return ""


def _write(
    pen: BulkPen,
    wanted: Mapping[str, Row],
    there: Mapping[str, Row],
    products: Mapping[str, int],
) -> None:
    new: list[Row] = []
    changed: list[Row] = []
    for sku, given in wanted.items():
        old = there.get(sku)
        row = {**(old or _variant(pen, sku, products[sku])), **given}
        if old is None:
            new.append(row)
        elif differing(old, row, _COLUMNS):
            changed.append({**row, "updated_at": pen.now})
    pen.add("variants", new)
    pen.change("variants", changed, (*_COLUMNS, "updated_at"))


def _variant(pen: BulkPen, sku: str, product_id: int) -> Row:
    return {
        "product_id": product_id,
        "sku": sku,
        "is_master": False,
        "track_inventory": True,
        **dict.fromkeys((*MEASURES, "cost_price")),
        "weight": 0,
        "position": 1,
        "created_at": pen.now,
        "updated_at": pen.now,
    }


def _given(line: VariantLine, currency: str) -> Row:
    said: Row = {"track_inventory": line.track_inventory, "position": line.position}
    told = {name: value for name, value in said.items() if value is not None}
    return {**told, **measured(line, currency)}


def out(pen: BulkPen, rows: Sequence[Row]) -> Sequence[msgspec.Struct]:
    """Make lines of variants; products' own are left out."""
    products = pen.found("products", "id", sorted({row["product_id"] for row in rows}))
    slugs = {row["id"]: row["slug"] for row in products}
    own = [row for row in rows if not row["is_master"]]
    options = Options(pen).of([row["id"] for row in own])
    shown = pictures.texts(pen, {row["id"]: row["sku"] for row in own})
    currency = pen.own_currency()
    return [
        VariantLine(
            sku=row["sku"],
            product=slugs[row["product_id"]],
            options=options_text(options.get(row["id"], ())),
            track_inventory=row["track_inventory"],
            **measures_text(row),
            cost_price=cost_text(row, currency),
            position=row["position"],
            images=shown.get(row["id"]),
        )
        for row in own
    ]
