"""Puts an order together from what ``documents`` reads: one JSON text for each table.

The tables are read flat, children beside their parents: a database that nests them itself takes
twice as long.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias, TypeVar

import msgspec

from ringup.domain.order import (
    Address,
    Adjustment,
    Coupon,
    LineItem,
    Order,
    Payment,
    PaymentAttempt,
    Shipment,
    ShipmentItem,
    ShippingRate,
)
from ringup.domain.returning import ReturnAuthorization, ReturnItem
from ringup.domain.stock import StockLevel
from ringup.domain.variants import Variant

T = TypeVar("T")
ParentId: TypeAlias = int | None

replace = msgspec.structs.replace
_DECODERS: Sequence[msgspec.json.Decoder[Any]] = tuple(
    msgspec.json.Decoder(kind)
    for kind in (
        Order,
        tuple[tuple[str, Address], ...],
        tuple[LineItem, ...],
        tuple[Shipment, ...],
        tuple[tuple[int, ShippingRate], ...],
        tuple[tuple[int, ShipmentItem], ...],
        tuple[tuple[ParentId, ParentId, Adjustment], ...],
        tuple[Payment, ...],
        tuple[PaymentAttempt, ...],
        tuple[Coupon, ...],
        tuple[ReturnAuthorization, ...],
        tuple[tuple[int, ReturnItem], ...],
    )
)

_NOT_READ = "[]"
"""For what no order in its state has, and which therefore was not read."""


def assembled(texts: Sequence[Any]) -> Order:
    """Decode the texts, in the order of ``Documents``, and hang the children on their parents."""
    bare, addresses, lines, shipments, rates, items, adjustments, *others = (
        decoder.decode(text or _NOT_READ) for decoder, text in zip(_DECODERS, texts, strict=True)
    )
    payments, attempts, coupons, returns, return_items = others
    order: Order = bare
    kinds = dict(addresses)
    of_line = _grouped((line, each) for line, _, each in adjustments if line)
    of_shipment = _grouped((shipment, each) for _, shipment, each in adjustments if shipment)
    return replace(
        order,
        bill_address=kinds.get("bill"),
        ship_address=kinds.get("ship"),
        line_items=tuple(_line(line, of_line) for line in lines),
        shipments=_shipments(shipments, _grouped(rates), _grouped(items), of_shipment),
        adjustments=tuple(each for line, ship, each in adjustments if not line and not ship),
        payments=payments,
        attempts=attempts,
        coupons=coupons,
        returns=_returns(returns, _grouped(return_items)),
    )


class Level(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What lies of a variant in one place; one that lies nowhere comes with a place 0."""

    variant_id: int
    stock_location_id: int
    count_on_hand: int
    held: int
    backordered: int
    backorderable: bool


class Hold(msgspec.Struct, frozen=True, array_like=True):
    """What an order holds of a variant in one place."""

    variant_id: int
    stock_location_id: int
    quantity: int
    expires_at: datetime


def stocked(
    variants: Mapping[int, Variant], stock: Iterable[Level], holds: Iterable[Hold]
) -> dict[int, Variant]:
    """Tell of each variant what lies where, and what of it the order holds."""
    levels = _grouped((each.variant_id, each) for each in stock)
    held = _grouped((hold.variant_id, hold) for hold in holds)
    return {
        variant_id: replace(
            variants[variant_id],
            stock=tuple([_level(each) for each in found if each.stock_location_id]),
            held_by_order={h.stock_location_id: h.quantity for h in held.get(variant_id, ())},
        )
        for variant_id, found in levels.items()
    }


def _level(read: Level) -> StockLevel:
    return StockLevel(
        stock_location_id=read.stock_location_id,
        count_on_hand=read.count_on_hand,
        held=read.held,
        backordered=read.backordered,
        backorderable=read.backorderable,
    )


def _line(line: LineItem, adjustments: Mapping[int, Sequence[Adjustment]]) -> LineItem:
    own = adjustments.get(line.id)
    return replace(line, adjustments=tuple(own)) if own else line


def _shipments(
    shipments: Iterable[Shipment],
    rates: Mapping[int, Sequence[ShippingRate]],
    items: Mapping[int, Sequence[ShipmentItem]],
    adjustments: Mapping[int, Sequence[Adjustment]],
) -> tuple[Shipment, ...]:
    return tuple(
        replace(
            shipment,
            rates=tuple(rates.get(shipment.id, ())),
            items=tuple(items.get(shipment.id, ())),
            adjustments=tuple(adjustments.get(shipment.id, ())),
        )
        for shipment in shipments
    )


def _returns(
    returns: Iterable[ReturnAuthorization], items: Mapping[int, Sequence[ReturnItem]]
) -> tuple[ReturnAuthorization, ...]:
    return tuple(replace(each, items=tuple(items.get(each.id, ()))) for each in returns)


def _grouped(pairs: Iterable[tuple[int, T]]) -> Mapping[int, Sequence[T]]:
    groups: dict[int, list[T]] = {}
    for parent, child in pairs:
        groups.setdefault(parent, []).append(child)
    return groups
