"""An order's shipments, and everyone's own."""

from ringup.domain.fulfilment.sending import shipment_in
from ringup.domain.order import number_of, order_id_of
from ringup.services.asking import OrderView
from ringup.services.browsing import browse_own
from ringup.services.read_order import read_order
from ringup.services.searchable import SEARCHABLE
from ringup.services.shelves import KeptShipment
from ringup.web import paging
from ringup.web.answers import Answer, json_answer
from ringup.wire.spree.endpoints.answering import TAG_SHIPMENTS
from ringup.wire.spree.etags import etag_of
from ringup.wire.spree.operations import Call, Operation
from ringup.wire.spree.read.ids import path_id
from ringup.wire.spree.store.lists import enveloped, listing_of
from ringup.wire.spree.write.sent import sent_records
from ringup.wire.spree.write.shipment_records import SentRecord


async def listed(call: Call) -> Answer:
    """List the order's shipments."""
    page = paging.page_of(call.parameters)
    view = await read_order(call.desk, call.asking, call.path["number"])
    shipments = view.order.shipments
    shown = shipments[page.offset : page.offset + page.size]
    records = sent_records(view, shown, call.desk.gateways, call.locale)
    frame = paging.framed("shipments", records, len(shipments), page)
    return json_answer(frame, headers=(etag_of(view.order),))


async def show(call: Call) -> Answer:
    """Show one shipment, by its id or its number."""
    shipment_id = path_id(call.path["id"], "H")
    number = call.path.get("number") or number_of(order_id_of(shipment_id))
    view = await read_order(call.desk, call.asking, number)
    return shipment_answer(call, view, shipment_id)


def shipment_answer(call: Call, view: OrderView, shipment_id: int, status: int = 200) -> Answer:
    """Answer with one shipment of the order. Raises ``NotFound`` for any other id."""
    shipment = shipment_in(view.order, shipment_id)
    [record] = sent_records(view, (shipment,), call.desk.gateways, call.locale)
    return json_answer(record, status, (etag_of(view.order),))


async def own(call: Call) -> Answer:
    """List the shipments of the orders that the key's owner placed."""
    listing = listing_of(call.parameters, KeptShipment, {})
    browsed = await browse_own(call.desk, call.asking, KeptShipment, listing)
    rows = [
        record
        for each in browsed.found.rows
        for record in sent_records(
            OrderView(order=each.order, facts=each.facts, caller=browsed.caller),
            (each.shipment,),
            call.desk.gateways,
            call.locale,
        )
    ]
    return json_answer(enveloped("shipments", rows, browsed.found))


OPERATIONS = (
    Operation(
        method="GET",
        path="/orders/{number}/shipments",
        also=("/checkouts/{number}/shipments",),
        name="listShipments",
        tag=TAG_SHIPMENTS,
        summary="List an order's shipments",
        handler=listed,
        who="owner",
        output=SentRecord,
        plural="shipments",
    ),
    Operation(
        method="GET",
        path="/orders/{number}/shipments/{id}",
        also=("/checkouts/{number}/shipments/{id}",),
        name="showOrderShipment",
        tag=TAG_SHIPMENTS,
        summary="Show a shipment of an order",
        handler=show,
        who="owner",
        output=SentRecord,
        refusals=(401, 404),
    ),
    Operation(
        method="GET",
        path="/shipments/mine",
        name="listOwnShipments",
        tag=TAG_SHIPMENTS,
        summary="List the shipments of the orders that the key's owner placed",
        handler=own,
        who="key",
        output=SentRecord,
        plural="shipments",
        searchable=SEARCHABLE[KeptShipment],
        refusals=(401, 422),
    ),
    Operation(
        method="GET",
        path="/shipments/{id}",
        name="showShipment",
        tag=TAG_SHIPMENTS,
        summary="Show a shipment by its id or number alone",
        handler=show,
        who="owner",
        output=SentRecord,
        refusals=(401, 404),
    ),
)
