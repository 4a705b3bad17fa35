"""The order as rows: which record becomes a row of which table, worked out once for both databases.

A table's columns are named like the fields of the record they hold, so most rows are the record's
own fields. What differs is said here and nowhere else.
"""

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import msgspec
from sqlalchemy import Table

from ringup.domain.order import Address, Adjustment, Card, Order, Payment
from ringup.persistence import schema

Row: TypeAlias = dict[str, Any]
"""Values by column; moments, bytes and flags as Python has them."""

_CARD_FIELDS = msgspec.structs.fields(Card)
_NO_CARD: Row = {f"card_{field.name}": None for field in _CARD_FIELDS}
_PARTS_OF_ORDER = (
    *("bill_address", "ship_address", "line_items", "shipments", "payments"),
    *("adjustments", "coupons", "attempts", "totals"),
)


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A table of the order's family, and how its rows are made.

    ``parts`` names the fields of the order that the rows are made of: where none of them changed,
    no row did.
    """

    table: Table
    parts: tuple[str, ...]
    rows: Callable[[Order], Iterator[Row]]


def folded(email: str | None) -> str | None:
    """Write an address as buyers are compared by: without regard to case."""
    return None if email is None else email.casefold()


def order_row(order: Order) -> Row:
    """Make the order's own row."""
    row = msgspec.structs.asdict(order)
    for part in _PARTS_OF_ORDER:
        del row[part]
    row |= msgspec.structs.asdict(order.totals)
    return row | {"number": order.number, "email_folded": folded(order.email)}


def _row(order: Order, record: msgspec.Struct, **parents: int | str | None) -> Row:
    return {"order_id": order.id, **parents, **msgspec.structs.asdict(record)}


def _addresses(order: Order) -> Iterator[Row]:
    kinds: tuple[tuple[str, Address | None], ...] = (
        ("bill", order.bill_address),
        ("ship", order.ship_address),
    )
    return (_row(order, address, kind=kind) for kind, address in kinds if address)


def _line_items(order: Order) -> Iterator[Row]:
    for line in order.line_items:
        row = _row(order, line)
        del row["adjustments"]
        yield row


def _shipments(order: Order) -> Iterator[Row]:
    for shipment in order.shipments:
        row = _row(order, shipment)
        del row["rates"], row["items"], row["adjustments"]
        yield row


def _shipping_rates(order: Order) -> Iterator[Row]:
    for shipment in order.shipments:
        for rate in shipment.rates:
            yield _row(order, rate, shipment_id=shipment.id)


def _shipment_items(order: Order) -> Iterator[Row]:
    for shipment in order.shipments:
        for item in shipment.items:
            yield _row(order, item, shipment_id=shipment.id)


def _payments(order: Order) -> Iterator[Row]:
    for payment in order.payments:
        row = _row(order, payment)
        del row["card"]
        yield row | _card(payment)


def _card(payment: Payment) -> Row:
    if payment.card is None:
        return _NO_CARD
    return {f"card_{name}": value for name, value in msgspec.structs.asdict(payment.card).items()}


def _payment_attempts(order: Order) -> Iterator[Row]:
    return (_row(order, attempt) for attempt in order.attempts)


def _adjustments(order: Order) -> Iterator[Row]:
    for line in order.line_items:
        yield from (_adjustment(order, each, line_item_id=line.id) for each in line.adjustments)
    for shipment in order.shipments:
        yield from (
            _adjustment(order, each, shipment_id=shipment.id) for each in shipment.adjustments
        )
    yield from (_adjustment(order, each) for each in order.adjustments)


def _adjustment(
    order: Order,
    adjustment: Adjustment,
    *,
    line_item_id: int | None = None,
    shipment_id: int | None = None,
) -> Row:
    return _row(order, adjustment, line_item_id=line_item_id, shipment_id=shipment_id)


def _order_coupons(order: Order) -> Iterator[Row]:
    return (_row(order, coupon) for coupon in order.coupons)


def _kept(table: Table, rows: Callable[[Order], Iterator[Row]], *parts: str) -> Kept:
    return Kept(table=table, rows=rows, parts=parts)


FAMILY = (
    _kept(schema.addresses, _addresses, "bill_address", "ship_address"),
    _kept(schema.line_items, _line_items, "line_items"),
    _kept(schema.shipments, _shipments, "shipments"),
    _kept(schema.shipping_rates, _shipping_rates, "shipments"),
    _kept(schema.shipment_items, _shipment_items, "shipments"),
    _kept(schema.payments, _payments, "payments"),
    _kept(schema.payment_attempts, _payment_attempts, "attempts"),
    _kept(schema.adjustments, _adjustments, "line_items", "shipments", "adjustments"),
    _kept(schema.order_coupons, _order_coupons, "coupons"),
)
"""Every table below ``orders``, what is pointed at before what points."""
