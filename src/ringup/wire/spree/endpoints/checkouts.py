"""The checkout itself: created empty, and moved one state by each ``PUT``."""

from ringup.services.asking import OrderView
from ringup.services.create_order import create_order
from ringup.services.read_order import read_order
from ringup.services.update_checkout import advance, next_step, update_checkout
from ringup.web.answers import Answer
from ringup.wire.spree.endpoints.answering import CHANGES_REFUSED, TAG_CHECKOUTS, order_answer
from ringup.wire.spree.operations import Call, Example, Operation, Query
from ringup.wire.spree.read.changes import checkout_changes, order_changes
from ringup.wire.spree.read.inputs import CheckoutParameters, OrderParameters
from ringup.wire.spree.write.records import OrderRecord


async def create(call: Call) -> Answer:
    """Create an order in ``cart``: 200 as documented, 201 in the later generation."""
    view = await create_order(call.desk, call.asking, order_changes(call.parameters))
    return order_answer(call, view, 200 if call.documented else 201)


async def show(call: Call) -> Answer:
    """Show the order."""
    return order_answer(call, await read_order(call.desk, call.asking, call.path["number"]))


async def update(call: Call) -> Answer:
    """Apply what the request carries and move the order one state."""
    changes, back_to = checkout_changes(call.parameters)
    view = await update_checkout(call.desk, call.asking, call.path["number"], changes, back_to)
    return order_answer(call, view, _status_of_update(call, view))


async def go_on(call: Call) -> Answer:
    """Move the order one state."""
    return order_answer(call, await next_step(call.desk, call.asking, call.path["number"]))


async def go_far(call: Call) -> Answer:
    """Move the order as far as it goes."""
    return order_answer(call, await advance(call.desk, call.asking, call.path["number"]))


def _status_of_update(call: Call, view: OrderView) -> int:
    """Say 201 where the document does: ``delivery`` was left, and the shipment is there."""
    has_left_delivery = view.order.state == "payment" and bool(view.order.shipments)
    return 201 if call.documented and has_left_delivery else 200


_BACK = Query(name="state", description="An earlier step to go back to before the update.")

OPERATIONS = (
    Operation(
        method="POST",
        path="/checkouts",
        name="createCheckout",
        tag=TAG_CHECKOUTS,
        summary="Create a checkout",
        description="The order stays in `cart`. Its `token` is in this answer only.",
        handler=create,
        who="anyone",
        input=OrderParameters,
        output=OrderRecord,
        statuses=(200, 201),
        refusals=(401, 422),
        examples=(
            Example(name="An empty order", given={}),
            Example(
                name="With line items",
                given={
                    "order": {
                        "email": "ada@example.com",
                        "line_items": [{"sku": "TOTE-01", "quantity": 1}],
                    }
                },
            ),
        ),
    ),
    Operation(
        method="GET",
        path="/checkouts/{number}",
        name="showCheckout",
        tag=TAG_CHECKOUTS,
        summary="Show the order of a checkout",
        handler=show,
        who="owner",
        output=OrderRecord,
        refusals=(401, 404),
    ),
    Operation(
        method="PUT",
        path="/checkouts/{number}",
        name="updateCheckout",
        tag=TAG_CHECKOUTS,
        summary="Advance a checkout by one state",
        description=(
            "Applies what the request carries, then moves the order from `cart` to `address`, "
            "`delivery`, `payment`, `confirm` and `complete`, one state a request. If anything "
            "stands against it, the order stays exactly as it was; a good coupon alone applies "
            "all the same, and `errors` say why the order stayed. A completed order is answered "
            "as it is."
        ),
        handler=update,
        who="owner",
        input=CheckoutParameters,
        output=OrderRecord,
        query=(_BACK,),
        statuses=(200, 201),
        refusals=CHANGES_REFUSED,
        limit="order",
        examples=(
            Example(name="Nothing to say", given={}),
            Example(
                name="Addresses",
                given={
                    "order": {
                        "bill_address": {
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
                    }
                },
            ),
            Example(name="A shipping method", given={"order": {"shipping_method_id": 1}}),
            Example(
                name="A card",
                given={
                    "order": {"payments_attributes": [{"payment_method_id": 1}]},
                    "payment_source": {
                        "1": {
                            "number": "4111111111111111",
                            "month": "12",
                            "year": "2030",
                            "verification_value": "123",
                            "name": "Ada Lovelace",
                        }
                    },
                },
            ),
        ),
    ),
    Operation(
        method="PUT",
        path="/checkouts/{number}/next",
        name="nextCheckoutStep",
        tag=TAG_CHECKOUTS,
        summary="Move a checkout one state, with nothing to apply",
        handler=go_on,
        who="owner",
        output=OrderRecord,
        refusals=CHANGES_REFUSED,
        limit="order",
    ),
    Operation(
        method="PUT",
        path="/checkouts/{number}/advance",
        name="advanceCheckout",
        tag=TAG_CHECKOUTS,
        summary="Move a checkout as far as it goes",
        description="`errors` in the answer say why it stopped where it did.",
        handler=go_far,
        who="owner",
        output=OrderRecord,
        refusals=CHANGES_REFUSED,
        limit="order",
    ),
)
