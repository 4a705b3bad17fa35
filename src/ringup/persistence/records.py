"""The order as rows: which record becomes a row of which table, worked out once for both databases.

A table's columns are named like the fields of the record they hold, so most of a row are the
record's own fields. What differs is said here and nowhere else. Rows are tuples, and most records
are never made into one: what is the same as before is not written.
"""

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import Any, TypeAlias

import msgspec
from sqlalchemy import Table

from ringup.domain.order import (
    Address,
    Adjustment,
    Card,
    Coupon,
    LineItem,
    Order,
    Payment,
    PaymentAttempt,
    Shipment,
    ShipmentItem,
    ShippingRate,
    Totals,
)
from ringup.domain.returning import ReturnAuthorization, ReturnItem
from ringup.persistence import schema

Row: TypeAlias = dict[str, Any]
"""Values by column; moments, bytes and flags as Python has them."""

Values: TypeAlias = tuple[Any, ...]
"""A row's values in the order of its table's ``Kept.columns``."""

Member: TypeAlias = tuple[Any, ...]
"""A record below the order, and before it what it hangs on: the values of ``Kept.above``."""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A table of the order's family, and how its rows are made.

    ``columns`` are the order's id, those of ``above``, and the fields of the record. ``parts``
    gives the fields of the order that ``members`` come from: where none of them changed, no row
    did.
    """

    table: Table
    columns: tuple[str, ...]
    parts: Callable[[Order], Any]
    members: Callable[[Order], Iterator[Member]]
    fields: Callable[[Any], Values]

    def row(self, order_id: int, member: Member) -> Values:
        """Make a member's row."""
        *above, record = member
        return (order_id, *above, *self.fields(record))


def folded(email: str | None) -> str | None:
    """Write an address as buyers are compared by: without regard to case."""
    return None if email is None else email.casefold()


def order_row(order: Order) -> Values:
    """Make the order's own row, in the order of ``ORDER_COLUMNS``."""
    notes = msgspec.json.encode(order.metadata, order="sorted").decode()
    return (*_of_order(order), order.number, folded(order.email), notes)


def _names(record: type[msgspec.Struct], table: Table) -> list[str]:
    """Name those of a record's fields that are columns of its table."""
    return [name for name in record.__struct_fields__ if name in table.columns]


_OWN = [name for name in _names(Order, schema.orders) if name != "metadata"]
_TOTALS = _names(Totals, schema.orders)
_of_order: Callable[[Order], Values] = attrgetter(*_OWN, *(f"totals.{name}" for name in _TOTALS))
ORDER_COLUMNS = (*_OWN, *_TOTALS, "number", "email_folded", "metadata")

_CARD = Card.__struct_fields__
_of_card: Callable[[Card], Values] = attrgetter(*_CARD)
_NO_CARD = (None,) * len(_CARD)
_of_payment: Callable[[Payment], Values] = attrgetter(*_names(Payment, schema.payments))


def _payment_fields(payment: Payment) -> Values:
    card = payment.card
    return (*_of_payment(payment), *(_of_card(card) if card else _NO_CARD))


def _addresses(order: Order) -> Iterator[Member]:
    if order.bill_address:
        yield "bill", order.bill_address
    if order.ship_address:
        yield "ship", order.ship_address


def _shipping_rates(order: Order) -> Iterator[Member]:
    return ((parcel.id, rate) for parcel in order.shipments for rate in parcel.rates)


def _shipment_items(order: Order) -> Iterator[Member]:
    return ((parcel.id, item) for parcel in order.shipments for item in parcel.items)


def _adjustments(order: Order) -> Iterator[Member]:
    for line in order.line_items:
        for adjustment in line.adjustments:
            yield line.id, None, adjustment
    for parcel in order.shipments:
        for adjustment in parcel.adjustments:
            yield None, parcel.id, adjustment
    for adjustment in order.adjustments:
        yield None, None, adjustment


def _return_items(order: Order) -> Iterator[Member]:
    return ((each.id, item) for each in order.returns for item in each.items)


def _each_of(part: str) -> Callable[[Order], Iterator[Member]]:
    """Give the records of a field of the order, which hang on nothing else."""
    records: Callable[[Order], Sequence[msgspec.Struct]] = attrgetter(part)
    return lambda order: ((record,) for record in records(order))


def _kept(
    table: Table,
    record: type[msgspec.Struct],
    *parts: str,
    above: tuple[str, ...] = (),
    members: Callable[[Order], Iterator[Member]] | None = None,
) -> Kept:
    names = _names(record, table)
    return Kept(
        table=table,
        columns=("order_id", *above, *names),
        parts=attrgetter(*parts),
        members=members or _each_of(parts[0]),
        fields=attrgetter(*names),
    )


_PAYMENTS = _kept(schema.payments, Payment, "payments")
_ON_LINE_OR_PARCEL = ("line_item_id", "shipment_id")

FAMILY = (
    _kept(
        *(schema.addresses, Address, "bill_address", "ship_address"),
        above=("kind",),
        members=_addresses,
    ),
    _kept(schema.line_items, LineItem, "line_items"),
    _kept(schema.shipments, Shipment, "shipments"),
    _kept(
        *(schema.shipping_rates, ShippingRate, "shipments"),
        above=("shipment_id",),
        members=_shipping_rates,
    ),
    _kept(
        *(schema.shipment_items, ShipmentItem, "shipments"),
        above=("shipment_id",),
        members=_shipment_items,
    ),
    msgspec.structs.replace(
        _PAYMENTS,
        columns=(*_PAYMENTS.columns, *(f"card_{name}" for name in _CARD)),
        fields=_payment_fields,
    ),
    _kept(schema.payment_attempts, PaymentAttempt, "attempts"),
    _kept(
        *(schema.adjustments, Adjustment, "line_items", "shipments", "adjustments"),
        above=_ON_LINE_OR_PARCEL,
        members=_adjustments,
    ),
    _kept(schema.order_coupons, Coupon, "coupons"),
    _kept(schema.return_authorizations, ReturnAuthorization, "returns"),
    _kept(
        *(schema.return_items, ReturnItem, "returns"),
        above=("return_authorization_id",),
        members=_return_items,
    ),
)
"""Every table below ``orders``, what is pointed at before what points."""
