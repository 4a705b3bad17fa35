"""A product's variants, in one form with it: however many, in the same few statements."""

from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam, insert, select, update

from ringup.domain.problems import Invalid, Problem
from ringup.persistence.filing import goods
from ringup.persistence.filing.choosing import Choice, choose, chosen_values
from ringup.persistence.filing.drawer import Editor, Row
from ringup.persistence.filing.stock import keep_everywhere
from ringup.persistence.schema import variants
from ringup.services.editing.products import MEASURES, VariantOfProduct

FIELD = "variants"

_SAID = ("sku", "position", "track_inventory", "tax_category_id")
_KEPT = (*_SAID, *MEASURES, "cost_price", "updated_at")


class VariantsOfProduct:
    """Variants that are made or changed with their product."""

    async def read(self, editor: Editor, id_: int) -> Sequence[VariantOfProduct]:
        """Read nothing: variants that are there stay unless they are named."""
        del editor, id_
        return ()

    async def write(self, editor: Editor, id_: int, value: Sequence[VariantOfProduct]) -> None:
        """Add what is new, and change what is named by its id."""
        if not value:
            return
        siblings = await _siblings(editor, id_)
        _check_there(value, siblings)
        await goods.check_skus(editor, ((each.id, each.sku or "") for each in value), FIELD)
        currency = await goods.own_currency(editor)
        await _change(editor, [each for each in value if each.id], siblings, currency)
        new = [each for each in value if each.id is None]
        made = await _make(editor, id_, new, siblings, currency)
        written = {each.id: each for each in value if each.id} | dict(zip(made, new, strict=True))
        await _price(editor, written, siblings, currency)
        await _choose(editor, id_, written)
        await keep_everywhere(editor, made)


async def _siblings(editor: Editor, product_id: int) -> Mapping[int, Row]:
    """Read all variants there are and were, the master among them."""
    own = variants.c.product_id == product_id
    return {row["id"]: row for row in await editor.select(select(variants).where(own))}


def _check_there(value: Sequence[VariantOfProduct], siblings: Mapping[int, Row]) -> None:
    changeable = {
        id_ for id_, row in siblings.items() if row["deleted_at"] is None and not row["is_master"]
    }
    if any(each.id is not None and each.id not in changeable for each in value):
        raise Invalid(Problem("", f"{FIELD}.id", "not_there", "does not exist"))


async def _change(
    editor: Editor,
    value: Sequence[VariantOfProduct],
    siblings: Mapping[int, Row],
    currency: str,
) -> None:
    rows = [
        {**_row(each, siblings[each.id], currency), "updated_at": editor.now(), "own": each.id}
        for each in value
        if each.id
    ]
    if rows:
        changed = update(variants).where(variants.c.id == bindparam("own"))
        await editor.execute(changed.values({name: bindparam(name) for name in _KEPT}), rows)


async def _make(
    editor: Editor,
    product_id: int,
    value: Sequence[VariantOfProduct],
    siblings: Mapping[int, Row],
    currency: str,
) -> Sequence[int]:
    """Make variants, and give their ids, in their order."""
    if not value:
        return ()
    now = editor.now()
    fixed = {"product_id": product_id, "is_master": False, "created_at": now, "updated_at": now}
    last = max(row["position"] for row in siblings.values())
    rows = [
        {**_row(each, _blank(position), currency), **fixed}
        for position, each in enumerate(value, last + 1)
    ]
    await editor.execute(insert(variants), rows)
    # Each row was a statement of its own, so their ids are in their order.
    return sorted((await _siblings(editor, product_id)).keys() - siblings.keys())


def _blank(position: int) -> Row:
    measures = dict.fromkeys(MEASURES)
    said = {"sku": "", "position": position, "track_inventory": True, "tax_category_id": None}
    return {**measures, **said, "weight": 0, "cost_price": None}


def _row(each: VariantOfProduct, before: Row, currency: str) -> dict[str, object]:
    """Give a variant's columns: what is given, and otherwise what it had before."""
    measures = goods.with_thousandths({name: getattr(each, name) for name in MEASURES})
    given = {
        **measures,
        **{name: getattr(each, name) for name in _SAID},
        "cost_price": goods.cost_in(currency, each.cost_price),
    }
    return {name: before[name] if value is None else value for name, value in given.items()}


async def _price(
    editor: Editor,
    written: Mapping[int, VariantOfProduct],
    siblings: Mapping[int, Row],
    currency: str,
) -> None:
    """Write the prices that are given; new variants without any cost what the master does."""
    [master] = [id_ for id_, row in siblings.items() if row["is_master"]]
    before = await goods.amounts_of(editor, [master, *written])
    priced = {
        id_: _amounts(each, before[id_], currency)
        for id_, each in written.items()
        if each.price is not None or each.prices
    }
    unpriced = {id_: before[master] for id_ in written if id_ not in {*siblings, *priced}}
    await goods.write_amounts(editor, {**unpriced, **priced})


def _amounts(each: VariantOfProduct, before: goods.Amounts, currency: str) -> goods.Amounts:
    """Put the prices given for those there were; the one in the store's currency is its own."""
    others = goods.in_minor_units(each.prices) if each.prices else before
    own = {currency: before[currency]} if currency in before else {}
    given = {} if each.price is None else goods.in_minor_units({currency: each.price})
    return {**own, **others, **given}


async def _choose(editor: Editor, product_id: int, written: Mapping[int, VariantOfProduct]) -> None:
    """Write the options that are given; what is only named leaves the others as they are."""
    chosen = {id_: each for id_, each in written.items() if each.option_value_ids or each.options}
    if not chosen:
        return
    before = await chosen_values(editor, sorted(chosen))
    choices = {
        id_: Choice(value_ids=each.option_value_ids or before[id_], options=each.options)
        for id_, each in chosen.items()
    }
    await choose(editor, product_id, choices, FIELD)
