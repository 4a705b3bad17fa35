"""The columns of Shopify's product export, turned into lines of ours.

A product there is several rows under one handle: the first names it and its options, each further
one is a variant, or only another picture.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ringup.bulk.options import options_text

HANDLE, SKU, PRICE = "Handle", "Variant SKU", "Variant Price"
_OPTIONS = (1, 2, 3)
_NO_OPTION = "Default Title"
_GRAMS = 1000


def is_shopify(columns: Sequence[str]) -> bool:
    """Recognise the layout by its columns."""
    return {HANDLE, "Title", SKU, PRICE} <= set(columns)


class Shopify:
    """Reads row after row; knows which product the rows belong to."""

    def __init__(self) -> None:
        """Begin before the first product."""
        self._handle = ""
        self._options: list[str] = []

    def read(self, row: Mapping[str, str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Give what a row says: by kind, the columns of ours."""
        if row[HANDLE] != self._handle:
            self._handle = row[HANDLE]
            self._options = [row.get(f"Option{number} Name", "") for number in _OPTIONS]
        values = [row.get(f"Option{number} Value", "") for number in _OPTIONS]
        alone = not any(values) or values[0] == _NO_OPTION
        sku = row[SKU].lstrip("'") or "-".join([self._handle, *_slugs([] if alone else values)])
        if row["Title"]:
            yield "products", self._product(row, sku if alone else "")
        if row[PRICE] or row[SKU]:
            if not alone:
                yield "variants", self._variant(row, sku, values)
            yield from _sold(row, sku)

    def _product(self, row: Mapping[str, str], sku: str) -> Mapping[str, Any]:
        return {
            "slug": self._handle,
            "name": row["Title"],
            "sku": sku,
            "description": row.get("Body (HTML)"),
            "meta_description": row.get("SEO Description"),
            "meta_keywords": row.get("Tags"),
            "available_on": "never" if _is_hidden(row) else None,
            "digital": row.get("Variant Requires Shipping", "").lower() == "false",
            **(_counted(row) if sku else {}),
        }

    def _variant(self, row: Mapping[str, str], sku: str, values: list[str]) -> Mapping[str, Any]:
        pairs = zip(self._options, values, strict=True)
        options = tuple((name, value) for name, value in pairs if name and value)
        said = {"sku": sku, "product": self._handle, "options": options_text(options)}
        return {**said, **_counted(row)}


def _is_hidden(row: Mapping[str, str]) -> bool:
    shown = row.get("Status", "active").lower() in {"", "active"}
    return not shown or row.get("Published", "").lower() == "false"


def _counted(row: Mapping[str, str]) -> Mapping[str, Any]:
    tracker = row.get("Variant Inventory Tracker")
    return {
        "track_inventory": None if tracker is None else bool(tracker),
        "weight": _kilograms(row.get("Variant Grams", "")),
        "cost_price": row.get("Cost per item"),
    }


def _kilograms(grams: str) -> str:
    digits = grams.partition(".")[0]
    if not digits.isdigit():
        return grams
    whole, rest = divmod(int(digits), _GRAMS)
    return f"{whole}.{rest:03d}"


def _sold(row: Mapping[str, str], sku: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if row[PRICE]:
        yield "prices", {"sku": sku, "amount": row[PRICE]}
    if row.get("Variant Inventory Qty"):
        policy = row.get("Variant Inventory Policy", "")
        yield (
            "stock",
            {
                "sku": sku,
                "count_on_hand": row["Variant Inventory Qty"],
                "backorderable": policy == "continue",
            },
        )


def _slugs(values: list[str]) -> Iterator[str]:
    return ("-".join(value.lower().split()) for value in values if value)
