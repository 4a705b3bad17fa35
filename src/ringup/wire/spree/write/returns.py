"""Returns, as answers give them."""

import msgspec

from ringup.domain.order import Order
from ringup.domain.returning import ReturnAuthorization, ReturnItem
from ringup.wire.spree.write.pen import Pen, moment, moment_or_none


class ReturnItemRecord(msgspec.Struct, frozen=True, kw_only=True):
    """So many of a line that may come back, or came (`received_at`)."""

    id: int
    line_item_id: int
    variant_id: int
    quantity: int
    restock: bool
    stock_location_id: int | None
    exchange_variant_id: int | None
    amount: str
    display_amount: str
    tax_amount: str
    received_at: str | None


class ReturnRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A return: ``amount`` is what the things that came are worth to the buyer.

    Credited was that, less the ``restocking_fee``, and the ``shipping_refund``.
    """

    id: int
    number: str
    state: str
    order_id: int
    memo: str | None
    reason: str | None
    return_authorization_reason_id: int | None
    stock_location_id: int
    amount: str
    display_amount: str
    restocking_fee: str
    display_restocking_fee: str
    shipping_refund: str
    display_shipping_refund: str
    return_items: list[ReturnItemRecord]
    created_at: str
    updated_at: str


class NewReturnRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What a return has, and what it cannot do without."""

    attributes: list[str]
    required_attributes: list[str]


def return_record(authorization: ReturnAuthorization, order: Order, pen: Pen) -> ReturnRecord:
    """Write a return."""
    amount, fee = authorization.worth, authorization.restocking_fee
    shipping = authorization.shipping_refund
    return ReturnRecord(
        id=authorization.id,
        number=authorization.number,
        state=authorization.state,
        order_id=order.id,
        memo=authorization.memo,
        reason=authorization.reason,
        return_authorization_reason_id=authorization.reason_id,
        stock_location_id=authorization.stock_location_id,
        amount=pen.amount(amount),
        display_amount=pen.display(amount),
        restocking_fee=pen.amount(fee),
        display_restocking_fee=pen.display(fee),
        shipping_refund=pen.amount(shipping),
        display_shipping_refund=pen.display(shipping),
        return_items=[_item(item, pen) for item in authorization.items],
        created_at=moment(authorization.created_at),
        updated_at=moment(authorization.updated_at),
    )


def _item(item: ReturnItem, pen: Pen) -> ReturnItemRecord:
    return ReturnItemRecord(
        id=item.id,
        line_item_id=item.line_item_id,
        variant_id=item.variant_id,
        quantity=item.quantity,
        restock=item.restock,
        stock_location_id=item.stock_location_id,
        exchange_variant_id=item.exchange_variant_id,
        amount=pen.amount(item.amount),
        display_amount=pen.display(item.amount),
        tax_amount=pen.amount(item.tax),
        received_at=moment_or_none(item.received_at),
    )
