"""In what variants differ: option types and their values."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from ringup.domain.variants import OptionValue
from ringup.persistence.schema import option_types, option_values, product_option_types
from ringup.persistence.search.grouping import plain, rows_by, without
from ringup.persistence.search.shelf import IDS, Link, Reader, Row, Shelf, by_id, columns_of
from ringup.persistence.search.variants import PRESENTED
from ringup.services.searching import Listing
from ringup.services.shelves import OptionType

_TYPE = tuple(option_types.c[name] for name in PRESENTED)
_VALUE = (
    *(option_values.c[name] for name in ("id", "name", "presentation", "option_type_id")),
    option_types.c.name.label("option_type_name"),
    option_types.c.presentation.label("option_type_presentation"),
)
_JOINED = option_values.join(option_types, option_types.c.id == option_values.c.option_type_id)
_OF_PRODUCTS = (
    select(product_option_types.c.product_id, *_TYPE)
    .select_from(product_option_types)
    .join(option_types, option_types.c.id == product_option_types.c.option_type_id)
    .where(product_option_types.c.product_id.in_(IDS))
    .order_by(product_option_types.c.position, option_types.c.id)
)
_OF_TYPES = (
    select(*_VALUE)
    .select_from(_JOINED)
    .where(option_values.c.option_type_id.in_(IDS))
    .order_by(option_values.c.position, option_values.c.id)
)
_OWN_TYPE = option_types.alias("own_type")


async def option_types_of_products(
    reader: Reader, product_ids: Sequence[int]
) -> Mapping[int, list[OptionType]]:
    """Read in what the products' variants differ; the values of a type are left out."""
    found: dict[int, list[OptionType]] = {product_id: [] for product_id in product_ids}
    for row in await reader.select(_OF_PRODUCTS, {"ids": product_ids}):
        found[row["product_id"]].append(OptionType(**without(row, "product_id")))
    return found


async def _types(reader: Reader, rows: Sequence[Row], listing: Listing) -> Sequence[OptionType]:
    _ = listing
    own = {"ids": [row["id"] for row in rows]}
    values = rows_by(await reader.select(_OF_TYPES, own), "option_type_id")
    return [
        OptionType(**row, option_values=tuple(OptionValue(**value) for value in values[row["id"]]))
        for row in rows
    ]


OPTION_TYPES = Shelf[OptionType](
    table=option_types,
    shown=_TYPE,
    id=option_types.c.id,
    columns=columns_of(option_types, *PRESENTED),
    order=(option_types.c.position,),
    keys=by_id(option_types.c.id),
    load=_types,
)

OPTION_VALUES = Shelf[OptionValue](
    table=_JOINED,
    shown=_VALUE,
    id=option_values.c.id,
    columns=columns_of(option_values, *PRESENTED, "option_type_id"),
    links={
        "option_type": Link(
            source=_OWN_TYPE,
            on=_OWN_TYPE.c.id == option_values.c.option_type_id,
            columns=columns_of(_OWN_TYPE, *PRESENTED),
        )
    },
    order=(option_types.c.position, option_values.c.position),
    within={"option_type_id": option_values.c.option_type_id},
    keys=by_id(option_values.c.id),
    load=plain(OptionValue),
)
