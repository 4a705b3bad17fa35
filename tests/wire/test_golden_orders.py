"""Whole answers, to the byte, for orders built by hand; reviewed as a diff when they change.

``RINGUP_GOLDEN=rewrite`` writes them anew.
"""

import os
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from ringup import gateways
from ringup.domain.order import Adjustment, Card, Payment
from ringup.domain.pricing.reprice import reprice
from ringup.domain.problems import Problem
from ringup.domain.variants import Image, OptionValue
from ringup.gateways.surroundings import Surroundings
from ringup.services.asking import OrderView
from ringup.services.ports.caller import Caller
from ringup.wire.spree.write.orders import order_record
from tests.domain.builders import (
    DESK,
    EARLIER,
    LAMP,
    MUG,
    NOW,
    TEE_M,
    an_address,
    an_order,
    demo_shop,
    facts_of,
)

GOLDEN = Path(__file__).parent / "golden"

SIZE = OptionValue(
    id=2,
    name="M",
    presentation="Medium",
    option_type_id=1,
    option_type_name="size",
    option_type_presentation="Size",
)
TEE = replace(
    TEE_M,
    option_values=(SIZE,),
    images=(Image(id=5, variant_id=7, url="https://shop.test/tee.png", alt="A shirt"),),
    weight=250,
    height=30_500,
)
CARD = Card(brand="visa", last_digits="1111", month=12, year=2030, name="Ada", token="secret-token")


def a_payment(payment_id: int, amount: int, **fields: object) -> Payment:
    known = {
        "payment_method_id": 1,
        "amount": amount,
        "card": CARD,
        "created_at": EARLIER,
        "updated_at": NOW,
    }
    return msgspec.convert({"id": payment_id, **known, **fields}, Payment)


def empty_cart() -> OrderView:
    facts = facts_of(demo_shop())
    return OrderView(order=an_order(email=None), facts=facts, caller=Caller(), token="the-token")


def delivery() -> OrderView:
    facts = facts_of(demo_shop(), MUG, TEE)
    order = an_order((MUG, 2), TEE, shipping=(5_00,), ship_address=an_address(), state="delivery")
    problem = Problem("delivery", "shipments", "shipping_method_required", "lack a method")
    priced = reprice(order, facts)
    return OrderView(order=priced, facts=facts, caller=Caller(user_id=2), problems=(problem,))


def payment() -> OrderView:
    facts = facts_of(demo_shop(), DESK, LAMP)
    order = an_order(DESK, LAMP, shipping=(5_00, 10_00), bill_address=an_address(), state="payment")
    order = replace(order, ship_address=an_address("DE", zipcode="10115", state_name="Berlin"))
    return OrderView(order=reprice(order, facts), facts=facts, caller=Caller(admin=True))


def complete() -> OrderView:
    facts = facts_of(demo_shop(), MUG)
    order = reprice(an_order(MUG, shipping=(5_00,), ship_address=an_address(), user_id=2), facts)
    correction = Adjustment(
        id=99, source="manual", label="Goodwill", amount=-1_00, created_at=NOW, updated_at=NOW
    )
    order = replace(
        order,
        state="complete",
        adjustments=(correction,),
        payments=(
            a_payment(50, 19_69, state="failed", decline="card_declined"),
            a_payment(51, 19_69, state="pending", response_code="ch_1", avs_response="D"),
        ),
        payment_state="balance_due",
        shipment_state="pending",
        completed_at=NOW,
    )
    return OrderView(order=order, facts=facts, caller=Caller(user_id=2))


@pytest.mark.parametrize("view", [empty_cart, delivery, payment, complete])
def test_an_order_is_answered_so(view, tmp_path):
    ways = gateways.opened(Surroundings(folder=tmp_path))
    encoded = msgspec.json.encode(order_record(view(), ways, "en"))
    written = msgspec.json.format(encoded, indent=2).decode() + "\n"
    golden = GOLDEN / f"order_{view.__name__}.json"
    if os.environ.get("RINGUP_GOLDEN") == "rewrite":
        golden.write_text(written)
    assert written == golden.read_text()
    assert CARD.token not in written
