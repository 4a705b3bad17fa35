"""Changing what a payment is over, as an admin may while nothing of it was taken."""

import msgspec

from ringup.domain.changes import SetPaymentAmount
from ringup.domain.facts import Facts
from ringup.domain.money import Minor, decimal_text
from ringup.domain.order import Order, Payment
from ringup.domain.payments.deeds import amount_of, check_free
from ringup.domain.payments.owed import followed, settled_worth, worth
from ringup.domain.payments.prepaid import reaches
from ringup.domain.problems import Invalid, NotFound, Problem, Refusal

replace = msgspec.structs.replace

EDITABLE = frozenset({"checkout", "pending"})


class NotEditable(Refusal):
    """The payment was processed, or came to nothing; what it is over is history."""

    code = "payment_not_editable"

    def __init__(self, state: str) -> None:
        """Take the payment's state."""
        super().__init__(f"This payment cannot be updated because it is {state}.")


def amount_set(order: Order, facts: Facts, change: SetPaymentAmount) -> Order:
    """Have a payment be over another amount: at most what is owed, and what was reserved.

    Raises ``NotFound`` for a payment that is not the order's, ``NotEditable``, ``Invalid``, and
    ``PaymentInProgress`` while a gateway is being asked about it.
    """
    payment = next((each for each in order.payments if each.id == change.payment_id), None)
    if payment is None:
        raise NotFound
    check_free(order, payment)
    if payment.state not in EDITABLE:
        raise NotEditable(payment.state)
    amount = amount_of(order, change.amount)
    most = _most(order, facts, payment)
    if amount > most:
        text = f"must be less than or equal to {decimal_text(most, order.currency)}"
        raise Invalid(Problem("", "amount", "amount_exceeds_owed", text))
    changed = replace(payment, amount=amount, covers_rest=False, updated_at=facts.now)
    payments = tuple(changed if each.id == payment.id else each for each in order.payments)
    return followed(replace(order, payments=payments), facts)


def _most(order: Order, facts: Facts, payment: Payment) -> Minor:
    settled = () if payment.state == "checkout" else (payment,)
    owed = order.totals.total - settled_worth(order) + worth(settled)
    most = min(owed, _reserved(order, payment)) if settled else owed
    return reaches(payment, order, facts, most)


def _reserved(order: Order, payment: Payment) -> Minor:
    """Tell how much a gateway has agreed to; a rest left by a capture is over what it is over."""
    asked = (a for a in order.attempts if a.payment_id == payment.id and a.state == "approved")
    amounts = [attempt.amount for attempt in asked if attempt.kind == "authorize"]
    return max([payment.amount, *amounts])
