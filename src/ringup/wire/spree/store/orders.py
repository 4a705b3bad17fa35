"""Orders as lists: all of them for admins, and everyone's own."""

from ringup.services.asking import OrderView
from ringup.services.browsing import Browsed, browse, browse_own_orders
from ringup.services.searchable import SEARCHABLE
from ringup.services.searching import Page
from ringup.services.shelves import KeptOrder
from ringup.web.answers import Answer, json_answer
from ringup.wire.spree.operations import Call, Operation
from ringup.wire.spree.store.lists import enveloped, listing_of
from ringup.wire.spree.write.orders import order_record
from ringup.wire.spree.write.records import OrderRecord


async def all_orders(call: Call) -> Answer:
    """List all orders."""
    listing = listing_of(call.parameters, KeptOrder, {})
    return orders_page(call, await browse(call.desk, call.asking, KeptOrder, listing))


async def own_orders(call: Call) -> Answer:
    """List the orders of the key's owner."""
    listing = listing_of(call.parameters, KeptOrder, {})
    return orders_page(call, await browse_own_orders(call.desk, call.asking, listing))


def orders_page(call: Call, browsed: Browsed[Page[KeptOrder]]) -> Answer:
    """Answer with a page of orders."""
    views = (
        OrderView(order=each.order, facts=each.facts, caller=browsed.caller)
        for each in browsed.found.rows
    )
    rows = [order_record(view, call.desk.gateways, call.locale) for view in views]
    return json_answer(enveloped("orders", rows, browsed.found))


OPERATIONS = (
    Operation(
        method="GET",
        path="/orders",
        name="listOrders",
        tag="Orders",
        summary="List all orders",
        handler=all_orders,
        who="admin",
        output=OrderRecord,
        plural="orders",
        searchable=SEARCHABLE[KeptOrder],
        refusals=(401, 422),
    ),
    Operation(
        method="GET",
        path="/orders/mine",
        name="listOwnOrders",
        tag="Orders",
        summary="List the key owner's orders",
        handler=own_orders,
        who="key",
        output=OrderRecord,
        plural="orders",
        searchable=SEARCHABLE[KeptOrder],
        refusals=(401, 422),
    ),
)
