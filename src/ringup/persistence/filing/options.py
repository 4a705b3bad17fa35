"""Where option types, their values, properties, and what is said of products are filed."""

from sqlalchemy import select

from ringup.domain.variants import OptionValue
from ringup.persistence.filing.drawer import Drawer, Editor, Numbering, Row
from ringup.persistence.filing.named import unless_named
from ringup.persistence.schema import (
    option_types,
    option_values,
    product_option_types,
    product_properties,
    properties,
    variant_option_values,
)
from ringup.persistence.search.text import Folded


def _presented(row: Row) -> Row:
    return {**row, "presentation": row["presentation"] or row["name"]}


async def _with_property(editor: Editor, id_: int | None, row: Row) -> Row:
    """Put a property's id for its name; one that is not there is made."""
    del id_
    known = {name: value for name, value in row.items() if name != "property_name"}
    if row["property_name"] is None:
        return known
    name: str = row["property_name"].strip()
    alike = Folded(properties.c.name) == Folded(name)
    found = await editor.select(select(properties.c.id).where(alike).order_by(properties.c.id))
    if found:
        return {**known, "property_id": found[0]["id"]}
    made = await editor.insert(properties, {"name": name, "presentation": name})
    return {**known, "property_id": made}


def _name_not_asked_for(row: Row) -> Row:
    """Leave the name open: it is only looked up where one is given."""
    return {**row, "property_name": None}


OPTION_TYPES = Drawer(
    table=option_types,
    numbered=Numbering(column="position"),
    used_by=(option_values.c.option_type_id, product_option_types.c.option_type_id),
)

OPTION_VALUES = Drawer(
    table=option_values,
    numbered=Numbering(column="position", within=("option_type_id",)),
    used_by=(variant_option_values.c.option_value_id,),
    removing=(unless_named(OptionValue),),
)

PROPERTIES = Drawer(table=properties, row=_presented, used_by=(product_properties.c.property_id,))

PRODUCT_PROPERTIES = Drawer(
    table=product_properties,
    fields=_name_not_asked_for,
    settle=_with_property,
    numbered=Numbering(column="position", within=("product_id",)),
)
