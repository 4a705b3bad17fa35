"""How it is paid for: left when the payments given come to the total, neither less nor more."""

from ringup.domain.checkout.step import Step
from ringup.domain.facts import Facts
from ringup.domain.money import decimal_text
from ringup.domain.order import Order
from ringup.domain.payments.cards import has_expired
from ringup.domain.payments.owed import (
    counting,
    covered,
    open_payments,
    worth,
)
from ringup.domain.payments.prepaid import (
    credit_available,
    left_on_gift_card,
    method_of,
    spends_credit,
)
from ringup.domain.problems import Problem


def something_is_owed(order: Order, facts: Facts) -> bool:
    """What costs nothing needs no payment."""
    del facts
    return order.totals.total > 0


def has_payment(order: Order, facts: Facts) -> Problem | None:
    """Some payment was given."""
    del facts
    if counting(order):
        return None
    return Problem("payment", "payments", "payment_required", "No payment found")


def payments_cover_total(order: Order, facts: Facts) -> Problem | None:
    """The payments come to the total."""
    del facts
    paid, total = covered(order), order.totals.total
    if paid == total or not counting(order):
        return None
    texts = (decimal_text(amount, order.currency) for amount in (paid, total))
    message = "of {} do not cover the total of {}".format(*texts)
    return Problem("payment", "payments", "payments_do_not_cover", message)


def methods_still_offered(order: Order, facts: Facts) -> Problem | None:
    """The shop still takes every payment that was given."""
    if all(method_of(payment, facts) for payment in open_payments(order)):
        return None
    message = "use a payment method that is no longer offered"
    return Problem("payment", "payments", "payment_method_not_found", message)


def cards_still_valid(order: Order, facts: Facts) -> Problem | None:
    """No card has expired since it was given."""
    today = facts.now.date()
    cards = (payment.card for payment in open_payments(order))
    if not any(card is not None and has_expired(card, today) for card in cards):
        return None
    return Problem("payment", "payments", "expired_card", "use a card that has expired")


def credit_still_there(order: Order, facts: Facts) -> Problem | None:
    """The buyer still has the store credit that was given."""
    spent = worth(p for p in open_payments(order) if spends_credit(p, facts))
    if spent <= max(credit_available(facts), 0):
        return None
    message = "use more store credit than there is"
    return Problem("payment", "payments", "insufficient_store_credit", message)


def gift_cards_still_worth_it(order: Order, facts: Facts) -> Problem | None:
    """What was given of gift cards is still on them."""
    given = [p for p in open_payments(order) if p.gift_card_id is not None]
    if all(payment.amount <= left_on_gift_card(payment, order, facts) for payment in given):
        return None
    message = "use more than is left on a gift card"
    return Problem("payment", "payments", "insufficient_gift_card", message)


def total_changed(before: Order, after: Order) -> bool:
    """The buyer agreed to pay another amount."""
    return before.totals.total != after.totals.total


def share_changed(before: Order, after: Order) -> bool:
    """A payment that the buyer agreed to is over another amount.

    So it is when the store credit beside it was spent on another order meanwhile.
    """
    agreed = {payment.id: payment.amount for payment in open_payments(before)}
    return any(agreed.get(p.id, p.amount) != p.amount for p in open_payments(after))


STEP = Step(
    name="payment",
    leaving=(
        has_payment,
        payments_cover_total,
        methods_still_offered,
        cards_still_valid,
        credit_still_there,
        gift_cards_still_worth_it,
    ),
    applies=something_is_owed,
    redo=(total_changed, share_changed),
)
