"""What admins do with shipments: ready, ship, follow, fill and empty them."""

from collections.abc import Awaitable, Callable, Iterator
from typing import TypeAlias

from ringup.services import shipment_deeds as verbs
from ringup.services.asking import OrderView
from ringup.services.shipment_deeds import ShipmentName
from ringup.web.answers import NO_CONTENT, Answer, json_answer
from ringup.wire.spree.endpoints.answering import CHANGES_REFUSED, TAG_SHIPMENTS
from ringup.wire.spree.endpoints.shipments import shipment_answer
from ringup.wire.spree.etags import etag_of
from ringup.wire.spree.operations import Call, Example, Handler, Operation
from ringup.wire.spree.read.ids import path_id
from ringup.wire.spree.read.shipments import (
    NewShipmentParameters,
    PiecesParameters,
    ShipmentParameters,
    TransferParameters,
    location_in,
    named_shipment,
    order_of,
    pieces_in,
    pieces_of,
    read_new_shipment,
    read_transfer,
    tracking_in,
    transfer_of,
)
from ringup.wire.spree.write.sent import sent_records
from ringup.wire.spree.write.shipment_records import SentRecord, TransferRecord

TRANSFERRED = "Variants successfully transferred"

_Deed: TypeAlias = Callable[[Call, ShipmentName], Awaitable[OrderView]]

_NESTED = "/orders/{number}/shipments"
_ALSO = "/checkouts/{number}/shipments"
_ALONE = "/shipments"


async def _ready(call: Call, name: ShipmentName) -> OrderView:
    tracking_in(call.parameters)
    return await verbs.ready_shipment(call.desk, call.asking, name)


async def _ship(call: Call, name: ShipmentName) -> OrderView:
    return await verbs.ship_shipment(call.desk, call.asking, name, tracking_in(call.parameters))


async def _track(call: Call, name: ShipmentName) -> OrderView:
    return await verbs.track_shipment(call.desk, call.asking, name, tracking_in(call.parameters))


async def _add(call: Call, name: ShipmentName) -> OrderView:
    return await verbs.add_goods(call.desk, call.asking, name, pieces_in(call.parameters))


async def _remove(call: Call, name: ShipmentName) -> OrderView:
    return await verbs.remove_goods(call.desk, call.asking, name, pieces_in(call.parameters))


async def _create(call: Call) -> Answer:
    read = read_new_shipment(call.parameters)
    number = order_of(read)
    pieces, location_id = pieces_of(read), location_in(read)
    view = await verbs.send_more(call.desk, call.asking, number, location_id, pieces)
    return shipment_answer(call, view, max(each.id for each in view.order.shipments))


def _doing(deed: _Deed) -> Handler:
    async def handler(call: Call) -> Answer:
        name = _in_path(call)
        view = await deed(call, name)
        if all(shipment.id != name.id for shipment in view.order.shipments):
            return NO_CONTENT
        return shipment_answer(call, view, name.id)

    return handler


async def _to_location(call: Call) -> Answer:
    read = read_transfer(call.parameters)
    name = _meant(call, read)
    transfer = transfer_of(read, name.id)
    view = await verbs.transfer_to_location(
        call.desk, call.asking, name, transfer, location_in(read)
    )
    return _transferred(call, view, max(each.id for each in view.order.shipments))


async def _to_shipment(call: Call) -> Answer:
    read = read_transfer(call.parameters)
    name = _meant(call, read)
    transfer = transfer_of(read, name.id)
    target = named_shipment(read.target_shipment_number, "target_shipment_number")
    view = await verbs.transfer_to_shipment(call.desk, call.asking, name, transfer, target)
    return _transferred(call, view, target)


def _transferred(call: Call, view: OrderView, target_id: int) -> Answer:
    target = tuple(each for each in view.order.shipments if each.id == target_id)
    [shipment] = sent_records(view, target, call.desk.gateways, call.locale)
    record = TransferRecord(success=True, message=TRANSFERRED, shipment=shipment)
    return json_answer(record, 201, (etag_of(view.order),))


def _in_path(call: Call) -> ShipmentName:
    shipment_id = path_id(call.path["id"], "H")
    return ShipmentName(id=shipment_id, order_number=call.path.get("number"))


