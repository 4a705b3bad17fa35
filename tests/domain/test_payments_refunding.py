"""Which payments give back what a buyer is owed, and how much of it."""

from datetime import timedelta

import msgspec
import pytest

from ringup.domain.completion import ToAsk, attempted
from ringup.domain.order import Adjustment, Payment
from ringup.domain.payments.refunding import refunds
from ringup.domain.pricing.totals import totalled
from ringup.domain.problems import PaymentInProgress
from tests.domain.builders import (
    CHECK,
    CREDIT_CARD,
    EARLIER,
    NOW,
    STORE_CREDIT,
    TOTE,
    demo_shop,
    facts_of,
)
from tests.domain.parcels import a_placed_order

replace = msgspec.structs.replace
FACTS = facts_of(demo_shop())


def a_payment(number, method, captured, **fields):
    known = {
        "amount": captured,
        "captured": captured,
        "state": "completed",
        "created_at": EARLIER,
        "updated_at": EARLIER,
    }
    return Payment(id=number, payment_method_id=method, **(known | fields))


def an_order_owed(owed, *payments):
    """An order that its payments pay for, and so much too much."""
    order = a_placed_order((TOTE, 1), shipping=[0])
    total = sum(payment.captured - payment.refunded for payment in payments)
    credit = Adjustment(
        id=900,
        source="return",
        label="Return",
        amount=total - owed - order.totals.total,
        created_at=EARLIER,
        updated_at=EARLIER,
    )
    return totalled(replace(order, payments=payments, adjustments=(credit,)))


def planned(order, most):
    return [(payment.id, deed.kind, deed.amount) for payment, deed in refunds(order, FACTS, most)]


def test_money_goes_back_to_cards_then_to_store_credit_then_to_what_somebody_pays_out():
    check, credit = a_payment(1, CHECK, 5_00), a_payment(2, STORE_CREDIT, 4_00)
    cards = a_payment(3, CREDIT_CARD, 3_00), a_payment(4, CREDIT_CARD, 2_00)
    order = an_order_owed(10_00, check, credit, *cards)
    assert planned(order, 10_00) == [
        (3, "credit", 3_00),
        (4, "credit", 2_00),
        (2, "credit", 4_00),
        (1, "credit", 1_00),
    ]


def test_no_more_is_given_back_than_is_asked_for_than_is_owed_and_than_was_taken():
    once = a_payment(1, CREDIT_CARD, 20_00, refunded=15_00)
    order = an_order_owed(4_00, once, a_payment(2, CREDIT_CARD, 10_00))
    assert planned(order, 3_00) == [(1, "credit", 3_00)]
    assert planned(order, 9_00) == [(1, "credit", 4_00)]
    assert planned(an_order_owed(8_00, *order.payments), 9_00)[0] == (1, "credit", 5_00)


@pytest.mark.parametrize("owed", [0, -5_00])
def test_whom_nothing_is_owed_gets_nothing_back(owed):
    assert planned(an_order_owed(owed, a_payment(1, CREDIT_CARD, 20_00)), 9_00) == []


@pytest.mark.parametrize("state", ["checkout", "pending", "failed", "void", "invalid"])
def test_only_what_was_taken_is_given_back(state):
    other = a_payment(1, CREDIT_CARD, 0, amount=20_00, state=state)
    order = an_order_owed(5_00, other, a_payment(2, CREDIT_CARD, 20_00))
    assert planned(order, 5_00) == [(2, "credit", 5_00)]


def test_while_a_gateway_is_being_asked_nobody_knows_what_is_owed():
    order = an_order_owed(5_00, a_payment(1, CREDIT_CARD, 20_00))
    asked = attempted(order, ToAsk(payment_id=1, kind="credit", key="k", amount=1_00), NOW)
    with pytest.raises(PaymentInProgress):
        refunds(asked, FACTS, 5_00)
    assert asked.attempts[0].due_at > NOW + timedelta(seconds=1)
