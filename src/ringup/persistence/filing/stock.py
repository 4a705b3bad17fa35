"""Where stock locations are filed, and which variants are kept where from the beginning."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, insert, literal, select

from ringup.persistence.filing.drawer import Drawer, Editor, Numbering, Row
from ringup.persistence.schema import (
    products,
    return_authorizations,
    shipments,
    stock_items,
    stock_locations,
    stock_movements,
    variants,
)

_COLUMNS = (
    *("variant_id", "stock_location_id", "count_on_hand", "held", "backordered"),
    "backorderable",
)


async def keep_everywhere(editor: Editor, variant_ids: Sequence[int]) -> None:
    """Keep new variants wherever all are kept, with none of them; digital ones lie nowhere."""
    await _keep(editor, _places().where(variants.c.id.in_(variant_ids)))


class Everything:
    """What a new location has of every variant: nothing yet, if it is one for all of them."""

    fields: Sequence[str] = ()

    async def read(self, editor: Editor, id_: int) -> Row:
        """Read nothing: stock has its own endpoints."""
        del editor, id_
        return {}

    async def write(self, editor: Editor, id_: int, before: Row | None, after: Row) -> None:
        """Keep everything at a new location."""
        del after
        if before is None:
            await _keep(editor, _places().where(stock_locations.c.id == id_))


async def _keep(editor: Editor, places: Select[Any]) -> None:
    await editor.execute(insert(stock_items).from_select(_COLUMNS, places))


def _places() -> Select[Any]:
    """Select each living variant with each location that keeps all of them."""
    nothing = (literal(0), literal(0), literal(0))
    goods = variants.join(products, products.c.id == variants.c.product_id)
    chosen = select(
        variants.c.id, stock_locations.c.id, *nothing, stock_locations.c.backorderable_default
    )
    return chosen.select_from(goods, stock_locations).where(
        stock_locations.c.propagate_all_variants,
        products.c.digital.is_(False),
        variants.c.deleted_at.is_(None),
    )


async def _keep_nothing(editor: Editor, location_id: int, now: datetime) -> None:
    del now
    await editor.execute(delete(stock_items).where(stock_items.c.stock_location_id == location_id))


STOCK_LOCATIONS = Drawer(
    table=stock_locations,
    numbered=Numbering(column="position"),
    used_by=(
        shipments.c.stock_location_id,
        return_authorizations.c.stock_location_id,
        stock_movements.c.stock_location_id,
    ),
    groups=(Everything(),),
    removing=(_keep_nothing,),
)
