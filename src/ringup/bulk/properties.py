"""Writes what is said of products: ``Material: Cotton; Fit: Loose``."""

from collections.abc import Mapping, Sequence
from typing import Any

from ringup.bulk.lines import ProductLine
from ringup.bulk.options import Pairs, options_text, read_options
from ringup.bulk.pen import BulkPen

Row = dict[str, Any]


def fault_of(line: ProductLine) -> str:
    """Say what is wrong with what a line tells of properties, if anything."""
    pairs = read_options(line.properties, "properties")
    return pairs if isinstance(pairs, str) else ""


def write(pen: BulkPen, lines: Mapping[int, ProductLine]) -> None:
    """Say of products, by their ids, what their lines do; those that say nothing stay."""
    wanted = {product: _pairs(line) for product, line in lines.items() if line.properties}
    if not wanted:
        return
    there = _there(pen, list(wanted))
    ids = _made(pen, wanted)
    said = {product: _said(rows) for product, rows in there.items()}
    changed = {
        product: told
        for product, pairs in wanted.items()
        if (told := tuple((ids[name], value) for name, value in pairs)) != said.get(product, ())
    }
    gone = [(row["id"],) for product in changed for row in there.get(product, ())]
    pen.remove("product_properties", gone)
    pen.add(
        "product_properties",
        (
            {"product_id": product, "property_id": id_, "value": value, "position": position}
            for product, told in changed.items()
            for position, (id_, value) in enumerate(told, 1)
        ),
    )


def _pairs(line: ProductLine) -> Pairs:
    pairs = read_options(line.properties)
    return () if isinstance(pairs, str) else pairs


def _said(rows: Sequence[Row]) -> tuple[tuple[int, str], ...]:
    return tuple((row["property_id"], row["value"]) for row in rows)


def _there(pen: BulkPen, products: Sequence[int]) -> Mapping[int, list[Row]]:
    found = pen.found("product_properties", "product_id", products)
    there: dict[int, list[Row]] = {}
    for row in sorted(found, key=lambda row: (row["position"], row["id"])):
        there.setdefault(row["product_id"], []).append(row)
    return there


def _made(pen: BulkPen, wanted: Mapping[int, Pairs]) -> Mapping[str, int]:
    """Give the ids of properties by their names, also of those that had to be made."""
    names = dict.fromkeys(name for pairs in wanted.values() for name, _ in pairs)
    known = _known(pen)
    new = [{"name": name, "presentation": name} for name in names if name not in known]
    pen.add("properties", new)
    return _known(pen) if new else known


def _known(pen: BulkPen) -> Mapping[str, int]:
    return {row["name"]: row["id"] for row in reversed(pen.all("properties"))}


def texts(pen: BulkPen, products: Sequence[int]) -> Mapping[int, str | None]:
    """Write what is said of products as it is read."""
    names = {row["id"]: row["name"] for row in pen.all("properties")}
    return {
        product: options_text(tuple((names[id_], value) for id_, value in _said(rows)))
        for product, rows in _there(pen, products).items()
    }
