"""Payments as buyers give them: how much, by which method, and what becomes of earlier ones."""

from collections.abc import Iterator

import msgspec

from ringup.domain.changes import AddPayment
from ringup.domain.facts import Facts, PaymentMethod
from ringup.domain.money import Minor, NotAnAmount, decimal_text, parsed
from ringup.domain.order import Card, ChildIds, Order, Payment
from ringup.domain.payments.cards import has_expired
from ringup.domain.payments.owed import (
    credit_available,
    followed,
    invalidated,
    open_payments,
    settled_worth,
    spends_credit,
    worth,
)
from ringup.domain.problems import Invalid, Problem, within

replace = msgspec.structs.replace


def added(order: Order, facts: Facts, change: AddPayment) -> Order:
    """Give a payment, which takes the place of earlier ones that would make it too much.

    The order is priced already. Without an amount it covers what is owed, and the earlier ones
    that are not store credit go. Raises ``Invalid`` with everything that is wrong at once.
    """
    method = _method(facts, change)
    amount = _amount(order, change)
    most = _most(order, facts, method)
    problems = (
        *_problems_of_card(change, method, facts),
        *_problems_of_credit(change, method, amount, facts),
        *_problems_of_amount(change, amount, most, order.currency),
        *_problems_of_need(order, change, most),
    )
    if problems:
        raise Invalid(*problems)
    order = invalidated(order, _replaced(order, facts, method, amount), facts)
    return followed(_with_payment(order, facts, method, change, amount), facts)


def _method(facts: Facts, change: AddPayment) -> PaymentMethod:
    if change.payment_method_id is None:
        field = within(change.field, "payment_method")
        raise Invalid(Problem("", field, "payment_method_required", "can't be blank"))
    method = facts.shop.payment_methods.get(change.payment_method_id)
    if method is None:
        field = within(change.field, "payment_method_id")
        raise Invalid(Problem("", field, "payment_method_not_found", "does not exist"))
    return method


def _amount(order: Order, change: AddPayment) -> Minor | None:
    if change.amount is None:
        return None
    try:
        return parsed(change.amount, order.currency)
    except NotAnAmount as reason:
        field = within(change.field, "amount")
        raise Invalid(Problem("", field, "amount_invalid", str(reason))) from None


def _most(order: Order, facts: Facts, method: PaymentMethod) -> Minor:
    """Tell how much there is to pay: store credit that was given before stays."""
    credit = (p for p in open_payments(order) if spends_credit(p, facts))
    kept = 0 if method.spends_credit else worth(credit)
    return order.totals.total - settled_worth(order) - kept


def _problems_of_card(change: AddPayment, method: PaymentMethod, facts: Facts) -> Iterator[Problem]:
    field = within(change.field, "source")
    if method.needs_card and not isinstance(change.card, Card):
        yield Problem("", field, "source_required", "can't be blank")
    elif isinstance(change.card, Card) and has_expired(change.card, facts.now.date()):
        yield Problem("", field, "expired_card", "has expired")


def _problems_of_credit(
    change: AddPayment, method: PaymentMethod, amount: Minor | None, facts: Facts
) -> Iterator[Problem]:
    available = credit_available(facts)
    if method.spends_credit and (available <= 0 or (amount or 0) > available):
        field = within(change.field, "amount")
        yield Problem("", field, "insufficient_store_credit", "is more than there is store credit")


def _problems_of_amount(
    change: AddPayment, amount: Minor | None, most: Minor, currency: str
) -> Iterator[Problem]:
    field = within(change.field, "amount")
    if amount is not None and amount <= 0:
        yield Problem("", field, "amount_invalid", "must be greater than 0")
    elif amount is not None and amount > most:
        message = f"must be less than or equal to {decimal_text(most, currency)}"
        yield Problem("", field, "amount_exceeds_owed", message)


def _problems_of_need(order: Order, change: AddPayment, most: Minor) -> Iterator[Problem]:
    """A cart may yet come to something; a placed order that is paid needs no payment."""
    if order.is_complete and change.amount is None and most <= 0:
        field = within(change.field, "amount")
        yield Problem("", field, "amount_exceeds_owed", "can't be: nothing is owed")


def _replaced(order: Order, facts: Facts, method: PaymentMethod, amount: Minor | None) -> set[int]:
    """Name the open payments that the new one takes the place of.

    Store credit replaces earlier store credit, and a payment that covers the rest just shrinks
    beside it; anything else replaces all that is not store credit, if together they are too much.
    """
    most = _most(order, facts, method)
    credit = {p.id for p in open_payments(order) if spends_credit(p, facts)}
    others = [p for p in open_payments(order) if p.id not in credit]
    if method.spends_credit:
        others = [p for p in others if not p.covers_rest]
        amount = min(credit_available(facts), most) if amount is None else amount
    too_much = amount is None or worth(others) + amount > most
    gone = {p.id for p in others} if too_much else set()
    return gone | credit if method.spends_credit else gone


def _with_payment(
    order: Order,
    facts: Facts,
    method: PaymentMethod,
    change: AddPayment,
    amount: Minor | None,
) -> Order:
    ids = ChildIds(order)
    payment = Payment(
        id=next(ids),
        payment_method_id=method.id,
        amount=amount or 0,
        covers_rest=amount is None,
        card=change.card if method.needs_card and isinstance(change.card, Card) else None,
        created_at=facts.now,
        updated_at=facts.now,
    )
    return replace(order, payments=(*order.payments, payment), last_child=ids.last)
