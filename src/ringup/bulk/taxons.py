"""Writes where products are found: ``Categories > Clothing > Shirts; Brands > Us``."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import func, select

from ringup.bulk import cells
from ringup.bulk.lines import ProductLine
from ringup.bulk.pen import BulkPen
from ringup.domain.catalogue.slugs import slug_of, unique
from ringup.domain.catalogue.taxons import DEEPEST

Way: TypeAlias = tuple[str, ...]
"""The names of taxons from a root on."""

_LONGEST = 255


def fault_of(line: ProductLine) -> str:
    """Say what is wrong with the taxons a line names, if anything."""
    ways = _ways(line.taxons or "")
    if not all(name and len(name) <= _LONGEST for way in ways for name in way):
        return "taxons: must read like Categories > Clothing; Brands > Us"
    deep = any(len(way) > DEEPEST for way in ways)
    return f"taxons: has more than {DEEPEST} taxons above each other" if deep else ""


def _ways(text: str) -> tuple[Way, ...]:
    ways = (part for part in cells.parts(text, ";") if part.strip())
    return tuple(tuple(cells.bare(name) for name in cells.parts(way, ">")) for way in ways)


def _text(way: Way) -> str:
    return " > ".join(cells.marked(name, ";>") for name in way)


def write(pen: BulkPen, lines: Mapping[int, ProductLine]) -> None:
    """Put products, by their ids, at the taxons of their lines, and at no others.

    Taxons that are not there are made. Lines that name none leave their products where they are.
    """
    wanted = {product: _ways(line.taxons) for product, line in lines.items() if line.taxons}
    if not wanted:
        return
    tree = Taxons(pen)
    tree.make(way for ways in wanted.values() for way in ways)
    right = {(product, tree.ids[way]) for product, ways in wanted.items() for way in ways}
    found = pen.found("product_taxons", "product_id", list(wanted))
    there = {(row["product_id"], row["taxon_id"]) for row in found}
    pen.remove("product_taxons", sorted(there - right))
    _add(pen, sorted(right - there))


def _add(pen: BulkPen, pairs: Sequence[tuple[int, int]]) -> None:
    """Put products last at taxons."""
    last = _last_at(pen, {taxon for _, taxon in pairs})
    rows = []
    for product, taxon in pairs:
        last[taxon] = last.get(taxon, 0) + 1
        rows.append({"product_id": product, "taxon_id": taxon, "position": last[taxon]})
    pen.add("product_taxons", rows)


def _last_at(pen: BulkPen, taxons: Iterable[int]) -> dict[int, int]:
    table = pen.tables["product_taxons"]
    those = table.c.taxon_id.in_(sorted(taxons))
    last = select(table.c.taxon_id, func.max(table.c.position)).where(those)
    return {taxon: at for taxon, at in pen.connection.execute(last.group_by(table.c.taxon_id))}  # noqa: C416 - rows are no pairs to a type checker


def texts(pen: BulkPen, products: Sequence[int]) -> Mapping[int, str]:
    """Write where products are found as it is read."""
    ways = Taxons(pen).ways
    found: dict[int, list[str]] = {}
    for row in pen.found("product_taxons", "product_id", products):
        found.setdefault(row["product_id"], []).append(_text(ways[row["taxon_id"]]))
    return {product: "; ".join(sorted(of)) for product, of in found.items()}


class Taxons:
    """The shop's taxons by their ways, with those a batch adds."""

    def __init__(self, pen: BulkPen) -> None:
        """Look up which there are; a shop has few of them."""
        self._pen = pen
        self._read()

    def _read(self) -> None:
        self._rows = {row["id"]: row for row in self._pen.all("taxons")}
        # Of several with one way the one that was first.
        self.ways = {id_: self._way(row) for id_, row in self._rows.items()}
        self.ids = {way: id_ for id_, way in reversed(self.ways.items())}
        self._permalinks = {row["permalink"] for row in self._rows.values()}
        self._children: dict[int, int] = {}
        for row in self._rows.values():
            self._children[row["parent_id"]] = self._children.get(row["parent_id"], 0) + 1

    def _way(self, row: Mapping[str, Any]) -> Way:
        parent = self._rows.get(row["parent_id"])
        return (*(self._way(parent) if parent else ()), row["name"])

    def make(self, ways: Iterable[Way]) -> None:
        """Plant those that are not there, the ones above first."""
        wanted = [way[: upto + 1] for way in ways for upto in range(len(way))]
        missing = dict.fromkeys(way for way in wanted if way not in self.ids)
        for depth in sorted({len(way) for way in missing}):
            level = [way for way in missing if len(way) == depth]
            self._pen.add("taxons", self._roots(level) if depth == 1 else map(self._grown, level))
            self._read()

    def _roots(self, ways: Sequence[Way]) -> list[dict[str, Any]]:
        first = len(self._pen.all("taxonomies")) + 1
        named = [{"name": name, "position": at} for at, (name,) in enumerate(ways, first)]
        ids = self._pen.numbered("taxonomies", named)
        return [
            self._row(way, taxonomy_id, None, "", 0)
            for way, taxonomy_id in zip(ways, ids, strict=True)
        ]

    def _grown(self, way: Way) -> dict[str, Any]:
        parent = self._rows[self.ids[way[:-1]]]
        position = self._children.get(parent["id"], 0)
        self._children[parent["id"]] = position + 1
        above = f"{parent['permalink']}/"
        return self._row(way, parent["taxonomy_id"], parent["id"], above, position)

    def _row(
        self, way: Way, taxonomy_id: int, parent_id: int | None, above: str, position: int
    ) -> dict[str, Any]:
        part = slug_of(way[-1], "taxon" if above else "taxonomy")
        permalink = unique(above + part, self._permalinks)
        self._permalinks.add(permalink)
        return {
            "taxonomy_id": taxonomy_id,
            "parent_id": parent_id,
            "name": way[-1],
            "permalink": permalink,
            "position": position,
        }
