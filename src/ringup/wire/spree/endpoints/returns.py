"""An order's returns: authorize, add to, receive, cancel."""

from collections.abc import Awaitable, Callable, Iterator
from typing import TypeAlias

from ringup.domain.fulfilment.returns.counting import authorization_in
from ringup.services import return_authorizations as verbs
from ringup.services.asking import OrderView
from ringup.services.return_goods import receive_return
from ringup.web.answers import NO_CONTENT, Answer, json_answer
from ringup.web.paging import framed, page_of
from ringup.wire.spree.endpoints.answering import CHANGES_REFUSED
from ringup.wire.spree.etags import etag_of
from ringup.wire.spree.operations import Call, Example, Handler, Operation
from ringup.wire.spree.read.ids import path_id
from ringup.wire.spree.read.returns import (
    AddedReturnParameters,
    ReceiveParameters,
    ReturnParameters,
    added_in,
    arrived_in,
    terms_in,
)
from ringup.wire.spree.write.orders import pen_for
from ringup.wire.spree.write.returns import (
    NewReturnRecord,
    ReturnRecord,
    return_record,
)

TAG_RETURNS = "Returns"

_PATH = "/orders/{number}/return_authorizations"
_ALSO = "/checkouts/{number}/return_authorizations"

_Deed: TypeAlias = Callable[[Call, int], Awaitable[OrderView]]


async def listed(call: Call) -> Answer:
    """List the order's returns."""
    page = page_of(call.parameters)
    view = await verbs.see_returns(call.desk, call.asking, call.path["number"])
    shown = view.order.returns[page.offset : page.offset + page.size]
    pen = pen_for(view, call.locale)
    records = [return_record(each, view.order, pen) for each in shown]
    frame = framed("return_authorizations", records, len(view.order.returns), page)
    return json_answer(frame, headers=(etag_of(view.order),))


async def new(call: Call) -> Answer:
    """Tell what a return has."""
    view = await verbs.see_returns(call.desk, call.asking, call.path["number"])
    record = NewReturnRecord(
        attributes=list(ReturnRecord.__struct_fields__), required_attributes=[]
    )
    return json_answer(record, headers=(etag_of(view.order),))


async def create(call: Call) -> Answer:
    """Authorize a return."""
    terms = terms_in(call.parameters)
    view = await verbs.authorize_return(call.desk, call.asking, call.path["number"], terms)
    return _answer(call, view, view.order.returns[-1].id, 201)


async def delete(call: Call) -> Answer:
    """Forget a return."""
    return_id = path_id(call.path["id"], "RA")
    await verbs.delete_return(call.desk, call.asking, call.path["number"], return_id)
    return NO_CONTENT


async def _shown(call: Call, _return_id: int) -> OrderView:
    return await verbs.see_returns(call.desk, call.asking, call.path["number"])


async def _amended(call: Call, return_id: int) -> OrderView:
    terms = terms_in(call.parameters)
    return await verbs.amend_return(call.desk, call.asking, call.path["number"], return_id, terms)


async def _added(call: Call, return_id: int) -> OrderView:
    terms = added_in(call.parameters)
    return await verbs.amend_return(call.desk, call.asking, call.path["number"], return_id, terms)


async def _received(call: Call, return_id: int) -> OrderView:
    arrived = arrived_in(call.parameters, return_id)
    return await receive_return(call.desk, call.asking, call.path["number"], arrived)


async def _canceled(call: Call, return_id: int) -> OrderView:
    return await verbs.cancel_return(call.desk, call.asking, call.path["number"], return_id)


def _doing(deed: _Deed) -> Handler:
    async def handler(call: Call) -> Answer:
        return_id = path_id(call.path["id"], "RA")
        return _answer(call, await deed(call, return_id), return_id)

    return handler


def _answer(call: Call, view: OrderView, return_id: int, status: int = 200) -> Answer:
    authorization = authorization_in(view.order, return_id)
    record = return_record(authorization, view.order, pen_for(view, call.locale))
    return json_answer(record, status, (etag_of(view.order),))


def _deeds() -> Iterator[Operation]:
    """Make the endpoints below one return that change it."""
    for deed, under, name, summary, taken, examples in (
        (_amended, "", "change", "Change a return", ReturnParameters, (_SAID,)),
        (_added, "/add", "addTo", "Add something to a return", AddedReturnParameters, (_ADDED,)),
        (
            *(_received, "/receive", "receive", "Receive what comes back, and refund it"),
            *(ReceiveParameters, (_ALL, _SOME)),
        ),
        (_canceled, "/cancel", "cancel", "Cancel a return of which nothing has come", None, ()),
    ):
        yield Operation(
            method="PUT",
            path=f"{_PATH}/{{id}}{under}",
            also=(f"{_ALSO}/{{id}}{under}",),
            name=f"{name}Return",
            tag=TAG_RETURNS,
            summary=summary,
            handler=_doing(deed),
            who="admin",
            input=taken,
            output=ReturnRecord,
            refusals=CHANGES_REFUSED,
            examples=examples,
        )


_SAID = Example(
    name="Two of a variant, for a reason of the shop's",
    given={
        "return_authorization": {
            "stock_location_id": 1,
            "return_authorization_reason_id": 1,
            "memo": "too big",
            "return_items": [{"variant_id": 1, "quantity": 2}],
        }
    },
)
_ADDED = Example(name="One of a variant", given={"variant_id": 1, "quantity": 1})
_ALL = Example(name="All of it", given={})
_SOME = Example(
    name="One, broken",
    given={"return_items": [{"id": 4194320, "quantity": 1, "restock": False}]},
)

OPERATIONS = (
    Operation(
        method="GET",
        path=_PATH,
        also=(_ALSO,),
        name="listReturns",
        tag=TAG_RETURNS,
        summary="List an order's returns",
        handler=listed,
        who="admin",
        output=ReturnRecord,
        plural="return_authorizations",
    ),
    Operation(
        method="GET",
        path=f"{_PATH}/new",
        also=(f"{_ALSO}/new",),
        name="newReturn",
        tag=TAG_RETURNS,
        summary="Tell what a return has",
        handler=new,
        who="admin",
        output=NewReturnRecord,
        refusals=(401, 404),
    ),
    Operation(
        method="GET",
        path=f"{_PATH}/{{id}}",
        also=(f"{_ALSO}/{{id}}",),
        name="showReturn",
        tag=TAG_RETURNS,
        summary="Show a return",
        handler=_doing(_shown),
        who="admin",
        output=ReturnRecord,
        refusals=(401, 404),
    ),
    Operation(
        method="POST",
        path=_PATH,
        also=(_ALSO,),
        name="authorizeReturn",
        tag=TAG_RETURNS,
        summary="Authorize a return of what was sent",
        handler=create,
        who="admin",
        input=ReturnParameters,
        output=ReturnRecord,
        statuses=(201,),
        refusals=CHANGES_REFUSED,
        examples=(_SAID,),
    ),
    *_deeds(),
    Operation(
        method="DELETE",
        path=f"{_PATH}/{{id}}",
        also=(f"{_ALSO}/{{id}}",),
        name="deleteReturn",
        tag=TAG_RETURNS,
        summary="Forget a return of which nothing has come",
        handler=delete,
        who="admin",
        statuses=(204,),
        refusals=CHANGES_REFUSED,
    ),
)
