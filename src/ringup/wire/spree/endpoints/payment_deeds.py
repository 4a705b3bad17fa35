"""Authorize, capture, purchase, void and credit: one payment, or all of an order's together."""

from collections.abc import Iterator

from ringup.domain.payments.deeds import DEEDS, DeedName
from ringup.services.payment_deeds import do_with_payment, do_with_payments
from ringup.web.answers import Answer, json_answer
from ringup.wire.spree.endpoints.answering import CHANGES_REFUSED, TAG_PAYMENTS, order_answer
from ringup.wire.spree.endpoints.payments import payment_in
from ringup.wire.spree.etags import etag_of
from ringup.wire.spree.operations import Call, Example, Handler, Operation
from ringup.wire.spree.read.ids import path_id
from ringup.wire.spree.read.inputs import DeedParameters
from ringup.wire.spree.read.records import reader_of
from ringup.wire.spree.write.orders import pen_for
from ringup.wire.spree.write.payments import payment_record
from ringup.wire.spree.write.records import OrderRecord, PaymentRecord

_read = reader_of(DeedParameters)

_SUMMARIES: dict[DeedName, str] = {
    "authorize": "Reserve the money of {}",
    "capture": "Take the money that {} reserved",
    "purchase": "Reserve and take the money of {} at once",
    "void": "Let go of the money of {}, or give it back",
    "credit": "Give back money that was taken by {}",
}
_PATH = "/orders/{number}/payments"
_ALSO = "/checkouts/{number}/payments"
_IN_PART = frozenset({"capture", "credit"})


def _one(deed: DeedName) -> Handler:
    async def handler(call: Call) -> Answer:
        view = await do_with_payment(
            call.desk,
            call.asking,
            call.path["number"],
            path_id(call.path["id"], "P"),
            deed=deed,
            amount=_read(call.parameters).amount,
        )
        payment = payment_in(view, call.path["id"])
        record = payment_record(payment, pen_for(view, call.locale))
        return json_answer(record, 200, (etag_of(view.order),))

    return handler


def _all(deed: DeedName) -> Handler:
    async def handler(call: Call) -> Answer:
        view = await do_with_payments(
            call.desk,
            call.asking,
            call.path["number"],
            deed=deed,
            amount=_read(call.parameters).amount,
        )
        return order_answer(call, view)

    return handler


def _operations(deed: DeedName) -> Iterator[Operation]:
    """Make the two endpoints of a deed."""
    examples = (Example(name="A part", given={"amount": "5.00"}),) if deed in _IN_PART else ()
    yield Operation(
        method="PUT",
        path=f"{_PATH}/{{id}}/{deed}",
        also=(f"{_ALSO}/{{id}}/{deed}",),
        name=f"{deed}Payment",
        tag=TAG_PAYMENTS,
        summary=_SUMMARIES[deed].format("a payment"),
        handler=_one(deed),
        who="admin",
        input=DeedParameters,
        output=PaymentRecord,
        refusals=CHANGES_REFUSED,
        examples=examples,
    )
    yield Operation(
        method="PUT",
        path=f"{_PATH}/{deed}",
        also=(f"{_ALSO}/{deed}",),
        name=f"{deed}Payments",
        tag=TAG_PAYMENTS,
        summary=_SUMMARIES[deed].format("all of an order's payments, one after the other"),
        handler=_all(deed),
        who="admin",
        input=DeedParameters,
        output=OrderRecord,
        refusals=CHANGES_REFUSED,
        examples=examples,
    )


OPERATIONS = tuple(operation for deed in DEEDS for operation in _operations(deed))
