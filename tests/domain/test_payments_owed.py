"""What payments cover, and how those that cover the rest follow the total."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ringup.domain.payments.owed import covered, followed, without_open_payments
from tests.domain.builders import CHECK, CREDIT_CARD, NOW, STORE_CREDIT
from tests.domain.walking import ADA, FACTS, standing_in

PAID = standing_in("confirm")
BASE = PAID.payments[0]
RICH = replace(FACTS, buyer=ADA)


def owing(total, *payments):
    return replace(PAID, totals=replace(PAID.totals, total=total), payments=payments)


def a_payment(number, amount, **fields):
    known = {"id": number, "amount": amount, "covers_rest": False, "payment_method_id": CHECK}
    return replace(BASE, **(known | fields))


def test_failed_void_and_invalid_payments_cover_nothing():
    states = ("checkout", "processing", "pending", "completed", "failed", "void", "invalid")
    payments = (a_payment(i, 10**i, state=state) for i, state in enumerate(states))
    assert covered(owing(0, *payments)) == 11_11


def test_what_was_given_back_covers_nothing():
    refunded = a_payment(1, 10_00, state="completed", refunded=4_00)
    assert covered(owing(10_00, refunded)) == 6_00


def test_the_payment_of_the_rest_follows_the_total():
    order = followed(owing(30_00, BASE), FACTS)
    assert order.payments == (replace(BASE, amount=30_00, updated_at=NOW),)


def test_what_does_not_change_keeps_its_time():
    order = owing(BASE.amount, BASE)
    assert followed(order, replace(FACTS, now=NOW.replace(year=2027))) == order


def test_it_covers_what_fixed_payments_leave_and_never_less_than_nothing():
    fixed = a_payment(1, 10_00)
    assert followed(owing(30_00, fixed, BASE), FACTS).payments[1].amount == 20_00
    assert followed(owing(5_00, fixed, BASE), FACTS).payments[1].amount == 0


def test_a_processed_payment_follows_nothing():
    asked = replace(BASE, state="processing")
    assert followed(owing(30_00, asked), FACTS).payments == (asked,)


def test_store_credit_goes_first():
    credit = replace(BASE, id=2, payment_method_id=STORE_CREDIT)
    order = followed(owing(70_00, BASE, credit), RICH)
    assert [p.amount for p in order.payments] == [20_00, 50_00]
    order = followed(owing(30_00, BASE, credit), RICH)
    assert [p.amount for p in order.payments] == [0, 30_00]


def test_taking_open_payments_back_leaves_authorized_ones_alone():
    pending = a_payment(1, 5_00, state="pending")
    order = without_open_payments(owing(30_00, pending, BASE), FACTS)
    assert [p.state for p in order.payments] == ["pending", "invalid"]


@given(
    total=st.integers(0, 10**6),
    fixed=st.lists(st.integers(1, 10**5), max_size=3),
    credit=st.booleans(),
)
def test_following_covers_the_total_exactly_unless_fixed_payments_are_too_much(
    total, fixed, credit
):
    payments = [a_payment(i, amount) for i, amount in enumerate(fixed)]
    payments.append(replace(BASE, id=90, payment_method_id=CREDIT_CARD))
    if credit:
        payments.append(replace(BASE, id=91, payment_method_id=STORE_CREDIT))
    order = followed(owing(total, *payments), RICH)
    assert covered(order) == max(total, sum(fixed))
    assert followed(order, RICH) == order
