"""Which payments give money back that a buyer is owed: cards first, then store credit, then others.

What came by a card goes back to it before anything else does, so that the buyer has the money
itself; what no gateway can send (a check) somebody must pay out, so it comes last.
"""

from collections.abc import Iterator

from ringup.domain.facts import Facts
from ringup.domain.money import Minor
from ringup.domain.order import Order, Payment
from ringup.domain.payments.deeds import Deed
from ringup.domain.payments.prepaid import is_prepaid, method_of
from ringup.domain.problems import PaymentInProgress


def refunds(order: Order, facts: Facts, most: Minor) -> tuple[tuple[Payment, Deed], ...]:
    """Spread what the shop owes the buyer, at most so much, over what was taken and not given back.

    Raises ``PaymentInProgress`` while a gateway is being asked anything: until it answers, nobody
    knows what is owed.
    """
    owed = min(most, -order.totals.outstanding)
    if owed <= 0:
        return ()
    if any(attempt.state == "open" for attempt in order.attempts):
        raise PaymentInProgress
    return tuple(_spread(order, facts, owed))


def _spread(order: Order, facts: Facts, owed: Minor) -> Iterator[tuple[Payment, Deed]]:
    taken = (payment for payment in order.payments if payment.state == "completed")
    for payment in sorted(taken, key=lambda each: _turn(each, facts)):
        amount = min(owed, payment.captured - payment.refunded)
        if amount > 0:
            owed -= amount
            yield payment, Deed("credit", amount)


def _turn(payment: Payment, facts: Facts) -> tuple[int, int]:
    method = method_of(payment, facts)
    has_card = method is not None and method.needs_card
    return 0 if has_card else 1 if is_prepaid(payment, facts) else 2, payment.id
