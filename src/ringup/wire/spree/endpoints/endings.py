"""What becomes of an order after it was placed: canceled, resumed, approved."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from ringup.services.approve_order import approve_order
from ringup.services.asking import Asking, Desk, OrderView
from ringup.services.cancel_order import cancel_order
from ringup.services.resume_order import resume_order
from ringup.web.answers import Answer
from ringup.wire.spree.endpoints.answering import CHANGES_REFUSED, TAG_ORDERS, order_answer
from ringup.wire.spree.operations import Call, Handler, Operation
from ringup.wire.spree.write.records import OrderRecord

_Verb: TypeAlias = Callable[[Desk, Asking, str], Awaitable[OrderView]]


def _doing(verb: _Verb) -> Handler:
    async def handler(call: Call) -> Answer:
        return order_answer(call, await verb(call.desk, call.asking, call.path["number"]))

    return handler


OPERATIONS = (
    Operation(
        method="PUT",
        path="/orders/{number}/cancel",
        also=("/checkouts/{number}/cancel",),
        name="cancelOrder",
        tag=TAG_ORDERS,
        summary="Cancel an order",
        description="Restocks what it took, and voids or refunds what it paid.",
        handler=_doing(cancel_order),
        who="owner",
        output=OrderRecord,
        refusals=CHANGES_REFUSED,
    ),
    Operation(
        method="PUT",
        path="/orders/{number}/resume",
        also=("/checkouts/{number}/resume",),
        name="resumeOrder",
        tag=TAG_ORDERS,
        summary="Resume a canceled order",
        description="Takes its stock again; it is owed for anew.",
        handler=_doing(resume_order),
        who="admin",
        output=OrderRecord,
        refusals=CHANGES_REFUSED,
    ),
    Operation(
        method="PUT",
        path="/orders/{number}/approve",
        also=("/checkouts/{number}/approve",),
        name="approveOrder",
        tag=TAG_ORDERS,
        summary="Approve an order",
        handler=_doing(approve_order),
        who="admin",
        output=OrderRecord,
        refusals=CHANGES_REFUSED,
    ),
)
