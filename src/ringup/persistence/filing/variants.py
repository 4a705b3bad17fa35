"""Where variants are filed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from ringup.domain.problems import Invalid, Problem
from ringup.persistence.filing import goods
from ringup.persistence.filing.choosing import Choice, choose, chosen_values
from ringup.persistence.filing.drawer import Drawer, Editor, Numbering, Row
from ringup.persistence.filing.named import unless_named
from ringup.persistence.filing.stock import keep_everywhere
from ringup.persistence.schema import variants
from ringup.services.shelves import StoredVariant


class Prices:
    """A variant's amounts."""

    fields = goods.PRICES

    async def read(self, editor: Editor, id_: int) -> Row:
        """Read them."""
        own = select(variants.c.cost_price).where(variants.c.id == id_)
        [row] = await editor.select(own)
        return await goods.prices_of(editor, id_, row["cost_price"])

    async def write(self, editor: Editor, id_: int, before: Row | None, after: Row) -> None:
        """Write them; a new variant without any costs what its product does."""
        cost = goods.cost_in(await goods.own_currency(editor), after["cost_price"])
        own = variants.c.id == id_
        await editor.execute(update(variants).where(own).values(cost_price=cost))
        if before is None and after["price"] is None and not after["prices"]:
            await goods.copy_prices(editor, id_, await _master_of(editor, id_))
        else:
            await goods.write_prices(editor, id_, before, after)


class Stock:
    """What a new variant has in stock: nothing yet, wherever all variants are kept."""

    fields: Sequence[str] = ()

    async def read(self, editor: Editor, id_: int) -> Row:
        """Read nothing: stock has its own endpoints."""
        del editor, id_
        return {}

    async def write(self, editor: Editor, id_: int, before: Row | None, after: Row) -> None:
        """Give a new variant its places."""
        del after
        if before is None:
            await keep_everywhere(editor, [id_])


class Options:
    """What tells a variant from its siblings, by the values' ids or by names."""

    fields = ("option_value_ids", "options")

    async def read(self, editor: Editor, id_: int) -> Row:
        """Read the values' ids."""
        return {"option_value_ids": (await chosen_values(editor, [id_]))[id_], "options": ()}

    async def write(self, editor: Editor, id_: int, before: Row | None, after: Row) -> None:
        """Give a variant these values, one of each type."""
        del before
        choice = Choice(value_ids=after["option_value_ids"], options=after["options"])
        await choose(editor, await _product_of(editor, id_), {id_: choice})


async def _product_of(editor: Editor, id_: int) -> int:
    [row] = await editor.select(select(variants.c.product_id).where(variants.c.id == id_))
    product_id: int = row["product_id"]
    return product_id


async def _master_of(editor: Editor, id_: int) -> int:
    own = select(variants.c.product_id).where(variants.c.id == id_).scalar_subquery()
    master = (variants.c.product_id == own) & variants.c.is_master.is_(True)
    found = await editor.select(select(variants.c.id).where(master).order_by(variants.c.id))
    return found[0]["id"] if found else id_


async def _settled(editor: Editor, id_: int | None, row: Row) -> Row:
    """See that the SKU is its own, and that a variant stays its product's."""
    sku = row["sku"] or ""
    await goods.check_skus(editor, [(id_, sku)])
    kept = {name: value for name, value in row.items() if id_ is None or name != "product_id"}
    return {**kept, "sku": sku}


async def _not_the_master(editor: Editor, id_: int, at: datetime) -> None:
    """Refuse to delete what stands for a product."""
    del at
    [row] = await editor.select(select(variants.c.is_master).where(variants.c.id == id_))
    if row["is_master"]:
        text = "cannot be deleted: delete its product"
        raise Invalid(Problem("", "base", "variant_is_master", text))


VARIANTS = Drawer(
    table=variants,
    row=goods.with_thousandths,
    fields=goods.with_decimals,
    settle=_settled,
    new={"is_master": False},
    numbered=Numbering(column="position", within=("product_id",)),
    groups=(Prices(), Stock(), Options()),
    removing=(_not_the_master, unless_named(StoredVariant)),
)
