"""Where properties, and what is said of products, are filed."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import bindparam, delete, insert, select, update

from ringup.domain.problems import Invalid, Problem
from ringup.persistence.filing.drawer import Drawer, Editor, Numbering, Row
from ringup.persistence.schema import product_properties, properties
from ringup.persistence.search.text import is_any
from ringup.services.editing.products import PropertyOfProduct

_KEPT = ("property_id", "value", "position")


def _presented(row: Row) -> Row:
    return {**row, "presentation": row["presentation"] or row["name"]}


async def _with_property(editor: Editor, id_: int | None, row: Row) -> Row:
    """Put a property's id for its name; one that is not there is made."""
    del id_
    known = {name: value for name, value in row.items() if name != "property_name"}
    if row["property_name"] is None:
        return known
    name: str = row["property_name"]
    return {**known, "property_id": (await _named(editor, [name]))[name]}


def _name_not_asked_for(row: Row) -> Row:
    """Leave the name open: it is only looked up where one is given."""
    return {**row, "property_name": None}


class PropertiesOfProduct:
    """What is said of a product, in one form with it."""

    async def read(self, editor: Editor, id_: int) -> Sequence[PropertyOfProduct]:
        """Read nothing: what is said already stays unless it is named."""
        del editor, id_
        return ()

    async def write(self, editor: Editor, id_: int, value: Sequence[PropertyOfProduct]) -> None:
        """Add what is new, and change or destroy what is named by its id."""
        there = await _said_of(editor, id_)
        _check_there(value, there)
        await _destroy(editor, [each.id for each in value if each.destroy and each.id])
        kept = [each for each in value if not each.destroy]
        ids = await _named(editor, [each.property_name for each in kept if each.property_name])
        changed = [{**_said(each, ids, there[each.id]), "own": each.id} for each in kept if each.id]
        if changed:
            own = product_properties.c.id == bindparam("own")
            values: Row = {name: bindparam(name) for name in _KEPT}
            await editor.execute(update(product_properties).where(own).values(values), changed)
        last = max((row["position"] for row in there.values()), default=0)
        new = (each for each in kept if each.id is None)
        rows = [
            {**_said(each, ids, {"value": "", "position": position}), "product_id": id_}
            for position, each in enumerate(new, last + 1)
        ]
        if rows:
            await editor.execute(insert(product_properties), rows)


async def _said_of(editor: Editor, product_id: int) -> Mapping[int, Row]:
    own = product_properties.c.product_id == product_id
    rows = await editor.select(select(product_properties).where(own))
    return {row["id"]: row for row in rows}


def _check_there(value: Sequence[PropertyOfProduct], there: Mapping[int, Row]) -> None:
    if any(each.id is not None and each.id not in there for each in value):
        raise Invalid(Problem("", "product_properties.id", "not_there", "does not exist"))


async def _destroy(editor: Editor, ids: Sequence[int]) -> None:
    if ids:
        await editor.execute(delete(product_properties).where(product_properties.c.id.in_(ids)))


def _said(each: PropertyOfProduct, ids: Mapping[str, int], before: Row) -> dict[str, object]:
    """Give the columns of what is said, with what was said before where nothing is given."""
    given = {
        "property_id": ids.get(each.property_name or ""),
        "value": each.value,
        "position": each.position,
    }
    return {name: before[name] if value is None else value for name, value in given.items()}


async def _named(editor: Editor, names: Sequence[str]) -> Mapping[str, int]:
    """Give the ids of properties by their names; those that are not there are made."""
    if not names:
        return {}
    trimmed = {name: name.strip() for name in names}
    known = await _known(editor, trimmed.values())
    missing = {name.lower(): name for name in trimmed.values() if name.lower() not in known}
    if missing:
        rows = [{"name": name, "presentation": name} for name in missing.values()]
        await editor.execute(insert(properties), rows)
        known = await _known(editor, trimmed.values())
    return {name: known[own.lower()] for name, own in trimmed.items()}


async def _known(editor: Editor, names: Iterable[str]) -> Mapping[str, int]:
    """Look properties up by their names in lower case; of several alike the first counts."""
    wanted = select(properties.c.id, properties.c.name).where(is_any(properties.c.name, names))
    rows = await editor.select(wanted.order_by(properties.c.id.desc()))
    return {row["name"].lower(): row["id"] for row in rows}


PROPERTIES = Drawer(table=properties, row=_presented, used_by=(product_properties.c.property_id,))

PRODUCT_PROPERTIES = Drawer(
    table=product_properties,
    fields=_name_not_asked_for,
    settle=_with_property,
    numbered=Numbering(column="position", within=("product_id",)),
)
