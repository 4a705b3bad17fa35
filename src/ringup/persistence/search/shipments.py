"""Shipments as lists: found by SQL, then loaded with their orders, all of a page in one statement.

Only those of placed orders are listed; before that they are no more than a plan.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement

from ringup.persistence.schema import orders, shipments
from ringup.persistence.search.shelf import Link, Reader, Row, Shelf, columns_of, id_from
from ringup.services.searchable import SEARCHABLE
from ringup.services.searching import Listing
from ringup.services.shelves import KeptShipment

_ORDERS = orders.alias("orders_of_shipments")


async def _load(reader: Reader, rows: Sequence[Row], listing: Listing) -> Sequence[KeptShipment]:
    _ = listing
    found = await reader.peek_many(sorted({row["order_id"] for row in rows}))
    kept = {
        shipment.id: KeptShipment(order, facts, shipment)
        for order, facts in found
        for shipment in order.shipments
    }
    return [kept[row["id"]] for row in rows]


def _by_number_or_id(key: str) -> Sequence[ColumnElement[bool]]:
    shipment_id = id_from(key[1:] if key[:1] in {"H", "h"} else key)
    return () if shipment_id is None else (shipments.c.id == shipment_id,)


SHIPMENTS = Shelf[KeptShipment](
    table=shipments.join(orders, orders.c.id == shipments.c.order_id),
    shown=(shipments.c.id, shipments.c.order_id),
    id=shipments.c.id,
    columns=columns_of(shipments, *SEARCHABLE[KeptShipment].attributes),
    links={
        "order": Link(
            source=_ORDERS,
            on=_ORDERS.c.id == shipments.c.order_id,
            columns=columns_of(_ORDERS, *SEARCHABLE[KeptShipment].associations["order"].attributes),
        )
    },
    among=(orders.c.completed_at.is_not(None),),
    order=(shipments.c.created_at.desc(),),
    descending=True,
    within={"user_id": orders.c.user_id},
    keys=_by_number_or_id,
    currency=orders.c.currency,
    load=_load,
)
