"""Where products are filed, each with its master."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update

from ringup.domain.catalogue.slugs import slug_of, unique
from ringup.domain.problems import Invalid, Problem
from ringup.persistence.filing import goods
from ringup.persistence.filing.choosing import differ_in, types_named
from ringup.persistence.filing.drawer import Drawer, Editor, Row
from ringup.persistence.filing.named import check_unnamed, unless_named
from ringup.persistence.filing.parts import Ranked
from ringup.persistence.filing.properties import PropertiesOfProduct
from ringup.persistence.filing.stock import keep_everywhere
from ringup.persistence.filing.variants_of_product import VariantsOfProduct
from ringup.persistence.schema import product_option_types, product_taxons, products, variants
from ringup.services.editing.products import MEASURES, OptionTypeName
from ringup.services.shelves import Product, StoredVariant

_OF_MASTER = ("sku", "track_inventory", *MEASURES)


class Master:
    """What lies with the variant that stands for the product."""

    fields = (*goods.PRICES, *_OF_MASTER)

    async def read(self, editor: Editor, id_: int) -> Row:
        """Read the master's fields."""
        row = await _master(editor, id_)
        own = {name: goods.with_decimals(row)[name] for name in _OF_MASTER}
        return {**own, **await goods.prices_of(editor, row["id"], row["cost_price"])}

    async def write(self, editor: Editor, id_: int, before: Row | None, after: Row) -> None:
        """Write the master's fields; a new product gets its master."""
        now, sku = editor.now(), after["sku"] or ""
        known = None if before is None else (await _master(editor, id_))["id"]
        await goods.check_skus(editor, [(known, sku)])
        cost = goods.cost_in(await goods.own_currency(editor), after["cost_price"])
        kept = goods.with_thousandths(after)
        row = {**{name: kept[name] for name in _OF_MASTER}, "sku": sku, "cost_price": cost}
        if known is None:
            master = await _made(editor, id_, {**row, "created_at": now, "updated_at": now})
        else:
            master = known
            own = variants.c.id == master
            await editor.execute(update(variants).where(own).values({**row, "updated_at": now}))
        await goods.write_prices(editor, master, before, after)


class InTaxons:
    """The taxons a product is found at; in each it comes last."""

    async def read(self, editor: Editor, id_: int) -> Sequence[int]:
        """Read the taxons' ids."""
        taxon = product_taxons.c.taxon_id
        own = product_taxons.c.product_id == id_
        rows = await editor.select(select(taxon).where(own).order_by(taxon))
        return tuple(row["taxon_id"] for row in rows)

    async def write(self, editor: Editor, id_: int, value: Sequence[int]) -> None:
        """Put a product at these and no others; where it is already, it stays where it is."""
        wanted = set(value)
        there = set(await self.read(editor, id_))
        own = product_taxons.c.product_id == id_
        gone = product_taxons.c.taxon_id.in_(sorted(there - wanted))
        await editor.execute(delete(product_taxons).where(own, gone))
        new = sorted(wanted - there)
        last = await _last_at(editor, new)
        if new:
            rows = [
                {"product_id": id_, "taxon_id": each, "position": last.get(each, 0) + 1}
                for each in new
            ]
            await editor.execute(insert(product_taxons), rows)


class OptionTypesByName:
    """Further option types in which a product's variants differ."""

    async def read(self, editor: Editor, id_: int) -> Sequence[str]:
        """Read nothing: those that are there are read by their ids."""
        del editor, id_
        return ()

    async def write(self, editor: Editor, id_: int, value: Sequence[str | OptionTypeName]) -> None:
        """Add these; those that are not there are made."""
        names = (each if isinstance(each, str) else each.name for each in value)
        await differ_in(editor, id_, tuple((await types_named(editor, names)).values()))


async def _last_at(editor: Editor, taxon_ids: Sequence[int]) -> dict[int, int]:
    taxon, position = product_taxons.c.taxon_id, func.max(product_taxons.c.position).label("last")
    wanted = select(taxon, position).where(taxon.in_(taxon_ids)).group_by(taxon)
    return {row["taxon_id"]: row["last"] for row in await editor.select(wanted)}


async def _made(editor: Editor, product_id: int, row: Row) -> int:
    new = {"product_id": product_id, "is_master": True, "position": 1}
    master = await editor.insert(variants, {**row, **new})
    await keep_everywhere(editor, [master])
    return master


async def _master(editor: Editor, product_id: int) -> Row:
    own = (variants.c.product_id == product_id) & variants.c.is_master.is_(True)
    found = await editor.select(select(variants).where(own).order_by(variants.c.id))
    return found[0]


async def _settled(editor: Editor, id_: int | None, row: Row) -> Row:
    """Give a product a slug of its own; a new one is for sale from now on, unless it says when."""
    shipping = row["shipping_category"]
    kept = {name: value for name, value in row.items() if name != "shipping_category"}
    slug = await _slug(editor, id_, row)
    from_now_on = editor.now() if id_ is None else None
    available_on = row["available_on"] or from_now_on
    return {**kept, "shipping_category_id": shipping, "slug": slug, "available_on": available_on}


async def _slug(editor: Editor, id_: int | None, row: Row) -> str:
    """Make the slug that was asked for, or one of the name. Raises ``Invalid`` if it is taken."""
    wanted = slug_of(row["slug"] or "") or slug_of(row["name"], "product")
    # Digits alone are an id to whoever asks for a product.
    wanted = f"product-{wanted}" if wanted.isdigit() else wanted
    others = () if id_ is None else (products.c.id != id_,)
    alike = (products.c.slug.startswith(wanted, autoescape=True), products.c.deleted_at.is_(None))
    rows = await editor.select(select(products.c.slug).where(*alike, *others))
    taken = {each["slug"] for each in rows}
    if row["slug"] and wanted in taken:
        raise Invalid(Problem("", "slug", "taken", "has already been taken"))
    return unique(wanted, taken)


def _by_the_forms_names(row: Row) -> Row:
    return {**row, "shipping_category": row["shipping_category_id"]}


async def _delete_variants(editor: Editor, id_: int, at: datetime) -> None:
    live = (variants.c.product_id == id_) & variants.c.deleted_at.is_(None)
    rows = await editor.select(select(variants.c.id).where(live))
    await check_unnamed(editor, StoredVariant, [row["id"] for row in rows])
    await editor.execute(update(variants).where(live).values(deleted_at=at))


PRODUCTS = Drawer(
    table=products,
    fields=_by_the_forms_names,
    settle=_settled,
    groups=(Master(),),
    parts={
        "taxon_ids": InTaxons(),
        "option_type_ids": Ranked(
            table=product_option_types, own="product_id", other="option_type_id"
        ),
        "option_types": OptionTypesByName(),
        "variants": VariantsOfProduct(),
        "product_properties": PropertiesOfProduct(),
    },
    removing=(unless_named(Product), _delete_variants),
)
