"""Holds what came back of an order, and what was given back for it, against each other."""

from collections.abc import Iterator
from typing import TypeAlias

from ringup.domain.fulfilment.returns.counting import awaited, come_back, received, sent
from ringup.domain.money import amount_for_people
from ringup.domain.order import Order, Payment

Breach: TypeAlias = tuple[str, str, str]
"""The rule, what should be there, and what is."""


def breaches(order: Order) -> Iterator[Breach]:
    """Give every breach of a rule of returns and refunds."""
    yield from _refunds(order)
    yield from _goods(order)
    yield from _credits(order)


def _refunds(order: Order) -> Iterator[Breach]:
    for payment in order.payments:
        approved = _given_back(order, payment)
        # What was given back before the order was imported nobody here was asked for.
        before = max(payment.refunded - approved, 0) if order.imported else 0
        if payment.state == "completed" and payment.refunded - before != approved:
            expected, found = (
                amount_for_people(each, order.currency) for each in (approved, payment.refunded)
            )
            yield "refunds_differ", f"{expected} given back of payment {payment.number}", found


def _given_back(order: Order, payment: Payment) -> int:
    return sum(
        attempt.amount
        for attempt in order.attempts
        if attempt.payment_id == payment.id
        and attempt.kind == "credit"
        and attempt.state == "approved"
    )


def _goods(order: Order) -> Iterator[Breach]:
    for line in order.line_items:
        back = come_back(order, line.id)
        said = sum(item.quantity for item in received(order, line.id))
        if back != said:
            yield "returns_differ", f"{back} of line {line.id} returned", str(said)
        wished = sum(item.quantity for item in awaited(order) if item.line_item_id == line.id)
        out = sent(order, line.id)
        if wished > out:
            yield "returns_differ", f"{out} of line {line.id} awaited at most", str(wished)


def _credits(order: Order) -> Iterator[Breach]:
    for authorization in order.returns:
        worth = authorization.credited
        credited = -sum(
            adjustment.amount
            for adjustment in order.adjustments
            if adjustment.source == "return" and adjustment.source_id == authorization.id
        )
        if worth != credited:
            expected, found = (
                amount_for_people(each, order.currency) for each in (worth, credited)
            )
            yield "return_credit_differs", f"{expected} for {authorization.number}", found
