"""Payments as buyers give them: how much, by which method, and what becomes of earlier ones."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

import msgspec

from ringup.domain.changes import AddPayment
from ringup.domain.facts import Facts
from ringup.domain.methods import PaymentMethod
from ringup.domain.money import Minor, NotAnAmount, decimal_text, parsed
from ringup.domain.order import Card, ChildIds, Order, Payment
from ringup.domain.payments.cards import has_expired
from ringup.domain.payments.gift_cards import GiftCard
from ringup.domain.payments.owed import (
    followed,
    invalidated,
    open_payments,
    settled_worth,
    worth,
)
from ringup.domain.payments.prepaid import ALL_ELSE, credit_available, turn, turn_of
from ringup.domain.problems import Invalid, Problem, within

replace = msgspec.structs.replace


class _Way(NamedTuple):
    """How a payment pays: by which method, and of a gift card by which one."""

    method: PaymentMethod
    gift_card: GiftCard | None


def added(order: Order, facts: Facts, change: AddPayment) -> Order:
    """Give a payment, which takes the place of earlier ones that would make it too much.

    The order is priced already. Without an amount it covers what is owed, and the earlier ones
    that are not prepaid go. Raises ``Invalid`` with everything that is wrong at once.
    """
    way = _Way(_method(facts, change), _gift_card(facts, change))
    amount = _amount(order, change)
    most = _most(order, facts, way)
    problems = (
        *_problems_of_card(change, way.method, facts),
        *_problems_of_credit(change, way.method, amount, facts),
        *_problems_of_gift_card(change, way, amount, order.currency, facts.now),
        *_problems_of_amount(change, amount, most, order.currency),
        *_problems_of_need(order, change, most),
    )
    if problems:
        raise Invalid(*problems)
    order = invalidated(order, _replaced(order, facts, way, amount), facts)
    return followed(_with_payment(order, facts, way, change, amount), facts)


def _method(facts: Facts, change: AddPayment) -> PaymentMethod:
    if change.payment_method_id is None:
        field = within(change.field, "payment_method")
        raise Invalid(Problem("", field, "payment_method_required", "can't be blank"))
    method = facts.shop.payment_methods.get(change.payment_method_id)
    if method is None or not method.active or not facts.shop.store.has(method):
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


def _gift_card(facts: Facts, change: AddPayment) -> GiftCard | None:
    cards = facts.gift_cards.values()
    return next((card for card in cards if card.code_hash == change.gift_card), None)


def _most(order: Order, facts: Facts, way: _Way) -> Minor:
    """Tell how much there is to pay: what is taken before stays."""
    kept = worth(p for p in open_payments(order) if _goes_before(p, way, facts))
    return order.totals.total - settled_worth(order) - kept


def _goes_before(payment: Payment, way: _Way, facts: Facts) -> bool:
    """Tell whether a prepaid payment stays as it is beside a new one."""
    its_turn = turn(payment, facts)
    return its_turn < ALL_ELSE and (
        its_turn < turn_of(way.method) or _is_another_gift_card(payment, way)
    )


def _is_another_gift_card(payment: Payment, way: _Way) -> bool:
    new = way.gift_card
    return new is not None and payment.gift_card_id not in {None, new.id}


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


def _problems_of_gift_card(
    change: AddPayment, way: _Way, amount: Minor | None, currency: str, now: datetime
) -> Iterator[Problem]:
    if not way.method.spends_gift_card:
        return
    field, card = within(change.field, "source"), way.gift_card
    if change.gift_card is None:
        yield Problem("", field, "source_required", "can't be blank")
    elif card is None:
        yield Problem("", field, "gift_card_not_found", "is no gift card of this shop")
    elif card.has_expired(now):
        yield Problem("", field, "gift_card_expired", "has expired")
    elif card.currency != currency:
        message = f"is worth {card.currency}, and the order is in {currency}"
        yield Problem("", field, "gift_card_currency", message)
    elif card.balance <= 0 or (amount or 0) > card.balance:
        field = within(change.field, "amount")
        yield Problem("", field, "insufficient_gift_card", "is more than is on the gift card")


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


def _replaced(order: Order, facts: Facts, way: _Way, amount: Minor | None) -> set[int]:
    """Name the open payments that the new one takes the place of.

    Prepaid money replaces what was given of the same, and a payment that covers the rest just
    shrinks beside it; anything else replaces all that is not prepaid, if together they are too
    much.
    """
    most = _most(order, facts, way)
    after = [p for p in open_payments(order) if not _goes_before(p, way, facts)]
    same = {p.id for p in after if _is_the_same(p, way, facts)}
    others = [p for p in after if p.id not in same]
    if turn_of(way.method) < ALL_ELSE:
        others = [p for p in others if not p.covers_rest]
        amount = min(_there_is(way, order, facts), most) if amount is None else amount
    too_much = amount is None or worth(others) + amount > most
    return same | ({p.id for p in others} if too_much else set())


def _is_the_same(payment: Payment, way: _Way, facts: Facts) -> bool:
    """Tell whether an open payment spends the very store credit or gift card of a new one."""
    its_turn = turn(payment, facts)
    return its_turn < ALL_ELSE and its_turn == turn_of(way.method)


def _there_is(way: _Way, order: Order, facts: Facts) -> Minor:
    card = way.gift_card
    return card.pays(order.currency, facts.now) if card else credit_available(facts)


def _with_payment(
    order: Order,
    facts: Facts,
    way: _Way,
    change: AddPayment,
    amount: Minor | None,
) -> Order:
    ids = ChildIds(order)
    card = change.card if way.method.needs_card and isinstance(change.card, Card) else None
    payment = Payment(
        id=next(ids),
        payment_method_id=way.method.id,
        amount=amount or 0,
        covers_rest=amount is None,
        card=card,
        save_card=change.save_card and card is not None,
        gift_card_id=way.gift_card.id if way.gift_card else None,
        created_at=facts.now,
        updated_at=facts.now,
    )
    return replace(order, payments=(*order.payments, payment), last_child=ids.last)
