"""An order's own endpoints: what it holds changes, its state does not move forward."""

from collections.abc import Sequence

from ringup.domain.changes import Change
from ringup.services.create_order import create_order
from ringup.services.current_order import current_order
from ringup.services.delete_order import delete_order
from ringup.services.import_orders import import_order, may_import
from ringup.services.merge_carts import merge_carts
from ringup.services.read_order import read_order
from ringup.services.update_order import update_order
from ringup.web.answers import NO_CONTENT, Answer
from ringup.wire.spree.endpoints.answering import CHANGES_REFUSED, TAG_ORDERS, order_answer
from ringup.wire.spree.etags import done
from ringup.wire.spree.operations import Call, Example, Operation
from ringup.wire.spree.read.changes import (
    addresses_changes,
    delivery_changes,
    emptied_cart,
    order_changes,
)
from ringup.wire.spree.read.imports import is_import, past_order
from ringup.wire.spree.read.inputs import AddressesParameters, DeliveryParameters, OrderParameters
from ringup.wire.spree.write.records import OrderRecord


async def create(call: Call) -> Answer:
    """Create an order, or take one over that was placed elsewhere."""
    if is_import(call.parameters) and await may_import(call.desk, call.asking):
        view, is_new = await import_order(call.desk, call.asking, past_order(call.parameters))
        return order_answer(call, view, 201 if is_new else 200)
    view = await create_order(call.desk, call.asking, order_changes(call.parameters))
    return order_answer(call, view, 201)


async def current(call: Call) -> Answer:
    """Show the key owner's open order, or 204."""
    view = await current_order(call.desk, call.asking)
    return NO_CONTENT if view is None else order_answer(call, view)


async def show(call: Call) -> Answer:
    """Show the order."""
    return order_answer(call, await read_order(call.desk, call.asking, call.path["number"]))


async def update(call: Call) -> Answer:
    """Change what the order holds."""
    return await _updated(call, order_changes(call.parameters))


async def set_addresses(call: Call) -> Answer:
    """Set the order's addresses."""
    return await _updated(call, addresses_changes(call.parameters))


async def set_delivery(call: Call) -> Answer:
    """Choose the shipping method."""
    return await _updated(call, delivery_changes(call.parameters))


async def empty(call: Call) -> Answer:
    """Take everything out of the order."""
    view = await update_order(call.desk, call.asking, call.path["number"], emptied_cart())
    return done(view.order)


async def delete(call: Call) -> Answer:
    """Delete the order."""
    await delete_order(call.desk, call.asking, call.path["number"])
    return NO_CONTENT


async def associate(call: Call) -> Answer:
    """Make a guest's cart the key owner's."""
    return order_answer(call, await merge_carts(call.desk, call.asking, call.path["number"]))


async def _updated(call: Call, changes: Sequence[Change]) -> Answer:
    view = await update_order(call.desk, call.asking, call.path["number"], changes)
    return order_answer(call, view)


OPERATIONS = (
    Operation(
        method="PUT",
        path="/orders/{number}/associate",
        also=("/checkouts/{number}/associate",),
        name="associateOrder",
        tag=TAG_ORDERS,
        summary="Take a guest's cart over on signing in",
        description="With a key of one's own and the cart's token. Where the key's owner has an "
        "open order, what lies in the guest's is put into that one, which is the answer.",
        handler=associate,
        who="key and token",
        output=OrderRecord,
        refusals=CHANGES_REFUSED,
    ),
    Operation(
        method="POST",
        path="/orders",
        name="createOrder",
        tag=TAG_ORDERS,
        summary="Create an order",
        description="With `order[import]`, an admin takes over one that was placed elsewhere, as "
        "it was: see the docs on importing orders.",
        handler=create,
        who="anyone",
        input=OrderParameters,
        output=OrderRecord,
        statuses=(201, 200),
        refusals=(401, 422),
        examples=(
            Example(
                name="By SKU",
                given={"order": {"line_items": [{"sku": "TEE-M", "quantity": 2}]}},
            ),
        ),
    ),
    Operation(
        method="GET",
        path="/orders/current",
        name="currentOrder",
        tag=TAG_ORDERS,
        summary="Show the key owner's open order",
        description="204 if there is none.",
        handler=current,
        who="key",
        output=OrderRecord,
        statuses=(200, 204),
        refusals=(401, 422),
    ),
    Operation(
        method="GET",
        path="/orders/{number}",
        name="showOrder",
        tag=TAG_ORDERS,
        summary="Show an order",
        handler=show,
        who="owner",
        output=OrderRecord,
        refusals=(401, 404),
    ),
    Operation(
        method="PUT",
        path="/orders/{number}",
        name="updateOrder",
        tag=TAG_ORDERS,
        summary="Change an order without advancing it",
        handler=update,
        who="owner",
        input=OrderParameters,
        output=OrderRecord,
        refusals=CHANGES_REFUSED,
        examples=(
            Example(name="A note", given={"order": {"special_instructions": "Ring twice."}}),
        ),
    ),
    Operation(
        method="DELETE",
        path="/orders/{number}",
        name="deleteOrder",
        tag=TAG_ORDERS,
        summary="Delete an incomplete order",
        handler=delete,
        who="admin",
        statuses=(204,),
        refusals=CHANGES_REFUSED,
    ),
    Operation(
        method="PUT",
        path="/orders/{number}/address",
        also=("/checkouts/{number}/address",),
        name="setOrderAddresses",
        tag=TAG_ORDERS,
        summary="Set an order's addresses",
        handler=set_addresses,
        who="owner",
        input=AddressesParameters,
        output=OrderRecord,
        refusals=CHANGES_REFUSED,
        examples=(
            Example(
                name="One address for both",
                given={
                    "billing_address": {
                        "firstname": "Ada",
                        "lastname": "Lovelace",
                        "address1": "1 Analytical Way",
                        "city": "Bethesda",
                        "zipcode": "20814",
                        "phone": "3015550100",
                        "country_iso": "US",
                        "state_name": "Maryland",
                    },
                    "use_billing": True,
                },
            ),
        ),
    ),
    Operation(
        method="PUT",
        path="/orders/{number}/delivery",
        also=("/checkouts/{number}/delivery",),
        name="setOrderDelivery",
        tag=TAG_ORDERS,
        summary="Choose an order's shipping method",
        handler=set_delivery,
        who="owner",
        input=DeliveryParameters,
        output=OrderRecord,
        refusals=CHANGES_REFUSED,
        examples=(Example(name="By id", given={"shipping_method_id": 1}),),
    ),
    Operation(
        method="PUT",
        path="/orders/{number}/empty",
        also=("/checkouts/{number}/empty",),
        name="emptyOrder",
        tag=TAG_ORDERS,
        summary="Take everything out of an order",
        handler=empty,
        who="owner",
        statuses=(204,),
        refusals=CHANGES_REFUSED,
    ),
)
