"""What the payments of an order cover, and what is left for those that cover the rest."""

from collections.abc import Iterable

import msgspec

from ringup.domain.facts import Facts
from ringup.domain.money import Minor
from ringup.domain.order import Order, Payment
from ringup.domain.payments.prepaid import reaches, turn
from ringup.domain.payments.states import moved

replace = msgspec.structs.replace

COUNTING = frozenset({"checkout", "processing", "pending", "completed"})
"""The states of payments that count: failed, void and invalid ones pay for nothing."""


def counting(order: Order) -> tuple[Payment, ...]:
    """Give the payments that pay for something, or will."""
    return tuple(payment for payment in order.payments if payment.state in COUNTING)


def open_payments(order: Order) -> tuple[Payment, ...]:
    """Give the payments that are given but not yet asked for."""
    return tuple(payment for payment in order.payments if payment.state == "checkout")


def covered(order: Order) -> Minor:
    """Sum up what the payments cover, those included that are still to be asked for."""
    return worth(counting(order))


def worth(payments: Iterable[Payment]) -> Minor:
    """Sum payments up, less what was given back."""
    return sum(payment.amount - payment.refunded for payment in payments)


def settled_worth(order: Order) -> Minor:
    """Sum up what was authorized or taken already, or is being asked for."""
    return worth(payment for payment in counting(order) if payment.state != "checkout")


def followed(order: Order, facts: Facts) -> Order:
    """Let the open payments that cover the rest follow what the order now owes.

    Gift cards go first and then store credit, as far as they reach; one card or check takes what
    is left.
    """
    following = [p for p in open_payments(order) if p.covers_rest]
    if not following:
        return order
    left = order.totals.total - (covered(order) - worth(following))
    amounts: dict[int, Minor] = {}
    for payment in sorted(following, key=lambda p: turn(p, facts)):
        amounts[payment.id] = reaches(payment, order, facts, left)
        left -= amounts[payment.id]
    payments = tuple(
        _of_amount(payment, amounts.get(payment.id, payment.amount), facts)
        for payment in order.payments
    )
    return replace(order, payments=payments)


def without_open_payments(order: Order, facts: Facts) -> Order:
    """Take back every payment that was given but not yet asked for."""
    return invalidated(order, {payment.id for payment in open_payments(order)}, facts)


def invalidated(order: Order, payment_ids: set[int], facts: Facts) -> Order:
    """Make these payments ``invalid``: others took their place."""
    payments = tuple(
        replace(p, state=moved(p.state, "invalidate"), updated_at=facts.now)
        if p.id in payment_ids
        else p
        for p in order.payments
    )
    return replace(order, payments=payments)


def _of_amount(payment: Payment, amount: Minor, facts: Facts) -> Payment:
    if payment.amount == amount:
        return payment
    return replace(payment, amount=amount, updated_at=facts.now)
