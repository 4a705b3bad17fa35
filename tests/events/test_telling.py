"""What is told of a difference between two orders, one rule a test."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from ringup.domain.order import Card, Order, Payment, PaymentAttempt, Shipment, ShipmentItem
from ringup.services.history.telling import told
from ringup.services.history.types import TYPES

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
DATED: Any = {"created_at": NOW, "updated_at": NOW}
replace = msgspec.structs.replace

ORDER = Order(id=1, store_id=1, currency="USD", token_hash=bytes(32), **DATED)
PLACED = replace(ORDER, state="complete", completed_at=NOW)
CARD = Card(brand="visa", last_digits="1111", month=1, year=2030, name="Ada", token="tok_1")
PAYMENT = Payment(id=11, payment_method_id=1, amount=2179, card=CARD, **DATED)
ATTEMPT = PaymentAttempt(
    id=12, payment_id=11, kind="authorize", key="k", amount=2179, started_at=NOW, due_at=NOW
)
SHIPMENT = Shipment(id=21, stock_location_id=1, **DATED)


def types(before, after):
    events = told(before, after, "key:7")
    for event in events:
        assert event.actor == "key:7"
        assert set(event.data) == set(TYPES[event.type].data), event
    return [event.type for event in events]


def data(before, after):
    [event] = told(before, after, "key:7")
    return event.data


def paid(**changes):
    return replace(PLACED, payments=(replace(PAYMENT, **changes),))


def asked(order=ORDER, **changes):
    return replace(order, attempts=(replace(ATTEMPT, **changes),))


def sent(**changes):
    return replace(PLACED, shipments=(replace(SHIPMENT, **changes),))


def test_nothing_is_told_of_what_did_not_change():
    assert types(PLACED, PLACED) == []
    assert types(PLACED, replace(PLACED)) == []


def test_saving_a_new_order_tells_what_it_began_with():
    begun = replace(ORDER, email="a@example.com", payments=(PAYMENT,))
    assert types(None, begun) == ["order.created", "order.changed", "payment.added"]


@pytest.mark.parametrize(
    "before, after, kind",
    [
        ("cart", "address", "order.advanced"),
        ("confirm", "payment", "order.sent_back"),
        ("delivery", "cart", "order.sent_back"),
    ],
)
def test_a_step_on_and_a_step_back_are_told_apart(before, after, kind):
    order = replace(ORDER, state=before)
    assert types(order, replace(order, state=after)) == [kind]
    assert data(order, replace(order, state=after)) == {"from": before, "to": after}


def test_completing_is_one_event():
    order = replace(ORDER, state="confirm")
    assert types(order, replace(order, state="complete", completed_at=NOW)) == ["order.completed"]


def test_a_cancellation_and_taking_it_back_are_told():
    canceled = replace(PLACED, state="canceled", canceled_at=NOW)
    assert types(PLACED, canceled) == ["order.canceled"]
    assert types(canceled, replace(canceled, state="resumed", canceled_at=None)) == [
        "order.resumed"
    ]
    assert types(PLACED, replace(PLACED, state="returned")) == ["order.moved"]


def test_of_personal_fields_only_their_names_are_told():
    changed = replace(ORDER, email="a@example.com", special_instructions="Ring", user_id=7)
    assert data(ORDER, changed) == {
        "fields": ["email", "special_instructions", "user_id"],
        "from": {"user_id": None},
        "to": {"user_id": 7},
    }


@pytest.mark.parametrize(
    "state, kind",
    [
        ("pending", "payment.authorized"),
        ("completed", "payment.captured"),
        ("failed", "payment.failed"),
        ("void", "payment.voided"),
        ("invalid", "payment.invalidated"),
    ],
)
def test_what_becomes_of_a_payment_is_told_once(state, kind):
    assert types(paid(), paid(state=state)) == [kind]
    assert types(paid(state=state), paid(state=state, response_code="x")) == []


def test_a_payment_that_is_processed_is_told_by_what_was_asked():
    before = asked(paid())
    assert types(paid(), asked(paid(state="processing"))) == ["payment.requested"]
    assert types(before, asked(paid(), due_at=NOW + timedelta(1))) == ["payment.asked_again"]
    given_up = asked(paid(), state="given_up")
    assert types(asked(paid(state="processing")), given_up) == [
        "payment.unanswered",
        "payment.reopened",
    ]


def test_a_refused_capture_is_told_of_the_payment_that_stands():
    pending = paid(state="pending", response_code="x")
    refused = replace(pending, payments=(replace(pending.payments[0], decline="expired_card"),))
    before, after = asked(pending, kind="capture"), asked(refused, kind="capture", state="declined")
    assert types(before, after) == ["payment.refused"]
    assert data(before, after)["decline"] == "expired_card"


def test_a_declined_payment_is_told_as_failed_alone():
    before = asked(paid(state="processing"))
    assert types(before, asked(paid(state="failed"), state="declined")) == ["payment.failed"]


def test_money_given_back_is_told_with_how_much_just_now():
    before = paid(state="completed", captured=2179, refunded=500)
    after = paid(state="completed", captured=2179, refunded=700)
    assert types(before, after) == ["payment.refunded"]
    assert data(before, after)["given_back"] == 200


def test_of_a_card_its_brand_and_last_digits_are_told():
    assert data(PLACED, paid())["card"] == {"brand": "visa", "last_digits": "1111"}


@pytest.mark.parametrize(
    "state, kind",
    [
        ("ready", "shipment.ready"),
        ("shipped", "shipment.shipped"),
        ("canceled", "shipment.canceled"),
        ("backorder", "shipment.backordered"),
    ],
)
def test_where_a_parcel_is_is_told(state, kind):
    assert types(sent(), sent(state=state)) == [kind]


def test_a_parcel_is_packed_changed_and_unpacked():
    item = ShipmentItem(id=22, line_item_id=2, variant_id=3, quantity=4)
    assert types(PLACED, sent()) == ["shipment.packed"]
    assert data(sent(), sent(items=(item,), cost=500)) == {
        "shipment": "H21",
        "from": {"quantity": 0, "cost": 0},
        "to": {"quantity": 4, "cost": 500},
    }
    assert types(sent(), PLACED) == ["shipment.unpacked"]


def test_a_parcel_whose_goods_came_is_told_as_filled():
    item = ShipmentItem(id=22, line_item_id=2, variant_id=3, quantity=4, state="backordered")
    waiting, there = sent(items=(item,)), sent(items=(replace(item, state="on_hand"),))
    assert types(waiting, there) == ["shipment.filled"]
    assert types(there, waiting) == ["shipment.lacking"]
    assert data(there, waiting) == {"shipment": "H21", "quantity": 4}
