"""What becomes of an order between ``confirm`` and ``complete``."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from ringup.domain import completion
from ringup.domain.completion import Answer, ToAsk
from ringup.domain.order import Order, Payment
from tests.domain.builders import (
    CHECK,
    CREDIT_CARD,
    EARLIER,
    NOW,
    STORE_CREDIT,
    TOTE,
    an_order,
    demo_shop,
    facts_of,
)

TOTAL = 20_99


def a_payment(order_id: int, amount: int, method: int = CREDIT_CARD) -> Payment:
    return Payment(
        id=(1 << 22) | order_id,
        payment_method_id=method,
        amount=amount,
        created_at=EARLIER,
        updated_at=EARLIER,
    )


def an_order_paid_by(*payments: Payment) -> Order:
    order = an_order(TOTE, shipping=[5_00], state="confirm")
    totals = replace(order.totals, item_total=15_99, ship_total=5_00, total=TOTAL)
    return replace(order, payments=payments, totals=totals, last_child=200)


CARD = a_payment(101, TOTAL)


def being_placed(*payments: Payment) -> Order:
    order = an_order_paid_by(*payments)
    asks = [
        ToAsk(payment_id=p.id, kind="authorize", key=f"key-{p.id}")
        for p in payments
        if p.payment_method_id == CREDIT_CARD
    ]
    return completion.prepared(order, asks, NOW)


def answers(order: Order, *given: Answer | None) -> dict[int, Answer]:
    pairs = zip(order.attempts, given, strict=True)
    return {attempt.id: answer for attempt, answer in pairs if answer is not None}


APPROVED = Answer(reference="ch_1", avs="D")
DECLINED = Answer(decline="card_declined", message="Your card was declined.")


def test_preparing_writes_down_what_will_be_asked_before_it_is_asked() -> None:
    order = being_placed(CARD)
    (attempt,) = order.attempts
    assert order.placing
    assert order.state == "confirm"
    assert (attempt.payment_id, attempt.kind, attempt.key) == (
        CARD.id,
        "authorize",
        f"key-{CARD.id}",
    )
    assert (attempt.state, attempt.amount) == ("open", TOTAL)
    assert attempt.due_at - attempt.started_at == timedelta(seconds=30)
    assert order.payments[0].state == "processing"


def test_an_authorized_payment_places_the_order_and_leaves_the_money_to_be_captured() -> None:
    before = being_placed(CARD)
    order = completion.settled(before, answers(before, APPROVED), NOW)
    assert (order.state, order.placing, order.completed_at) == ("complete", False, NOW)
    assert (order.payment_state, order.totals.payment_total) == ("balance_due", 0)
    assert (order.payments[0].state, order.payments[0].response_code) == ("pending", "ch_1")


def test_a_purchase_pays_the_order_at_once() -> None:
    order = completion.prepared(
        an_order_paid_by(CARD), [ToAsk(payment_id=CARD.id, kind="purchase", key="k")], NOW
    )
    done = completion.settled(order, answers(order, replace(APPROVED, captured=True)), NOW)
    assert (done.payment_state, done.totals.payment_total) == ("paid", TOTAL)
    assert done.payments[0].state == "completed"


def test_a_decline_sends_the_order_back_to_payment_with_the_reason() -> None:
    before = being_placed(CARD)
    order = completion.settled(before, answers(before, DECLINED), NOW)
    assert (order.state, order.placing, order.completed_at) == ("payment", False, None)
    assert order.payments[0].state == "failed"
    refused = completion.refusal(order)
    assert refused is not None
    assert (refused.decline, refused.decline_message) == (
        "card_declined",
        "Your card was declined.",
    )
    assert completion.to_be_voided(before, order) == ()


def test_an_unknown_answer_leaves_the_order_being_placed() -> None:
    before = being_placed(CARD)
    order = completion.settled(before, answers(before, None), NOW)
    assert order == before


def test_to_settle_twice_is_to_settle_once() -> None:
    before = being_placed(CARD)
    given = answers(before, APPROVED)
    once = completion.settled(before, given, NOW)
    late = NOW + timedelta(minutes=5)
    assert completion.settled(once, given, late) == once
    assert completion.settled(once, answers(before, DECLINED), late) == once


def test_what_went_through_is_voided_when_another_payment_was_declined() -> None:
    first, second = a_payment(101, 10_00), a_payment(102, 10_99)
    before = being_placed(first, second)
    order = completion.settled(before, answers(before, APPROVED, DECLINED), NOW)
    assert order.state == "payment"
    assert [payment.id for payment in completion.to_be_voided(before, order)] == [first.id]


def test_a_payment_nobody_was_asked_for_can_be_asked_for_again() -> None:
    first, second = a_payment(101, 10_00), a_payment(102, 10_99)
    before = being_placed(first, second)
    order = completion.settled(before, answers(before, DECLINED, Answer(asked=False)), NOW)
    assert [payment.state for payment in order.payments] == ["failed", "checkout"]
    assert [attempt.state for attempt in order.attempts] == ["declined", "given_up"]
    assert completion.to_be_voided(before, order) == ()


def test_a_payment_given_up_in_doubt_is_failed_and_voided_by_its_key() -> None:
    before = being_placed(CARD)
    order = completion.settled(before, answers(before, Answer(asked=False, certain=False)), NOW)
    assert order.state == "payment"
    assert order.payments[0].state == "failed"
    assert [payment.id for payment in completion.to_be_voided(before, order)] == [CARD.id]


@pytest.mark.parametrize(
    "undone", [Answer(reference="void_1"), Answer(decline="invalid_request", message="No charge.")]
)
def test_what_becomes_of_voiding_a_failed_payment_is_no_news_to_its_buyer(undone: Answer) -> None:
    before = being_placed(CARD)
    back = completion.settled(before, answers(before, Answer(asked=False, certain=False)), NOW)
    [payment] = completion.to_be_voided(before, back)
    voiding = completion.attempted(back, ToAsk(payment_id=payment.id, kind="void", key="v"), NOW)
    done = completion.settled(voiding, {voiding.attempts[-1].id: undone}, NOW)
    refused = completion.refusal(done)
    assert refused is not None
    assert (refused.decline, refused.decline_message) == (
        "processing_error",
        "The payment could not be confirmed.",
    )
    assert [attempt.state for attempt in done.attempts] == [
        "given_up",
        "approved" if undone.approved else "declined",
    ]


def test_a_late_first_answer_does_not_place_an_order_whose_second_payment_was_never_asked() -> None:
    first, second = a_payment(101, 10_00), a_payment(102, 10_99)
    before = being_placed(first, second)
    halfway = completion.settled(before, answers(before, None, Answer(asked=False)), NOW)
    assert halfway.placing
    order = completion.settled(halfway, {halfway.attempts[0].id: APPROVED}, NOW)
    assert (order.state, order.placing) == ("payment", False)
    assert [payment.id for payment in completion.to_be_voided(halfway, order)] == [first.id]


def test_an_earlier_decline_does_not_stand_in_the_way_of_a_new_payment() -> None:
    before = being_placed(CARD)
    back = completion.settled(before, answers(before, DECLINED), NOW)
    another = a_payment(103, TOTAL)
    again = replace(back, payments=(*back.payments, another))
    prepared = completion.prepared(
        again, [ToAsk(payment_id=another.id, kind="authorize", key="again")], NOW
    )
    order = completion.settled(prepared, {prepared.attempts[-1].id: APPROVED}, NOW)
    assert order.state == "complete"
    assert [payment.state for payment in order.payments] == ["failed", "pending"]


def test_a_check_needs_no_gateway_to_place_an_order() -> None:
    order = completion.placed(an_order_paid_by(a_payment(101, TOTAL, CHECK)), NOW)
    assert (order.state, order.payment_state) == ("complete", "balance_due")
    assert order.payments[0].state == "checkout"


def test_store_credit_is_spent_with_the_order_and_returned_without_it() -> None:
    credit, card = a_payment(101, 10_00, STORE_CREDIT), a_payment(102, 10_99)
    shop = demo_shop()
    method = replace(shop.payment_methods[STORE_CREDIT], spends_credit=True)
    facts = facts_of(replace(shop, payment_methods={**shop.payment_methods, STORE_CREDIT: method}))
    spent = completion.prepaid_spent(an_order_paid_by(credit, card), facts)
    assert spent.payments[0].state == "completed"
    assert completion.credit_in_use(spent, facts) == 10_00
    before = completion.prepared(spent, [ToAsk(payment_id=card.id, kind="authorize", key="k")], NOW)
    order = completion.settled(before, answers(before, DECLINED), NOW)
    returned = completion.prepaid_returned(order, facts)
    assert completion.credit_in_use(returned, facts) == 0
    assert [payment.state for payment in returned.payments] == ["checkout", "failed"]


def test_a_partial_capture_leaves_the_rest_reserved_as_a_payment_of_its_own() -> None:
    before = being_placed(CARD)
    order = completion.settled(before, answers(before, APPROVED), NOW)
    ask = ToAsk(payment_id=CARD.id, kind="capture", key="cap", amount=5_00)
    asked = completion.attempted(order, ask, NOW)
    assert asked.payments[0].state == "pending"
    done = completion.settled(asked, {asked.attempts[-1].id: Answer(reference="cap_1")}, NOW)
    taken, rest = done.payments
    assert (taken.state, taken.amount, taken.captured) == ("completed", 5_00, 5_00)
    assert (rest.state, rest.amount, rest.captured) == ("pending", TOTAL - 5_00, 0)
    assert rest.response_code == "ch_1"
    assert done.payment_state == "balance_due"


def test_a_refused_capture_leaves_the_authorization_as_it_was() -> None:
    before = being_placed(CARD)
    order = completion.settled(before, answers(before, APPROVED), NOW)
    asked = completion.attempted(order, ToAsk(payment_id=CARD.id, kind="capture", key="c"), NOW)
    done = completion.settled(asked, {asked.attempts[-1].id: DECLINED}, NOW)
    assert (done.payments[0].state, done.payments[0].captured) == ("pending", 0)
    assert done.state == "complete"


def test_a_voided_capture_gives_back_what_was_taken() -> None:
    paid = replace(CARD, state="completed", captured=TOTAL, response_code="ch_1")
    order = completion.placed(an_order_paid_by(paid), NOW)
    assert order.payment_state == "paid"
    asked = completion.attempted(order, ToAsk(payment_id=CARD.id, kind="void", key="v"), NOW)
    done = completion.settled(asked, {asked.attempts[-1].id: Answer(reference="re_1")}, NOW)
    assert (done.payments[0].state, done.payments[0].refunded) == ("void", TOTAL)
    assert (done.totals.payment_total, done.payment_state) == (0, "balance_due")
