"""An order's payments: by which methods it can be paid, those it has, and a new one."""

from ringup.domain.order import Payment
from ringup.domain.problems import NotFound
from ringup.services.asking import OrderView
from ringup.services.read_order import read_order
from ringup.services.update_order import change_payment, update_order
from ringup.web.answers import Answer, json_answer
from ringup.web.paging import framed, page_of
from ringup.wire.spree.endpoints.answering import CHANGES_REFUSED, TAG_PAYMENTS
from ringup.wire.spree.etags import etag_of
from ringup.wire.spree.operations import Call, Example, Operation
from ringup.wire.spree.read.changes import changed_amount, made_payment
from ringup.wire.spree.read.ids import path_id
from ringup.wire.spree.read.inputs import PaymentParameters
from ringup.wire.spree.write.orders import pen_for
from ringup.wire.spree.write.payments import payment_method_records, payment_record
from ringup.wire.spree.write.records import NewPaymentRecord, PaymentRecord


async def new(call: Call) -> Answer:
    """Tell by which methods the order can be paid."""
    view = await _read(call)
    methods = payment_method_records(view.facts, call.desk.gateways)
    attributes = list(PaymentRecord.__struct_fields__)
    record = NewPaymentRecord(payment_methods=methods, attributes=attributes)
    return json_answer(record, headers=(etag_of(view.order),))


async def listed(call: Call) -> Answer:
    """List the order's payments."""
    page = page_of(call.parameters)
    view = await _read(call)
    pen = pen_for(view, call.locale)
    payments = view.order.payments
    shown = payments[page.offset : page.offset + page.size]
    records = [payment_record(payment, pen) for payment in shown]
    frame = framed("payments", records, len(payments), page)
    return json_answer(frame, headers=(etag_of(view.order),))


async def show(call: Call) -> Answer:
    """Show one payment, by its id or its number."""
    view = await _read(call)
    payment = payment_in(view, call.path["id"])
    record = payment_record(payment, pen_for(view, call.locale))
    return json_answer(record, headers=(etag_of(view.order),))


async def create(call: Call) -> Answer:
    """Make a payment; it is processed when the order is completed."""
    change = made_payment(call.parameters)
    view = await update_order(call.desk, call.asking, call.path["number"], (change,))
    newest = max(view.order.payments, key=_by_id)
    record = payment_record(newest, pen_for(view, call.locale))
    return json_answer(record, 201, (etag_of(view.order),))


async def change(call: Call) -> Answer:
    """Have a payment be over another amount."""
    name = call.path["id"]
    amount = changed_amount(call.parameters)
    view = await change_payment(
        call.desk, call.asking, call.path["number"], path_id(name, "P"), amount
    )
    record = payment_record(payment_in(view, name), pen_for(view, call.locale))
    return json_answer(record, headers=(etag_of(view.order),))


def payment_in(view: OrderView, name: str) -> Payment:
    """Find a payment of the order by its id or number; raises ``NotFound``."""
    payment_id = path_id(name, "P")
    for payment in view.order.payments:
        if payment.id == payment_id:
            return payment
    raise NotFound


async def _read(call: Call) -> OrderView:
    return await read_order(call.desk, call.asking, call.path["number"])


def _by_id(payment: Payment) -> int:
    return payment.id


_PATH = "/orders/{number}/payments"
_ALSO = "/checkouts/{number}/payments"

OPERATIONS = (
    Operation(
        method="GET",
        path=f"{_PATH}/new",
        also=(f"{_ALSO}/new",),
        name="newPayment",
        tag=TAG_PAYMENTS,
        summary="Tell by which methods an order can be paid",
        handler=new,
        who="owner",
        output=NewPaymentRecord,
        refusals=(401, 404),
    ),
    Operation(
        method="GET",
        path=_PATH,
        also=(_ALSO,),
        name="listPayments",
        tag=TAG_PAYMENTS,
        summary="List an order's payments",
        handler=listed,
        who="owner",
        output=PaymentRecord,
        plural="payments",
    ),
    Operation(
        method="GET",
        path=f"{_PATH}/{{id}}",
        also=(f"{_ALSO}/{{id}}",),
        name="showPayment",
        tag=TAG_PAYMENTS,
        summary="Show a payment",
        handler=show,
        who="owner",
        output=PaymentRecord,
        refusals=(401, 404),
    ),
    Operation(
        method="PUT",
        path=f"{_PATH}/{{id}}",
        also=(f"{_ALSO}/{{id}}",),
        name="changePayment",
        tag=TAG_PAYMENTS,
        summary="Change what a payment is over",
        description="As long as nothing of it was taken; at most what is owed, and was reserved.",
        handler=change,
        who="admin",
        input=PaymentParameters,
        output=PaymentRecord,
        refusals=(*CHANGES_REFUSED, 403),
        examples=(Example(name="A part", given={"payment": {"amount": "5.00"}}),),
    ),
    Operation(
        method="POST",
        path=_PATH,
        also=(_ALSO,),
        name="createPayment",
        tag=TAG_PAYMENTS,
        summary="Make a payment",
        description="Without an `amount` it pays whatever is owed when the order is completed.",
        handler=create,
        who="owner",
        input=PaymentParameters,
        output=PaymentRecord,
        statuses=(201,),
        refusals=CHANGES_REFUSED,
        examples=(
            Example(name="A check", given={"payment": {"payment_method_id": 2}}),
            Example(
                name="A card",
                given={
                    "payment": {
                        "payment_method_id": 1,
                        "amount": "21.79",
                        "source_attributes": {
                            "number": "4111111111111111",
                            "month": "12",
                            "year": "2030",
                            "verification_value": "123",
                            "name": "Ada Lovelace",
                        },
                    }
                },
            ),
        ),
    ),
)
