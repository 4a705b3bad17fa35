"""What lies where, and what moved it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, select, tuple_

from ringup.domain.order import CHILD_BITS
from ringup.domain.stock import StockLevel, StockLocation
from ringup.persistence.schema import (
    api_keys,
    stock_items,
    stock_locations,
    stock_movements,
    variants,
)
from ringup.persistence.search.grouping import plain
from ringup.persistence.search.shelf import (
    Link,
    Reader,
    Row,
    Shelf,
    by_id,
    columns_of,
    id_from,
)
from ringup.persistence.search.variants import variants_by_id
from ringup.services.searching import Listing
from ringup.services.shelves import StockItem, StockMovement, stock_item_key

_KEY = "key:"
"""Before the id of a key, in what events call an actor."""

_ITEM_ID = stock_items.c.variant_id * (1 << CHILD_BITS) + stock_items.c.stock_location_id


def _item_by_id(key: str) -> Sequence[ColumnElement[bool]]:
    number = id_from(key)
    if number is None:
        return ()
    variant_id, location_id = stock_item_key(number)
    return (
        and_(
            stock_items.c.variant_id == variant_id,
            stock_items.c.stock_location_id == location_id,
        ),
    )


def _item(row: Row, stored: Mapping[int, Any]) -> StockItem:
    return StockItem(
        level=StockLevel(
            stock_location_id=row["stock_location_id"],
            count_on_hand=row["count_on_hand"],
            held=row["held"],
            backorderable=row["backorderable"],
        ),
        stored=stored[row["variant_id"]],
    )


async def _items(reader: Reader, rows: Sequence[Row], listing: Listing) -> Sequence[StockItem]:
    _ = listing
    stored = await variants_by_id(reader, sorted({row["variant_id"] for row in rows}))
    return [_item(row, stored) for row in rows]


async def _movements(
    reader: Reader, rows: Sequence[Row], listing: Listing
) -> Sequence[StockMovement]:
    _ = listing
    keys = sorted({(row["variant_id"], row["stock_location_id"]) for row in rows})
    found = await reader.select(
        select(stock_items).where(
            tuple_(stock_items.c.variant_id, stock_items.c.stock_location_id).in_(keys)
        )
    )
    stored = await variants_by_id(reader, sorted({variant_id for variant_id, _ in keys}))
    items = {(each["variant_id"], each["stock_location_id"]): _item(each, stored) for each in found}
    users = await _users_of(reader, {row["actor"] for row in rows})
    return [
        StockMovement(
            id=row["id"],
            quantity=row["quantity"],
            reason=row["reason"],
            actor=row["actor"],
            user_id=users.get(row["actor"]),
            order_id=row["order_id"],
            at=row["at"],
            item=items[row["variant_id"], row["stock_location_id"]],
        )
        for row in rows
    ]


async def _users_of(reader: Reader, actors: Collection[str]) -> Mapping[str, int]:
    """Tell whose keys actors are."""
    keys = {int(actor.removeprefix(_KEY)): actor for actor in actors if actor.startswith(_KEY)}
    wanted = select(api_keys.c.id, api_keys.c.user_id).where(api_keys.c.id.in_(sorted(keys)))
    return {keys[row["id"]]: row["user_id"] for row in await reader.select(wanted)}


STOCK_LOCATIONS = Shelf[StockLocation](
    table=stock_locations,
    shown=(
        *(column for column in stock_locations.c if column.name != "is_default"),
        stock_locations.c.is_default.label("default"),
    ),
    id=stock_locations.c.id,
    columns={
        **columns_of(stock_locations, "id", "name", "active"),
        "default": stock_locations.c.is_default,
    },
    order=(stock_locations.c.position,),
    keys=by_id(stock_locations.c.id),
    load=plain(StockLocation),
)

STOCK_ITEMS = Shelf[StockItem](
    table=stock_items,
    shown=tuple(stock_items.c),
    id=_ITEM_ID,
    columns=columns_of(
        stock_items, "variant_id", "stock_location_id", "count_on_hand", "backorderable"
    ),
    links={
        "variant": Link(
            source=variants,
            on=variants.c.id == stock_items.c.variant_id,
            columns=columns_of(variants, "id", "sku"),
        ),
        "stock_location": Link(
            source=stock_locations,
            on=stock_locations.c.id == stock_items.c.stock_location_id,
            columns=columns_of(stock_locations, "id", "name"),
        ),
    },
    within={
        "stock_location_id": stock_items.c.stock_location_id,
        "variant_id": stock_items.c.variant_id,
    },
    order=(stock_items.c.variant_id, stock_items.c.stock_location_id),
    keys=_item_by_id,
    load=_items,
)

STOCK_MOVEMENTS = Shelf[StockMovement](
    table=stock_movements,
    shown=tuple(stock_movements.c),
    id=stock_movements.c.id,
    columns=columns_of(
        stock_movements,
        "id",
        "variant_id",
        "stock_location_id",
        "quantity",
        "order_id",
        "reason",
        "actor",
    ),
    links={
        "variant": Link(
            source=variants,
            on=variants.c.id == stock_movements.c.variant_id,
            columns=columns_of(variants, "id", "sku"),
        )
    },
    within={"stock_location_id": stock_movements.c.stock_location_id},
    order=(stock_movements.c.at.desc(),),
    keys=by_id(stock_movements.c.id),
    load=_movements,
)
