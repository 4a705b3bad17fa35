"""Line items, added, changed and removed one at a time."""

import msgspec

from ringup.domain.changes import AddItem
from ringup.domain.order import LineItem
from ringup.domain.problems import NotFound
from ringup.services.asking import OrderView
from ringup.services.read_order import read_order
from ringup.services.update_order import update_order
from ringup.web.answers import Answer, json_answer
from ringup.wire.spree.endpoints.answering import (
    CHANGES_REFUSED,
    TAG_LINE_ITEMS,
    named_by_path,
)
from ringup.wire.spree.etags import done, etag_of
from ringup.wire.spree.operations import Call, Example, Operation
from ringup.wire.spree.read.changes import added_item, changed_item, removed_item
from ringup.wire.spree.read.ids import path_id
from ringup.wire.spree.read.inputs import LineItemParameters
from ringup.wire.spree.write.lines import line_item_record
from ringup.wire.spree.write.orders import pen_for
from ringup.wire.spree.write.records import LineItemRecord


async def add(call: Call) -> Answer:
    """Put something into the order; answers its line."""
    change = added_item(call.parameters)
    view = await update_order(call.desk, call.asking, call.path["number"], (change,))
    return _answer(call, view, _line_added(view, change), 201)


async def change(call: Call) -> Answer:
    """Set a line's quantity; answers the line, also the one that zero removes."""
    line_id = path_id(call.path["id"])
    setting = changed_item(call.parameters, line_id)
    removed = await _as_removed(call, line_id) if setting.quantity == 0 else None
    with named_by_path("line_item_not_found"):
        view = await update_order(call.desk, call.asking, call.path["number"], (setting,))
    line = view.order.line(line_id) or removed
    if line is None:
        raise NotFound
    return _answer(call, view, line, 200)


async def remove(call: Call) -> Answer:
    """Take a line out."""
    line_id = path_id(call.path["id"])
    with named_by_path("line_item_not_found"):
        changes = (removed_item(line_id),)
        view = await update_order(call.desk, call.asking, call.path["number"], changes)
    return done(view.order)


async def _as_removed(call: Call, line_id: int) -> LineItem | None:
    view = await read_order(call.desk, call.asking, call.path["number"])
    line = view.order.line(line_id)
    return msgspec.structs.replace(line, quantity=0, adjustments=()) if line else None


def _answer(call: Call, view: OrderView, line: LineItem, status: int) -> Answer:
    record = line_item_record(line, pen_for(view, call.locale))
    return json_answer(record, status, (etag_of(view.order),))


def _line_added(view: OrderView, change: AddItem) -> LineItem:
    """Find the line that took the item: the variant's newest, were it in several."""
    by_sku = view.facts.variant_by_sku(change.sku) if change.sku else None
    wanted = change.variant_id or (by_sku.id if by_sku else None)
    lines = [line for line in view.order.line_items if line.variant_id == wanted]
    return max(lines, key=lambda line: (line.updated_at, line.id))


_PATH = "/orders/{number}/line_items"
_ALSO = "/checkouts/{number}/line_items"

OPERATIONS = (
    Operation(
        method="POST",
        path=_PATH,
        also=(_ALSO,),
        name="addLineItem",
        tag=TAG_LINE_ITEMS,
        summary="Put something into an order",
        description="A variant that is already in the order is added to its line.",
        handler=add,
        who="owner",
        input=LineItemParameters,
        output=LineItemRecord,
        statuses=(201,),
        refusals=CHANGES_REFUSED,
        examples=(
            Example(name="By SKU", given={"line_item": {"sku": "MUG-01", "quantity": 3}}),
            Example(name="By id", given={"line_item": {"variant_id": 1, "quantity": 1}}),
        ),
    ),
    Operation(
        method="PUT",
        path=f"{_PATH}/{{id}}",
        also=(f"{_ALSO}/{{id}}",),
        name="changeLineItem",
        tag=TAG_LINE_ITEMS,
        summary="Set a line's quantity",
        description="Quantity 0 removes the line.",
        handler=change,
        who="owner",
        input=LineItemParameters,
        output=LineItemRecord,
        refusals=CHANGES_REFUSED,
        examples=(Example(name="Two of them", given={"line_item": {"quantity": 2}}),),
    ),
    Operation(
        method="DELETE",
        path=f"{_PATH}/{{id}}",
        also=(f"{_ALSO}/{{id}}",),
        name="removeLineItem",
        tag=TAG_LINE_ITEMS,
        summary="Take a line out of an order",
        handler=remove,
        who="owner",
        statuses=(204,),
        refusals=CHANGES_REFUSED,
    ),
)
