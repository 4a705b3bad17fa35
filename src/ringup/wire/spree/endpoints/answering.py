"""How the endpoints of orders answer, and how they read what a path names."""

from collections.abc import Iterator
from contextlib import contextmanager

from ringup.domain.problems import Invalid, NotFound
from ringup.services.asking import OrderView
from ringup.web.answers import Answer, json_answer
from ringup.wire.spree.etags import etag_of
from ringup.wire.spree.operations import Call
from ringup.wire.spree.write.orders import order_record

TAG_CHECKOUTS = "Checkouts"
TAG_ORDERS = "Orders"
TAG_LINE_ITEMS = "Line items"
TAG_PAYMENTS = "Payments"
TAG_SHIPMENTS = "Shipments"
TAG_ADDRESSES = "Addresses"

CHANGES_REFUSED = (401, 404, 409, 412, 422)
"""What may stand against a change of an order."""


def order_answer(call: Call, view: OrderView, status: int = 200) -> Answer:
    """Answer with the order."""
    record = order_record(view, call.desk.gateways, call.locale)
    return json_answer(record, status, (etag_of(view.order),))


@contextmanager
def named_by_path(code: str) -> Iterator[None]:
    """Turn a refusal of something unknown into a 404, where the path itself named it."""
    try:
        yield
    except Invalid as refusal:
        if all(problem.code == code for problem in refusal.problems):
            raise NotFound from refusal
        raise
