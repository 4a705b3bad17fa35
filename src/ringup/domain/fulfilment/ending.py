"""Canceling an order that was placed, taking that back, and approving one."""

from datetime import datetime

import msgspec

from ringup.domain.fulfilment.moves import moved
from ringup.domain.fulfilment.standing import stood
from ringup.domain.order import Order, Payment
from ringup.domain.pricing.totals import totalled
from ringup.domain.problems import Invalid, Problem

replace = msgspec.structs.replace


def canceled(order: Order, now: datetime) -> Order:
    """Cancel a placed order of which nothing was shipped. Raises ``Invalid`` otherwise.

    Its payments are voided or refunded by the verb that cancels.
    """
    if not order.is_complete:
        raise _refused("order_not_complete", "is not complete and cannot be canceled")
    if any(shipment.state == "shipped" for shipment in order.shipments):
        raise _refused("order_shipped", "has shipped and cannot be canceled")
    payments = tuple(_dropped(payment, now) for payment in order.payments)
    return stood(totalled(replace(order, state="canceled", canceled_at=now, payments=payments)))


def resumed(order: Order) -> Order:
    """Take a cancellation back: the order stands again, and is owed for again."""
    if order.canceled_at is None:
        raise _refused("order_not_canceled", "is not canceled and cannot be resumed")
    shipments = tuple(
        replace(shipment, state=moved(shipment, "resume")) for shipment in order.shipments
    )
    back = replace(order, state="resumed", canceled_at=None, shipments=shipments)
    return stood(totalled(back))


def approved(order: Order, now: datetime) -> Order:
    """Note that somebody looked at the order and found it good."""
    if not order.is_complete:
        raise _refused("order_not_complete", "is not complete and cannot be approved")
    if order.approved_at is not None:
        return order
    return replace(order, approved_at=now, considered_risky=False)


def _dropped(payment: Payment, now: datetime) -> Payment:
    """A payment that was never asked for is not asked for any more."""
    if payment.state != "checkout":
        return payment
    return replace(payment, state="void", updated_at=now)


def _refused(code: str, message: str) -> Invalid:
    return Invalid(Problem("", "order", code, message))
