"""What admins do with stock: keep a variant somewhere, count it, let it come, go or move."""

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from ringup.domain.problems import NotFound
from ringup.domain.stock import StockLocation
from ringup.services import counting_stock as verbs
from ringup.services.browsing import browse, look_up
from ringup.services.ports.stock import StockPlace
from ringup.services.searching import Listing, Single
from ringup.services.shelves import StockItem, StockMovement, stock_item_id, stock_item_key
from ringup.web.answers import NO_CONTENT, Answer, json_answer
from ringup.wire.spree.operations import Call, Example, Operation
from ringup.wire.spree.read import stock as read
from ringup.wire.spree.read.ids import path_id
from ringup.wire.spree.store import records
from ringup.wire.spree.store.lists import ink_for
from ringup.wire.spree.store.resources import STOCK
from ringup.wire.spree.store.writing import goods

_ITEMS = "/stock_items"
_REFUSED = (401, 404, 409, 422)


class StockTransferRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What went from one location to another, by the movements that explain it."""

    reference: str | None
    source_location_id: int | None
    destination_location_id: int
    stock_movements: list[records.StockMovementRecord]


async def create_item(call: Call) -> Answer:
    """Keep a variant at a location."""
    await verbs.admit(call.desk, call.asking)
    place = read.new_place_in(call.parameters, await _location_id(call))
    await verbs.keep_stock(call.desk, call.asking, place, read.recount_in(call.parameters))
    return await _item_answer(call, place, 201)


async def change_item(call: Call) -> Answer:
    """Add to a count, set it, or say whether the variant is sold before it is there."""
    place = await _place(call)
    recount = read.recount_in(call.parameters)
    await verbs.recount_stock(call.desk, call.asking, place, recount)
    return await _item_answer(call, place, 200)


async def remove_item(call: Call) -> Answer:
    """Keep a variant at a location no longer."""
    await verbs.stop_keeping(call.desk, call.asking, await _place(call))
    return NO_CONTENT


async def create_movement(call: Call) -> Answer:
    """Let some of a variant come or go."""
    await verbs.admit(call.desk, call.asking)
    place, recount, reason = read.movement_in(call.parameters, await _location_id(call))
    try:
        movements = await verbs.recount_stock(call.desk, call.asking, place, recount, reason)
    except NotFound as refusal:
        raise read.not_kept() from refusal
    [record] = await _movements(call, movements)
    return json_answer(record, 201)


async def transfer(call: Call) -> Answer:
    """Move stock from location to location."""
    await verbs.admit(call.desk, call.asking)
    carried, reference = read.transfer_in(call.parameters)
    movements = await verbs.carry_stock(call.desk, call.asking, carried)
    record = StockTransferRecord(
        reference=reference,
        source_location_id=carried.source_id,
        destination_location_id=carried.destination_id,
        stock_movements=await _movements(call, movements),
    )
    return json_answer(record, 201)


async def _item_answer(call: Call, place: StockPlace, status: int) -> Answer:
    wanted = Single(key=str(stock_item_id(*place)))
    browsed = await look_up(call.desk, call.asking, StockItem, wanted)
    return json_answer(goods.stock_item(browsed.found, ink_for(call, browsed)), status)


async def _movements(call: Call, ids: Sequence[int]) -> list[records.StockMovementRecord]:
    """Write movements that were just made, all of them."""
    listing = Listing(page=1, per_page=max(len(ids), 1), ids=tuple(ids))
    browsed = await browse(call.desk, call.asking, StockMovement, listing)
    ink = ink_for(call, browsed)
    made = sorted(browsed.found.rows, key=lambda movement: movement.id)
    return [goods.stock_movement(movement, ink) for movement in made]


async def _place(call: Call) -> StockPlace:
    """Tell which stock item a path means; one below a location must be that one's."""
    await verbs.admit(call.desk, call.asking)
    place = stock_item_key(path_id(call.path["id"]))
    if await _location_id(call) not in {None, place[1]}:
        raise NotFound
    return place


async def _location_id(call: Call) -> int | None:
    key = call.path.get("stock_location_id")
    if key is None:
        return None
    found = await look_up(call.desk, call.asking, StockLocation, Single(key=key))
    return found.found.id


_FIVE = Example(name="Five more", given={"stock_item": {"count_on_hand": 5}})
_KEPT = Example(
    name="Three to begin with", given={"stock_item": {"variant_id": 2, "count_on_hand": 3}}
)


def _and_within(operation: Operation) -> tuple[Operation, Operation]:
    """Serve an operation below a stock location as well."""
    name = operation.name.replace("Stock", "StockLocationStock", 1)
    path = f"/stock_locations/{{stock_location_id}}{operation.path}"
    return operation, replace(operation, name=name, path=path)


OPERATIONS = (
    *_and_within(
        Operation(
            method="POST",
            path=_ITEMS,
            name="createStockItem",
            tag=STOCK,
            summary="Keep a variant at a stock location",
            handler=create_item,
            who="admin",
            input=read.StockItemParameters,
            output=records.StockItemRecord,
            statuses=(201,),
            refusals=_REFUSED,
            examples=(_KEPT,),
        )
    ),
    *_and_within(
        Operation(
            method="PUT",
            path=f"{_ITEMS}/{{id}}",
            name="changeStockItem",
            tag=STOCK,
            summary="Add to a count, or set it",
            description="`count_on_hand` is added to what is there; with `force` it replaces it.",
            handler=change_item,
            who="admin",
            input=read.StockItemParameters,
            output=records.StockItemRecord,
            refusals=_REFUSED,
            examples=(_FIVE,),
        )
    ),
    *_and_within(
        Operation(
            method="DELETE",
            path=f"{_ITEMS}/{{id}}",
            name="removeStockItem",
            tag=STOCK,
            summary="Keep a variant at a stock location no longer",
            handler=remove_item,
            who="admin",
            statuses=(204,),
            refusals=_REFUSED,
        )
    ),
    *_and_within(
        Operation(
            method="POST",
            path="/stock_movements",
            name="createStockMovement",
            tag=STOCK,
            summary="Let some of a variant come or go",
            handler=create_movement,
            who="admin",
            input=read.StockMovementParameters,
            output=records.StockMovementRecord,
            statuses=(201,),
            refusals=_REFUSED,
            examples=(
                Example(
                    name="Three are broken",
                    given={"stock_movement": {"stock_item_id": 4194305, "quantity": -3}},
                ),
            ),
        )
    ),
    Operation(
        method="POST",
        path="/stock_transfers",
        name="createStockTransfer",
        tag=STOCK,
        summary="Move stock from one location to another",
        description="All of it or nothing. Without a source it comes from a supplier.",
        handler=transfer,
        who="admin",
        input=read.StockTransferParameters,
        output=StockTransferRecord,
        statuses=(201,),
        refusals=(401, 409, 422),
        examples=(
            Example(
                name="Two totes to West",
                given={
                    "stock_transfer": {
                        "source_location_id": 1,
                        "destination_location_id": 2,
                        "transfer_items": [{"variant_id": 1, "quantity": 2}],
                    }
                },
            ),
        ),
    ),
)
