"""Payments as buyers give them: how much, by what, and what becomes of earlier ones."""

import pytest
from msgspec.structs import replace

from ringup.domain.changes import AddPayment, GivenCard
from ringup.domain.payments.given import added
from ringup.domain.payments.owed import covered
from ringup.domain.problems import Invalid
from tests.domain.builders import CHECK, CREDIT_CARD, NOW, STORE_CREDIT
from tests.domain.walking import ADA, FACTS, a_card, by_card, standing_in

TOTAL = 21_79
OWED = standing_in("payment", pay=False)
RICH = replace(FACTS, buyer=ADA)
POOR = replace(FACTS, buyer=replace(ADA, store_credit=10_00))
BY_CHECK = AddPayment(payment_method_id=CHECK)
BY_CREDIT = AddPayment(payment_method_id=STORE_CREDIT)


def pay(order, *changes, facts=FACTS):
    for change in changes:
        order = added(order, facts, change)
    return order


def found(order):
    return [(p.payment_method_id, p.amount, p.state) for p in order.payments]


def refusal(change, order=OWED, facts=FACTS):
    with pytest.raises(Invalid) as refused:
        added(order, facts, change)
    return [(p.field, p.code, p.message) for p in refused.value.problems]


def amount(text, method=CHECK, **fields):
    return AddPayment(payment_method_id=method, amount=text, **fields)


def test_a_payment_without_an_amount_covers_what_is_owed():
    (payment,) = pay(OWED, by_card()).payments
    assert (payment.amount, payment.covers_rest, payment.state) == (TOTAL, True, "checkout")
    assert (payment.card, payment.created_at) == (a_card(), NOW)


def test_a_payment_of_an_amount_stays_at_it():
    (payment,) = pay(OWED, amount("5.00")).payments
    assert (payment.amount, payment.covers_rest) == (5_00, False)


def test_a_method_is_needed():
    blank = [("payments.payment_method", "payment_method_required", "can't be blank")]
    assert refusal(AddPayment(payment_method_id=None)) == blank


def test_an_unknown_method_is_named():
    unknown = [("payments.payment_method_id", "payment_method_not_found", "does not exist")]
    assert refusal(AddPayment(payment_method_id=999)) == unknown


def test_a_card_method_needs_a_card():
    missing = [("payments.source", "source_required", "can't be blank")]
    assert refusal(by_card(card=None)) == missing
    assert refusal(by_card(card=GivenCard(number="4111111111111111"))) == missing


def test_an_expired_card_is_refused():
    expired = [("payments.source", "expired_card", "has expired")]
    assert refusal(by_card(card=a_card(month=10, year=2026))) == expired


def test_a_card_given_to_a_method_without_cards_is_not_kept():
    (payment,) = pay(OWED, AddPayment(payment_method_id=CHECK, card=a_card())).payments
    assert payment.card is None


@pytest.mark.parametrize(
    "text, code, message",
    [
        ("0", "amount_invalid", "must be greater than 0"),
        ("-1.50", "amount_invalid", "must be greater than 0"),
        ("abc", "amount_invalid", "is not a number"),
        ("1.001", "amount_invalid", "has more decimals than USD has (2)"),
        ("21.80", "amount_exceeds_owed", "must be less than or equal to 21.79"),
    ],
)
def test_an_amount_is_more_than_nothing_and_no_more_than_is_owed(text, code, message):
    assert refusal(amount(text)) == [("payments.amount", code, message)]
    assert refusal(amount(text, field="")) == [("amount", code, message)]


def test_all_that_is_wrong_is_told_at_once():
    change = AddPayment(payment_method_id=CREDIT_CARD, amount="99.00")
    codes = [code for _, code, _ in refusal(change)]
    assert codes == ["source_required", "amount_exceeds_owed"]


def test_another_payment_of_everything_takes_the_earlier_ones_place():
    order = pay(OWED, by_card(), BY_CHECK)
    assert found(order) == [(CREDIT_CARD, TOTAL, "invalid"), (CHECK, TOTAL, "checkout")]


def test_a_total_may_be_split_by_amounts():
    order = pay(OWED, amount("10.00"), amount("11.79"))
    assert found(order) == [(CHECK, 10_00, "checkout"), (CHECK, 11_79, "checkout")]
    assert covered(order) == TOTAL


def test_what_would_be_too_much_together_takes_the_earlier_ones_place():
    order = pay(OWED, amount("10.00"), amount("5.00"), amount("11.80"))
    assert found(order) == [
        (CHECK, 10_00, "invalid"),
        (CHECK, 5_00, "invalid"),
        (CHECK, 11_80, "checkout"),
    ]


def test_a_part_takes_the_place_of_an_earlier_payment_of_everything():
    order = pay(OWED, by_card(), amount("5.00"))
    assert found(order) == [(CREDIT_CARD, TOTAL, "invalid"), (CHECK, 5_00, "checkout")]


def test_money_that_was_authorized_already_is_not_asked_for_again():
    order = pay(OWED, amount("10.00"))
    authorized = replace(order.payments[0], state="pending")
    order = pay(replace(order, payments=(authorized,)), BY_CHECK)
    assert found(order) == [(CHECK, 10_00, "pending"), (CHECK, 11_79, "checkout")]


def test_store_credit_covers_what_it_reaches():
    assert found(pay(OWED, BY_CREDIT, facts=RICH)) == [(STORE_CREDIT, TOTAL, "checkout")]
    assert found(pay(OWED, BY_CREDIT, facts=POOR)) == [(STORE_CREDIT, 10_00, "checkout")]


@pytest.mark.parametrize("changes", [(BY_CREDIT, by_card()), (by_card(), BY_CREDIT)])
def test_a_card_covers_what_store_credit_leaves_in_whatever_order_they_come(changes):
    order = pay(OWED, *changes, facts=POOR)
    assert sorted(found(order)) == [
        (CREDIT_CARD, 11_79, "checkout"),
        (STORE_CREDIT, 10_00, "checkout"),
    ]


def test_store_credit_takes_the_place_of_earlier_store_credit():
    order = pay(OWED, BY_CREDIT, amount("3.00", STORE_CREDIT), facts=POOR)
    assert found(order) == [(STORE_CREDIT, 10_00, "invalid"), (STORE_CREDIT, 3_00, "checkout")]


def test_an_amount_beside_store_credit_is_at_most_the_rest():
    order = pay(OWED, BY_CREDIT, facts=POOR)
    (problem,) = refusal(amount("12.00"), order, POOR)
    assert problem[1:] == ("amount_exceeds_owed", "must be less than or equal to 11.79")


@pytest.mark.parametrize(
    "change, facts", [(BY_CREDIT, FACTS), (amount("10.01", STORE_CREDIT), POOR)]
)
def test_no_more_store_credit_is_spent_than_there_is(change, facts):
    (problem,) = refusal(change, facts=facts)
    assert problem[:2] == ("payments.amount", "insufficient_store_credit")
