"""Taxonomies as trees. Those of a page are read whole, two statements for any number of taxons."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from sqlalchemy import select

from ringup.persistence.schema import product_taxons, taxonomies, taxons
from ringup.persistence.search.grouping import rows_by
from ringup.persistence.search.shelf import IDS, Link, Reader, Row, Shelf, by_id, columns_of
from ringup.services.searching import Listing
from ringup.services.shelves import Classification, Taxon, Taxonomy

DEEPEST = 50
"""No tree of a shop is deeper; a circle in the data ends here."""

_SHOWN = tuple(
    taxons.c[name]
    for name in (
        *("id", "name", "permalink", "parent_id", "taxonomy_id", "position"),
        *("meta_title", "meta_description"),
    )
)


_TREES = (
    select(*_SHOWN).where(taxons.c.taxonomy_id.in_(IDS)).order_by(taxons.c.position, taxons.c.id)
)
_PLACED = (
    select(product_taxons, taxons.c.taxonomy_id)
    .join(taxons, taxons.c.id == product_taxons.c.taxon_id)
    .where(product_taxons.c.product_id.in_(IDS))
    .order_by(product_taxons.c.position, product_taxons.c.taxon_id)
)


class Forest(msgspec.Struct, frozen=True):
    """All taxons of some taxonomies, by id and by parent."""

    by_id: Mapping[int, Row]
    by_parent: Mapping[int | None, list[Row]]

    def tree(self, taxon_id: int, depth: int = 0) -> Taxon:
        """Give a taxon with all that grows from it."""
        children = self.by_parent[taxon_id] if depth < DEEPEST else ()
        grown = tuple(self.tree(child["id"], depth + 1) for child in children)
        return msgspec.structs.replace(self.leaf(taxon_id), taxons=grown)

    def leaf(self, taxon_id: int) -> Taxon:
        """Give a taxon without its children."""
        row = self.by_id[taxon_id]
        return Taxon(
            id=row["id"],
            name=row["name"],
            way=self._way(taxon_id),
            permalink=row["permalink"],
            parent_id=row["parent_id"],
            taxonomy_id=row["taxonomy_id"],
            meta_title=row["meta_title"],
            meta_description=row["meta_description"],
        )

    def _way(self, taxon_id: int) -> tuple[str, ...]:
        names: list[str] = []
        row = self.by_id.get(taxon_id)
        while row is not None and len(names) < DEEPEST:
            names.append(row["name"])
            row = self.by_id.get(row["parent_id"])
        return tuple(reversed(names))


async def forest_of(reader: Reader, taxonomy_ids: Iterable[int]) -> Forest:
    """Read whole taxonomies, in one statement."""
    rows = await reader.select(_TREES, {"ids": sorted(set(taxonomy_ids))})
    return Forest({row["id"]: row for row in rows}, rows_by(rows, "parent_id"))


async def classifications_of_products(
    reader: Reader, product_ids: Sequence[int]
) -> Mapping[int, list[Classification]]:
    """Read where the products stand, in two statements."""
    rows = await reader.select(_PLACED, {"ids": product_ids})
    forest = await forest_of(reader, (row["taxonomy_id"] for row in rows))
    found: dict[int, list[Classification]] = {product_id: [] for product_id in product_ids}
    for row in rows:
        taxon = forest.leaf(row["taxon_id"])
        found[row["product_id"]].append(Classification(taxon=taxon, position=row["position"]))
    return found


async def _taxons(reader: Reader, rows: Sequence[Row], listing: Listing) -> Sequence[Taxon]:
    _ = listing
    forest = await forest_of(reader, (row["taxonomy_id"] for row in rows))
    return [forest.tree(row["id"]) for row in rows]


async def _taxonomies(reader: Reader, rows: Sequence[Row], listing: Listing) -> Sequence[Taxonomy]:
    _ = listing
    forest = await forest_of(reader, (row["id"] for row in rows))
    roots = {row["taxonomy_id"]: row["id"] for row in reversed(forest.by_parent[None])}
    trees = {taxonomy_id: forest.tree(root) for taxonomy_id, root in roots.items()}
    return [Taxonomy(id=row["id"], name=row["name"], root=trees.get(row["id"])) for row in rows]


TAXONS = Shelf[Taxon](
    table=taxons,
    shown=_SHOWN,
    id=taxons.c.id,
    columns=columns_of(taxons, "id", "name", "permalink", "parent_id", "taxonomy_id", "position"),
    links={
        "taxonomy": Link(
            source=taxonomies,
            on=taxonomies.c.id == taxons.c.taxonomy_id,
            columns=columns_of(taxonomies, "id", "name"),
        )
    },
    order=(taxons.c.taxonomy_id, taxons.c.position),
    within={"taxonomy_id": taxons.c.taxonomy_id, "parent_id": taxons.c.parent_id},
    keys=by_id(taxons.c.id),
    load=_taxons,
)

TAXONOMIES = Shelf[Taxonomy](
    table=taxonomies,
    shown=tuple(taxonomies.c),
    id=taxonomies.c.id,
    columns=columns_of(taxonomies, "id", "name", "position"),
    order=(taxonomies.c.position,),
    keys=by_id(taxonomies.c.id),
    load=_taxonomies,
)
