"""An order told as it was, so that another shop can take it over; what ``made`` reads, written.

Told are its contents, sums, payments and parcels. How it came about is not: which promotion or tax
rate gave an adjustment, what a card was, what was asked of gateways, what is to come back.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

import msgspec

from ringup.domain.changes import GivenAddress
from ringup.domain.facts import Facts
from ringup.domain.money import decimal_text
from ringup.domain.order import Address, Adjustment, Order, Payment, Shipment, Totals
from ringup.domain.past.told import (
    PastAdjustment,
    PastGoods,
    PastLine,
    PastOrder,
    PastPayment,
    PastShipment,
)

Kind: TypeAlias = Literal["manual", "tax", "promotion", "return"]
Sent: TypeAlias = Literal["shipped", "ready", "pending", "canceled"]
Paid: TypeAlias = Literal["completed", "pending", "checkout", "failed", "void", "invalid"]

_KINDS: Mapping[str, Kind] = {
    "tax_rate": "tax",
    "promotion": "promotion",
    "manual": "manual",
    "return": "return",
}
_SENT: Mapping[str, Sent] = {
    "shipped": "shipped",
    "ready": "ready",
    "canceled": "canceled",
    "pending": "pending",
    "backorder": "pending",
}
_PAID: Mapping[str, Paid] = {
    "completed": "completed",
    "pending": "pending",
    "failed": "failed",
    "void": "void",
    "invalid": "invalid",
    "checkout": "checkout",
    "processing": "checkout",
}


def retold(order: Order, facts: Facts) -> PastOrder:
    """Tell of a placed order. The facts are those of its own lines and its owner."""
    assert order.completed_at is not None  # noqa: S101 - no other is asked for
    teller = _Teller(order, facts)
    store = facts.shop.stores.get(order.store_id)
    told = PastOrder(
        number=order.number,
        completed_at=order.completed_at,
        created_at=order.created_at,
        canceled_at=order.canceled_at,
        approved_at=order.approved_at,
        store=store.code if store and not store.is_default else None,
        email=order.email,
        user_email=facts.buyer.email if facts.buyer else None,
        currency=order.currency,
        channel=order.channel,
        special_instructions=order.special_instructions,
        metadata=dict(order.metadata),
        bill_address=teller.address(order.bill_address),
        ship_address=teller.address(order.ship_address),
        line_items=teller.lines(),
        adjustments=teller.adjustments(order.adjustments),
        shipments=tuple(teller.shipment(each) for each in order.shipments),
        payments=tuple(teller.payment(each) for each in order.payments),
    )
    sums = {name: teller.text(getattr(order.totals, name)) for name in Totals.__struct_fields__}
    return msgspec.structs.replace(told, **sums)


class _Teller:
    """Names what the order holds by ids in words that another shop knows, too."""

    def __init__(self, order: Order, facts: Facts) -> None:
        self._order = order
        self._facts = facts

    def text(self, amount: int) -> str:
        return decimal_text(amount, self._order.currency)

    def address(self, address: Address | None) -> GivenAddress | None:
        if address is None:
            return None
        said = {n: v for n, v in msgspec.structs.asdict(address).items() if n not in _IDS}
        state = self._facts.shop.states.get(address.state_id or 0)
        said["state_name"] = state.name if state else address.state_name
        return GivenAddress(**said, country_iso=self._facts.shop.countries[address.country_id].iso)

    def lines(self) -> tuple[PastLine, ...]:
        return tuple(
            PastLine(
                sku=self._sku(line.variant_id),
                variant_id=self._id(line.variant_id),
                quantity=line.quantity,
                price=self.text(line.price),
                adjustments=self.adjustments(line.adjustments),
            )
            for line in self._order.line_items
        )

    def _sku(self, variant_id: int) -> str | None:
        return self._facts.variants[variant_id].sku or None

    def _id(self, variant_id: int) -> int | None:
        """Give the id of a variant that has no SKU to be known by."""
        return None if self._sku(variant_id) else variant_id

    def adjustments(self, adjustments: Iterable[Adjustment]) -> tuple[PastAdjustment, ...]:
        return tuple(
            PastAdjustment(
                label=each.label,
                amount=self.text(each.amount),
                kind=_KINDS[each.source],
                included=each.included and each.source == "tax_rate",
            )
            for each in adjustments
            if each.eligible
        )

    def shipment(self, shipment: Shipment) -> PastShipment:
        shop = self._facts.shop
        location = shop.stock_locations.get(shipment.stock_location_id)
        rate = shipment.selected_rate
        method = shop.shipping_methods.get(rate.shipping_method_id) if rate else None
        return PastShipment(
            cost=self.text(shipment.cost),
            state=_SENT[shipment.state],
            tracking=shipment.tracking,
            shipped_at=shipment.shipped_at,
            stock_location=location.name if location else None,
            shipping_method=method.name if method else rate.name if rate else None,
            items=self._items(shipment),
            adjustments=self.adjustments(shipment.adjustments),
        )

    def _items(self, shipment: Shipment) -> tuple[PastGoods, ...]:
        """Tell what a parcel holds, unless it is the only one."""
        if len(self._order.shipments) == 1:
            return ()
        held: Counter[int] = Counter()
        for item in shipment.items:
            held[item.variant_id] += item.quantity
        return tuple(
            PastGoods(sku=self._sku(variant_id), variant_id=self._id(variant_id), quantity=quantity)
            for variant_id, quantity in held.items()
        )

    def payment(self, payment: Payment) -> PastPayment:
        method = self._facts.shop.payment_methods.get(payment.payment_method_id)
        taken = payment.amount if payment.state == "completed" else 0
        return PastPayment(
            payment_method=method.name if method else None,
            payment_method_id=None if method else payment.payment_method_id,
            amount=self.text(payment.amount),
            captured=None if payment.captured == taken else self.text(payment.captured),
            refunded=self.text(payment.refunded) if payment.refunded else "0",
            state=_PAID[payment.state],
            response_code=payment.response_code,
            created_at=payment.created_at,
        )


_IDS = frozenset({"id", "country_id", "state_id"})
