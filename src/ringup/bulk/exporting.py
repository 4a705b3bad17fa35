"""Writes what there is into files that can be imported, a page at a time."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import msgspec
from sqlalchemy import select, tuple_

from ringup.bulk import customers, prices, products, stock, variants
from ringup.bulk.lines import KINDS
from ringup.bulk.pen import BulkPen

PAGE = 1000

Out: TypeAlias = Callable[[BulkPen, Sequence[dict[str, Any]]], Sequence[msgspec.Struct]]


class Source(msgspec.Struct, frozen=True):
    """The rows that lines are made of: a table and what orders it, and what makes lines of rows."""

    table: str
    by: tuple[str, ...]
    out: Out


_OF_VARIANTS = ("variants", ("sku", "id"))
SOURCES: Mapping[str, Source] = {
    "products": Source("products", ("slug", "id"), products.out),
    "variants": Source(*_OF_VARIANTS, variants.out),
    "prices": Source(*_OF_VARIANTS, prices.out),
    "stock": Source(*_OF_VARIANTS, stock.out),
    "customers": Source("users", ("email_folded", "id"), customers.out),
}


def lines_of(pen: BulkPen, kind: str) -> Iterator[msgspec.Struct]:
    """Give the lines of a kind, in an order that does not depend on the database."""
    source = SOURCES[kind]
    for rows in _pages(pen, source):
        yield from source.out(pen, rows)


def as_csv(kind: str, lines: Iterator[msgspec.Struct]) -> Iterator[str]:
    """Write lines as CSV, with the columns' names at the head."""
    yield heads(KINDS[kind])
    yield from map(cells, lines)


def heads(kind: type[msgspec.Struct]) -> str:
    """Write the names of the columns that lines of a kind have."""
    return _row(kind.__struct_fields__)


def cells(line: msgspec.Struct) -> str:
    """Write one line as CSV."""
    return _row([_cell(value) for value in msgspec.structs.astuple(line)])


def as_json(lines: Iterator[msgspec.Struct]) -> Iterator[str]:
    """Write lines as JSON Lines, without what they leave out."""
    for line in lines:
        said = {name: value for name, value in msgspec.structs.asdict(line).items() if value != ""}
        told = {name: value for name, value in said.items() if value is not None}
        yield msgspec.json.encode(told).decode() + "\n"


def _row(cells: Sequence[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _pages(pen: BulkPen, source: Source) -> Iterator[list[dict[str, Any]]]:
    table = pen.tables[source.table]
    text, number = (table.c[name] for name in source.by)
    if pen.connection.dialect.name == "postgresql":
        text = text.collate("C")  # type: ignore[assignment]
    alive = [table.c.deleted_at.is_(None)] if "deleted_at" in table.c else []
    named = [text != ""]
    last: tuple[Any, ...] = ("", 0)
    while True:
        after = tuple_(text, number) > tuple_(*last)
        page = select(table).where(*alive, *named, after).order_by(text, number).limit(PAGE)
        rows = [dict(row) for row in pen.connection.execute(page).mappings()]
        if not rows:
            return
        yield rows
        last = tuple(rows[-1][name] for name in source.by)
