"""The addresses of an order, by their ids; the id alone tells which order they belong to."""

from ringup.domain.order import order_id_of
from ringup.services.accounts import Preferred
from ringup.services.read_order import AddressView, read_address
from ringup.services.saved_addresses import mend_address
from ringup.services.update_order import edit_address
from ringup.web.answers import Answer, json_answer
from ringup.wire.spree.endpoints.answering import CHANGES_REFUSED, TAG_ADDRESSES
from ringup.wire.spree.etags import etag_of
from ringup.wire.spree.operations import Call, Example, Operation
from ringup.wire.spree.read.changes import given_address
from ringup.wire.spree.read.ids import path_id
from ringup.wire.spree.read.inputs import AddressParameters
from ringup.wire.spree.write.addresses import address_record
from ringup.wire.spree.write.records import AddressRecord


async def show(call: Call) -> Answer:
    """Show an address."""
    address_id = path_id(call.path["id"])
    number = call.path.get("number")
    return _answer(await read_address(call.desk, call.asking, number, address_id), call.locale)


async def update(call: Call) -> Answer:
    """Change some fields of an address."""
    address_id = path_id(call.path["id"])
    number = call.path.get("number")
    given = given_address(call.parameters)
    if number is None and not order_id_of(address_id):
        view = await mend_address(call.desk, call.asking, address_id, given, Preferred())
    else:
        view = await edit_address(call.desk, call.asking, number, address_id, given)
    return _answer(view, call.locale)


def _answer(view: AddressView, locale: str) -> Answer:
    headers = (etag_of(view.order),) if view.order else ()
    record = address_record(view.address, view.facts.shop, locale)
    return json_answer(record, headers=headers)


_EXAMPLES = (Example(name="Another city", given={"address": {"city": "Baltimore"}}),)

OPERATIONS = (
    Operation(
        method="GET",
        path="/orders/{number}/addresses/{id}",
        also=("/checkouts/{number}/addresses/{id}",),
        name="showOrderAddress",
        tag=TAG_ADDRESSES,
        summary="Show an address of an order",
        handler=show,
        who="owner",
        output=AddressRecord,
        refusals=(401, 404),
    ),
    Operation(
        method="PUT",
        path="/orders/{number}/addresses/{id}",
        also=("/checkouts/{number}/addresses/{id}",),
        name="changeOrderAddress",
        tag=TAG_ADDRESSES,
        summary="Change an address of an order",
        handler=update,
        who="owner",
        input=AddressParameters,
        output=AddressRecord,
        refusals=CHANGES_REFUSED,
        examples=_EXAMPLES,
    ),
    Operation(
        method="GET",
        path="/addresses/{id}",
        name="showAddress",
        tag=TAG_ADDRESSES,
        summary="Show an address by its id alone",
        handler=show,
        who="owner",
        output=AddressRecord,
        refusals=(401, 404),
    ),
    Operation(
        method="PUT",
        path="/addresses/{id}",
        name="changeAddress",
        tag=TAG_ADDRESSES,
        summary="Change an address by its id alone",
        handler=update,
        who="owner",
        input=AddressParameters,
        output=AddressRecord,
        refusals=CHANGES_REFUSED,
        examples=_EXAMPLES,
    ),
)
