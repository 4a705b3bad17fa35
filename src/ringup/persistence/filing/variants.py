"""Where variants are filed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import insert, select, update

from ringup.domain.problems import Invalid, Problem
from ringup.persistence.filing import goods
from ringup.persistence.filing.drawer import Drawer, Editor, Numbering, Row
from ringup.persistence.filing.named import unless_named
from ringup.persistence.filing.parts import Others
from ringup.persistence.filing.stock import keep_everywhere
from ringup.persistence.schema import (
    option_types,
    option_values,
    product_option_types,
    variant_option_values,
    variants,
)
from ringup.services.editing.products import Option
from ringup.services.shelves import StoredVariant

_VALUES = Others(table=variant_option_values, own="variant_id", other="option_value_id")


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
            await keep_everywhere(editor, id_)


class Options:
    """What tells a variant from its siblings, by the values' ids or by names."""

    fields = ("option_value_ids", "options")

    async def read(self, editor: Editor, id_: int) -> Row:
        """Read the values' ids."""
        return {"option_value_ids": await _VALUES.read(editor, id_), "options": ()}

    async def write(self, editor: Editor, id_: int, before: Row | None, after: Row) -> None:
        """Give a variant these values, one of each type; those named win over ids."""
        del before
        types = await _types_of(editor, after["option_value_ids"])
        _check_one_each(types)
        chosen = {type_id: value_id for value_id, type_id in types.items()}
        chosen |= await _named(editor, after["options"])
        await _VALUES.write(editor, id_, tuple(chosen.values()))
        await _let_product_differ_in(editor, id_, tuple(chosen))


async def _types_of(editor: Editor, value_ids: Sequence[int]) -> dict[int, int]:
    wanted = select(option_values.c.id, option_values.c.option_type_id)
    rows = await editor.select(wanted.where(option_values.c.id.in_(value_ids)))
    return {row["id"]: row["option_type_id"] for row in rows}


def _check_one_each(types: dict[int, int]) -> None:
    if len(set(types.values())) < len(types):
        text = "must hold one value of each option type"
        raise Invalid(Problem("", "option_value_ids", "taken", text))


async def _named(editor: Editor, options: Sequence[Option]) -> dict[int, int]:
    """Find by names the values of options, by their types, or make them."""
    if not options:
        return {}
    types = await _types_named(editor, tuple(option.name for option in options))
    wanted = {
        (types[option.name.casefold()], option.value.casefold()): option.value for option in options
    }
    values = await _values_of(editor, types.values())
    missing = {key: name for key, name in wanted.items() if key not in values}
    if missing:
        await _make_values(editor, missing, values)
        values = await _values_of(editor, types.values())
    return {type_id: values[type_id, name][0] for type_id, name in wanted}


_Values: TypeAlias = Mapping[tuple[int, str], tuple[int, int]]
"""The ids and the positions of values, by their types and folded names."""


async def _types_named(editor: Editor, names: Sequence[str]) -> dict[str, int]:
    """Find option types by their folded names, or make them."""
    known = await _all_types(editor)
    missing = [name for name in names if name.casefold() not in known]
    if missing:
        last = max((row["position"] for row in known.values()), default=0)
        await editor.execute(insert(option_types), [*_presented(missing, last)])
        known = await _all_types(editor)
    return {name.casefold(): known[name.casefold()]["id"] for name in names}


async def _all_types(editor: Editor) -> dict[str, Row]:
    rows = await editor.select(select(option_types).order_by(option_types.c.id.desc()))
    return {row["name"].casefold(): row for row in rows}


async def _values_of(editor: Editor, type_ids: Iterable[int]) -> _Values:
    of = option_values.c.option_type_id.in_(sorted(type_ids))
    rows = await editor.select(select(option_values).where(of).order_by(option_values.c.id.desc()))
    return {
        (row["option_type_id"], row["name"].casefold()): (row["id"], row["position"])
        for row in rows
    }


async def _make_values(
    editor: Editor, missing: Mapping[tuple[int, str], str], known: _Values
) -> None:
    rows: list[Row] = []
    for (type_id, _), name in missing.items():
        last = max(
            (position for (of, _), (_, position) in known.items() if of == type_id), default=0
        )
        rows += ({**row, "option_type_id": type_id} for row in _presented([name], last))
    await editor.execute(insert(option_values), rows)


def _presented(names: Sequence[str], last: int) -> Iterator[Row]:
    for position, name in enumerate(names, last + 1):
        yield {"name": name, "presentation": name, "position": position}


async def _let_product_differ_in(editor: Editor, id_: int, type_ids: Sequence[int]) -> None:
    """See that the product knows in what its variants differ."""
    [own] = await editor.select(select(variants.c.product_id).where(variants.c.id == id_))
    pairs = product_option_types
    known = await editor.select(select(pairs).where(pairs.c.product_id == own["product_id"]))
    last = max((row["position"] for row in known), default=0)
    there = {row["option_type_id"] for row in known}
    missing = [type_id for type_id in type_ids if type_id not in there]
    rows = [
        {"product_id": own["product_id"], "option_type_id": type_id, "position": position}
        for position, type_id in enumerate(missing, last + 1)
    ]
    if rows:
        await editor.execute(insert(pairs), rows)


async def _master_of(editor: Editor, id_: int) -> int:
    own = select(variants.c.product_id).where(variants.c.id == id_).scalar_subquery()
    master = (variants.c.product_id == own) & variants.c.is_master.is_(True)
    found = await editor.select(select(variants.c.id).where(master).order_by(variants.c.id))
    return found[0]["id"] if found else id_


async def _settled(editor: Editor, id_: int | None, row: Row) -> Row:
    """See that the SKU is its own, and that a variant stays its product's."""
    sku = row["sku"] or ""
    await goods.check_sku(editor, sku, id_)
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
