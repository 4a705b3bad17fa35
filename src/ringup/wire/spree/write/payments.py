"""Payments and the ways to pay, as answers give them."""

from collections.abc import Mapping, Sequence
from typing import Any

from ringup.domain.facts import Facts
from ringup.domain.order import Card, Payment
from ringup.services.ports.gateway import Gateway
from ringup.wire.spree.write.pen import Pen, moment
from ringup.wire.spree.write.records import (
    CardRecord,
    MethodNameRecord,
    OrderCardRecord,
    PaymentMethodRecord,
    PaymentRecord,
)

_CARD, _GIFT_CARD = "Spree::CreditCard", "Spree::GiftCard"


def payment_record(payment: Payment, pen: Pen) -> PaymentRecord:
    """Write a payment; its card, if any, goes by the payment's id."""
    method = pen.facts.shop.payment_methods.get(payment.payment_method_id)
    source = CardRecord(id=payment.id, **_told(payment.card)) if payment.card else None
    return PaymentRecord(
        id=payment.id,
        number=payment.number,
        amount=pen.amount(payment.amount),
        display_amount=pen.display(payment.amount),
        state=payment.state,
        payment_method_id=payment.payment_method_id,
        payment_method=MethodNameRecord(id=method.id, name=method.name) if method else None,
        response_code=payment.response_code,
        avs_response=payment.avs_response,
        source_type=_source_type(payment),
        source_id=source.id if source else payment.gift_card_id,
        source=source,
        created_at=moment(payment.created_at),
        updated_at=moment(payment.updated_at),
    )


def _source_type(payment: Payment) -> str | None:
    if payment.gift_card_id is not None:
        return _GIFT_CARD
    return _CARD if payment.card else None


def card_records(payments: Sequence[Payment]) -> list[OrderCardRecord]:
    """Write the cards that pay for an order, those of failed tries aside."""
    return [
        OrderCardRecord(id=payment.id, **_told(payment.card))
        for payment in payments
        if payment.card and payment.state not in {"failed", "invalid"}
    ]


def payment_method_records(
    facts: Facts, gateways: Mapping[str, Gateway]
) -> list[PaymentMethodRecord]:
    """Write the ways to pay that are open to the buyer, in the shop's order."""
    methods = sorted(facts.shop.payment_methods.values(), key=lambda m: (m.position, m.id))
    records = (
        PaymentMethodRecord(
            id=method.id,
            name=method.name,
            description=method.description,
            method_type=gateways[method.gateway].method_type,
        )
        for method in methods
        if method.active and method.gateway in gateways and facts.shop.store.has(method)
    )
    return [record for record in records if _is_open_to(facts, record.method_type)]


def _is_open_to(facts: Facts, method_type: str) -> bool:
    """Store credit is only for those who have some."""
    if method_type != "store_credit":
        return True
    return facts.buyer is not None and facts.buyer.store_credit > 0


def _told(card: Card) -> dict[str, Any]:
    return {
        "month": card.month,
        "year": card.year,
        "cc_type": card.brand,
        "last_digits": card.last_digits,
        "name": card.name,
    }
