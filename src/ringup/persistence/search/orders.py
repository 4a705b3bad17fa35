"""Orders as lists: found by SQL, then loaded whole, all of a page in one statement."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, FromClause, and_

from ringup.domain.order import order_id_from
from ringup.persistence.schema import (
    addresses,
    line_items,
    order_coupons,
    orders,
    payments,
    promotions,
    shipments,
    stores,
    users,
    variants,
)
from ringup.persistence.search.orders_by_index import follows
from ringup.persistence.search.shelf import Link, Reader, Row, Shelf, columns_of, id_from
from ringup.services.searchable import SEARCHABLE
from ringup.services.searching import Listing
from ringup.services.shelves import KeptOrder

_BUYERS = users.alias("buyers")


async def _load(reader: Reader, rows: Sequence[Row], listing: Listing) -> Sequence[KeptOrder]:
    _ = listing
    found = await reader.peek_many([row["id"] for row in rows])
    kept = {order.id: KeptOrder(order, facts) for order, facts in found}
    return [kept[row["id"]] for row in rows]


def _by_number_or_id(key: str) -> Sequence[ColumnElement[bool]]:
    order_id = order_id_from(key) or id_from(key)
    return () if order_id is None else (orders.c.id == order_id,)


def _address(kind: str) -> Link:
    own = addresses.alias(f"{kind}_addresses")
    return Link(
        source=own,
        on=and_(own.c.order_id == orders.c.id, own.c.kind == kind),
        columns=columns_of(own, *_names(f"{kind}_address")),
    )


def _children(of: FromClause, association: str) -> Link:
    return Link(
        source=of,
        on=of.c.order_id == orders.c.id,
        columns=columns_of(of, *_names(association)),
    )


def _names(association: str) -> Sequence[str]:
    return tuple(SEARCHABLE[KeptOrder].associations[association].attributes)


ORDERS = Shelf[KeptOrder](
    table=orders,
    shown=(orders.c.id,),
    id=orders.c.id,
    columns=columns_of(orders, *SEARCHABLE[KeptOrder].attributes),
    links={
        "user": Link(
            source=_BUYERS,
            on=_BUYERS.c.id == orders.c.user_id,
            columns=columns_of(_BUYERS, "id", "email"),
        ),
        "store": Link(
            source=stores,
            on=stores.c.id == orders.c.store_id,
            columns=columns_of(stores, *_names("store")),
        ),
        "bill_address": _address("bill"),
        "ship_address": _address("ship"),
        "line_items": Link(
            source=line_items.join(variants, variants.c.id == line_items.c.variant_id),
            on=line_items.c.order_id == orders.c.id,
            columns={
                **columns_of(line_items, "id", "variant_id", "quantity"),
                "variant_sku": variants.c.sku,
            },
        ),
        "shipments": _children(shipments, "shipments"),
        "payments": _children(payments, "payments"),
        "promotions": Link(
            source=order_coupons.join(promotions, promotions.c.id == order_coupons.c.promotion_id),
            on=order_coupons.c.order_id == orders.c.id,
            columns=columns_of(promotions, "id", "code"),
        ),
    },
    order=(orders.c.created_at.desc(),),
    descending=True,
    within={"user_id": orders.c.user_id},
    keys=_by_number_or_id,
    currency=orders.c.currency,
    folded={"email": orders.c.email_folded},
    follows=follows,
    load=_load,
)
