"""Where products stand at a taxon: counted anew when one is moved."""

from sqlalchemy import bindparam, select, update

from ringup.persistence.filing.drawer import Editor
from ringup.persistence.schema import product_taxons, products


async def move(editor: Editor, taxon_id: int, product_id: int, position: int) -> bool:
    """Put a product behind so many others of a taxon; tell whether it is one of the taxon's."""
    standing = await _standing(editor, taxon_id)
    if product_id not in standing:
        return False
    others = [each for each in standing if each != product_id]
    order = [*others[:position], product_id, *others[position:]]
    moved = [
        {"moved": each, "place": place}
        for place, each in enumerate(order, 1)
        if standing[each] != place
    ]
    if moved:
        pairs = product_taxons.c
        own = (pairs.taxon_id == taxon_id) & (pairs.product_id == bindparam("moved"))
        placed = update(product_taxons).where(own).values(position=bindparam("place"))
        await editor.execute(placed, moved)
    return True


async def _standing(editor: Editor, taxon_id: int) -> dict[int, int]:
    """Read the positions of a taxon's living products, in their order."""
    pairs = product_taxons.c
    living = (
        select(pairs.product_id, pairs.position)
        .join(products, products.c.id == pairs.product_id)
        .where(pairs.taxon_id == taxon_id, products.c.deleted_at.is_(None))
        .order_by(pairs.position, pairs.product_id)
    )
    return {row["product_id"]: row["position"] for row in await editor.select(living)}
