"""Where taxonomies and their taxons are filed."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, select, update

from ringup.domain.catalogue.taxons import (
    NEW,
    Branch,
    Spot,
    Tree,
    changed,
    felled,
    put,
    seed,
    tree_of,
)
from ringup.persistence.filing.drawer import Drawer, Editor, Numbering, Row
from ringup.persistence.filing.named import check_unnamed
from ringup.persistence.schema import product_taxons, taxonomies, taxons
from ringup.services.shelves import Taxon

_BRANCH = tuple(taxons.c[name] for name in ("id", "parent_id", "permalink", "position"))


class NameWithRoot:
    """A taxonomy's name, which is its root's, too."""

    async def read(self, editor: Editor, id_: int) -> str:
        """Read the name."""
        own = taxonomies.c.id == id_
        [row] = await editor.select(select(taxonomies.c.name).where(own))
        name: str = row["name"]
        return name

    async def write(self, editor: Editor, id_: int, value: str) -> None:
        """Name both; a new taxonomy's root is planted."""
        own = taxonomies.c.id == id_
        await editor.execute(update(taxonomies).where(own).values(name=value))
        root = (taxons.c.taxonomy_id == id_) & taxons.c.parent_id.is_(None)
        if await editor.select(select(taxons.c.id).where(root)):
            await editor.execute(update(taxons).where(root).values(name=value))
            return
        tree = await _tree(editor, id_)
        planted = put(tree, seed(value, "taxonomy"), Spot(parent_id=None)).branches[NEW]
        row = {"parent_id": None, "permalink": planted.permalink, "position": 0}
        await editor.insert(taxons, {**row, "taxonomy_id": id_, "name": value})


async def _placed(editor: Editor, id_: int | None, row: Row) -> Row:
    """Put a taxon where it shall stand, and let those around it make room."""
    taxonomy_id = row["taxonomy_id"] if id_ is None else await _taxonomy_of(editor, id_)
    before = await _tree(editor, taxonomy_id)
    branch = seed(row["name"]) if id_ is None else before.branches[id_]
    after = put(before, branch, _spot(before, branch, row))
    moved = [
        {"own": each.id, "permalink": each.permalink, "position": each.position}
        for each in changed(before, after)
        if each.id != branch.id
    ]
    if moved:
        await editor.execute(update(taxons).where(taxons.c.id == bindparam("own")), moved)
    stands = after.branches[branch.id]
    return {
        **row,
        "taxonomy_id": taxonomy_id,
        "parent_id": stands.parent_id,
        "permalink": stands.permalink,
        "position": stands.position,
    }


def _spot(tree: Tree, branch: Branch, row: Row) -> Spot:
    """Tell what is wished; a new taxon grows from the root unless it shall grow elsewhere."""
    root = tree.children(None)[0].id
    wished = row["permalink"]
    return Spot(
        parent_id=row["parent_id"] or (root if branch.id != root else None),
        position=row["position"],
        part=wished.rpartition("/")[2] if wished and wished != branch.permalink else None,
    )


async def _taxonomy_of(editor: Editor, taxon_id: int) -> int:
    found = await editor.select(select(taxons.c.taxonomy_id).where(taxons.c.id == taxon_id))
    taxonomy_id: int = found[0]["taxonomy_id"]
    return taxonomy_id


async def _tree(editor: Editor, taxonomy_id: int) -> Tree:
    """Read a taxonomy's tree, and what the roots of the others are called."""
    others = taxons.c.parent_id.is_(None) & (taxons.c.taxonomy_id != taxonomy_id)
    own = await editor.select(select(*_BRANCH).where(taxons.c.taxonomy_id == taxonomy_id))
    roots = await editor.select(select(taxons.c.permalink).where(others))
    return tree_of((Branch(**row) for row in own), (row["permalink"] for row in roots))


async def _fell(editor: Editor, id_: int, at: datetime) -> None:
    """Delete what grows from a taxon, and take all products off it."""
    del at
    tree = await _tree(editor, await _taxonomy_of(editor, id_))
    ids = felled(tree, id_)
    await check_unnamed(editor, Taxon, ids)
    await _take_products_off(editor, taxons.c.id.in_(ids))
    grown = [each for each in ids if each != id_]
    if grown:
        await editor.execute(delete(taxons).where(taxons.c.id.in_(grown)))


async def _fell_all(editor: Editor, id_: int, at: datetime) -> None:
    """Delete a taxonomy's taxons."""
    del at
    own = taxons.c.taxonomy_id == id_
    rows = await editor.select(select(taxons.c.id).where(own))
    await check_unnamed(editor, Taxon, [row["id"] for row in rows])
    await _take_products_off(editor, own)
    await editor.execute(delete(taxons).where(own))


async def _take_products_off(editor: Editor, those: ColumnElement[bool]) -> None:
    ids: Any = select(taxons.c.id).where(those)
    await editor.execute(delete(product_taxons).where(product_taxons.c.taxon_id.in_(ids)))


TAXONOMIES = Drawer(
    table=taxonomies,
    parts={"name": NameWithRoot()},
    new={"name": ""},
    numbered=Numbering(column="position"),
    removing=(_fell_all,),
)

TAXONS = Drawer(table=taxons, settle=_placed, removing=(_fell,))