def _meant(call: Call, read: TransferParameters) -> ShipmentName:
    """Tell whose goods are moved: the path's shipment's, or else that which the body names."""
    if "id" in call.path:
        return _in_path(call)
    field = "original_shipment_number"
    return ShipmentName(id=named_shipment(read.original_shipment_number, field))


def _deeds(  # noqa: PLR0913, PLR0917 - what tells one deed from another
    deed: _Deed,
    under: str,
    name: str,
    summary: str,
    example: Example,
    given: type = ShipmentParameters,
    statuses: tuple[int, ...] = (200,),
) -> Iterator[Operation]:
    """Make the two endpoints of a deed: below the order, and by the shipment alone."""
    places = ((f"{_NESTED}/{{id}}", f"{_ALSO}/{{id}}", "Order"), (f"{_ALONE}/{{id}}", None, ""))
    for path, also, whose in places:
        yield Operation(
            method="PUT",
            path=path + under,
            also=(also + under,) if also else (),
            name=f"{name}{whose}Shipment",
            tag=TAG_SHIPMENTS,
            summary=summary,
            handler=_doing(deed),
            who="admin",
            input=given,
            output=SentRecord,
            statuses=statuses,
            refusals=CHANGES_REFUSED,
            examples=(example,),
        )


def _transfers(
    handler: Handler, under: str, name: str, summary: str, example: Example
) -> Iterator[Operation]:
    places = ((f"{_NESTED}/{{id}}", f"{_ALSO}/{{id}}", "Order"), (_ALONE, None, ""))
    for path, also, whose in places:
        yield Operation(
            method="POST",
            path=f"{path}/{under}",
            also=(f"{also}/{under}",) if also else (),
            name=f"move{whose}GoodsTo{name}",
            tag=TAG_SHIPMENTS,
            summary=summary,
            handler=handler,
            who="admin",
            input=TransferParameters,
            output=TransferRecord,
            statuses=(201,),
            refusals=CHANGES_REFUSED,
            examples=(example,),
        )


_FOLLOWED = Example(name="How to follow it", given={"shipment": {"tracking": "1Z999AA1"}})
_TWO = Example(name="Two of them", given={"variant_id": 1, "quantity": 2})
_GOODS = {"original_shipment_number": "H4194310", "variant_id": 1, "quantity": 1}
_ANEW = {
    "shipment": {"order_id": "R000001001"},
    "stock_location_id": 1,
    "variant_id": 1,
    "quantity": 1,
}

OPERATIONS = (
    Operation(
        method="POST",
        path=_ALONE,
        name="createShipment",
        tag=TAG_SHIPMENTS,
        summary="Sell more of a variant, in a new shipment from a stock location",
        handler=_create,
        who="admin",
        input=NewShipmentParameters,
        output=SentRecord,
        refusals=CHANGES_REFUSED,
        examples=(Example(name="One of them from Main", given=_ANEW),),
    ),
    *_deeds(
        _ready,
        "/ready",
        "ready",
        "Have a shipment ready to be sent",
        Example(name="Nothing more is needed", given={}),
    ),
    *_deeds(_ship, "/ship", "ship", "Note that a shipment was sent", _FOLLOWED),
    *_deeds(_track, "", "track", "Say how a shipment is followed", _FOLLOWED),
    *_deeds(
        _add,
        "/add",
        "addGoodsTo",
        "Sell more of a variant, to be sent with a shipment",
        _TWO,
        PiecesParameters,
    ),
    *_deeds(
        _remove,
        "/remove",
        "removeGoodsFrom",
        "Sell fewer of a variant that is in a shipment; one that is left empty is no more",
        _TWO,
        PiecesParameters,
        (200, 204),
    ),
    *_transfers(
        _to_location,
        "transfer_to_location",
        "Location",
        "Move goods into a new shipment, from any stock location",
        Example(name="One of them from West", given={**_GOODS, "stock_location_id": 2}),
    ),
    *_transfers(
        _to_shipment,
        "transfer_to_shipment",
        "Shipment",
        "Move goods into another shipment of the order",
        Example(name="One of them", given={**_GOODS, "target_shipment_number": "H4194320"}),
    ),
)
