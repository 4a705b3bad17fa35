"""What clients say of returns, and what they mean by it."""

from typing import ClassVar

import msgspec

from ringup.domain.fulfilment.returns.authorizing import Terms, Wish
from ringup.domain.fulfilment.returns.crediting import Settlement
from ringup.domain.fulfilment.returns.receiving import Receipt
from ringup.domain.problems import Invalid, Problem, within
from ringup.services.editing.forms import Line, Prose, Spellings
from ringup.services.return_goods import Arrived
from ringup.web.nesting import Parameters
from ringup.wire.spree.read.inputs import Amount, Id, Quantity
from ringup.wire.spree.read.records import reader_of

_RESTOCK: Spellings = {"restock": ("resellable",)}


class ReturnItemInput(msgspec.Struct, frozen=True, kw_only=True):
    """So many of a line, or of a variant, that may come back; 0 for none of them."""

    spelled: ClassVar[Spellings] = _RESTOCK

    line_item_id: Id | None = None
    variant_id: Id | None = None
    quantity: Quantity | None = None
    restock: bool = True
    stock_location_id: Id | None = None
    exchange_variant_id: Id | None = None


class ReturnInput(msgspec.Struct, frozen=True, kw_only=True):
    """Why things come back, to which stock location, and which."""

    spelled: ClassVar[Spellings] = {"return_authorization_reason_id": ("reason_id",)}

    stock_location_id: Id | None = None
    return_authorization_reason_id: Id | None = None
    reason: Line | None = None
    memo: Prose | None = None
    return_items: tuple[ReturnItemInput, ...] = ()


class ReturnParameters(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a return."""

    return_authorization: ReturnInput | None = None


class AddedReturnParameters(ReturnItemInput, frozen=True, kw_only=True):
    """One thing that may come back by a return."""


class ReceiptInput(msgspec.Struct, frozen=True, kw_only=True):
    """Which item of a return came, how many of it, and what becomes of it."""

    spelled: ClassVar[Spellings] = _RESTOCK

    id: Id | None = None
    quantity: Quantity | None = None
    restock: bool | None = None
    stock_location_id: Id | None = None


class ReceiveParameters(msgspec.Struct, frozen=True, kw_only=True):
    """What came: everything, unless some items are named; and whether to give the money back.

    ``restocking_fee`` is withheld instead of the reason's rate. ``shipping_refund`` is given back
    of the costs of sending, or with ``refund_shipping`` all of them.
    """

    return_items: tuple[ReceiptInput, ...] = ()
    refund: bool = True
    restocking_fee: Amount | None = None
    shipping_refund: Amount | None = None
    refund_shipping: bool = False


_ITEMS = "return_items"

_read = reader_of(ReturnParameters, "return_authorization")
_read_added = reader_of(AddedReturnParameters)
_read_received = reader_of(ReceiveParameters)


def terms_in(parameters: Parameters) -> Terms:
    """Read what is said of a return. Raises ``Invalid``."""
    read = _read(parameters).return_authorization or ReturnInput()
    return Terms(
        stock_location_id=read.stock_location_id,
        reason_id=read.return_authorization_reason_id,
        reason=read.reason,
        memo=read.memo,
        wishes=tuple(_wish(item, _ITEMS) for item in read.return_items),
    )


def added_in(parameters: Parameters) -> Terms:
    """Read the one thing that may come back as well. Raises ``Invalid``."""
    return Terms(wishes=(_wish(_read_added(parameters), ""),))


def arrived_in(parameters: Parameters, return_id: int) -> Arrived:
    """Read what has come. Raises ``Invalid``."""
    read = _read_received(parameters)
    receipts = tuple(_receipt(each) for each in read.return_items)
    settlement = Settlement(
        restocking_fee=read.restocking_fee or None,
        shipping_refund=read.shipping_refund or None,
        whole_shipping=read.refund_shipping,
    )
    return Arrived(
        return_id=return_id, receipts=receipts, settlement=settlement, refund=read.refund
    )


def _wish(item: ReturnItemInput, field: str) -> Wish:
    if item.line_item_id is None and item.variant_id is None:
        raise _required(field, "variant_id")
    return Wish(
        line_item_id=item.line_item_id,
        variant_id=item.variant_id,
        quantity=1 if item.quantity is None else item.quantity,
        restock=item.restock,
        stock_location_id=item.stock_location_id,
        exchange_variant_id=item.exchange_variant_id,
        field=field,
    )


def _receipt(item: ReceiptInput) -> Receipt:
    if item.id is None:
        raise _required(_ITEMS, "id")
    return Receipt(
        item_id=item.id,
        quantity=item.quantity,
        restock=item.restock,
        stock_location_id=item.stock_location_id,
        field=_ITEMS,
    )


def _required(field: str, name: str) -> Invalid:
    return Invalid(Problem("", within(field, name), "required", "can't be blank"))
