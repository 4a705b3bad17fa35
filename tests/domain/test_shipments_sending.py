"""When a parcel may go, that it went, and what its life is made of."""

from datetime import timedelta
from typing import get_args

import pytest
from msgspec.structs import replace

from ringup.domain.fulfilment.ending import canceled, resumed
from ringup.domain.fulfilment.moves import FINAL, FIRST, MOVES, moved
from ringup.domain.fulfilment.sending import CannotReady, CannotShip, ready, shipped, tracked
from ringup.domain.fulfilment.standing import stood
from ringup.domain.order import ShipmentState
from ringup.domain.pricing.totals import totalled
from ringup.domain.problems import Invalid, NotFound
from tests.domain.builders import LAMP, MUG, NOW, TOTE
from tests.domain.parcels import a_placed_order, paid, with_states

LATER = NOW + timedelta(days=1)
STATES = set(get_args(ShipmentState)) - {"backorder"}
"""``backorder`` is what an order is called, never a parcel."""


def codes(refused):
    return {problem.code for problem in refused.value.problems}


def test_every_state_can_be_reached_and_every_move_is_between_known_states():
    found, new = set(), {FIRST}
    while new:
        found |= new
        new = {to for (state, _), to in MOVES.items() if state in new} - found
    assert found == STATES == {state for state, _ in MOVES}


def test_only_what_was_sent_leads_nowhere():
    leading_on = {state for (state, _), to in MOVES.items() if to != state}
    assert leading_on == STATES - {FINAL}


@pytest.mark.parametrize("state", sorted(STATES))
def test_nothing_is_sent_but_what_is_ready(state):
    shipment = replace(a_placed_order(TOTE).shipments[0], state=state)
    if state in {"ready", "shipped"}:
        assert moved(shipment, "ship") == "shipped"
    else:
        with pytest.raises(Invalid):
            moved(shipment, "ship")


def test_a_parcel_of_an_unpaid_order_is_not_ready():
    order = a_placed_order(TOTE)
    [shipment] = order.shipments
    with pytest.raises(CannotReady) as refused:
        ready(order, shipment.id)
    assert codes(refused) == {"order_not_paid"}
    with pytest.raises(CannotShip) as kept_back:
        shipped(order, shipment.id, NOW)
    assert codes(kept_back) == {"order_not_paid"}


def test_a_parcel_that_waits_for_goods_is_not_ready():
    order = paid(with_states(a_placed_order(TOTE, MUG), "on_hand", "backordered"))
    assert order.shipment_state == "backorder"
    with pytest.raises(CannotReady) as refused:
        ready(order, order.shipments[0].id)
    assert codes(refused) == {"shipment_backordered"}


def test_a_cart_sends_nothing():
    order = stood(replace(a_placed_order(TOTE), completed_at=None, state="payment"))
    with pytest.raises(CannotShip) as refused:
        shipped(order, order.shipments[0].id, NOW)
    assert codes(refused) == {"order_not_complete"}


def test_what_is_sent_has_its_day_and_so_have_the_things_in_it():
    order = paid(a_placed_order(TOTE, MUG))
    after = shipped(order, order.shipments[0].id, NOW, "1Z9")
    [parcel] = after.shipments
    assert (parcel.state, parcel.shipped_at, parcel.tracking) == ("shipped", NOW, "1Z9")
    assert [item.state for item in parcel.items] == ["shipped", "shipped"]
    assert after.shipment_state == "shipped"
    assert after.totals == order.totals


def test_to_ship_twice_is_to_ship_once():
    order = paid(a_placed_order(TOTE))
    once = shipped(order, order.shipments[0].id, NOW, "1Z9")
    assert shipped(once, order.shipments[0].id, LATER) == once


def test_a_repeat_may_mend_how_it_is_followed_but_not_when_it_was_sent():
    order = paid(a_placed_order(TOTE))
    once = shipped(order, order.shipments[0].id, NOW, "1Z9")
    [parcel] = shipped(once, order.shipments[0].id, LATER, "1Z8").shipments
    assert (parcel.tracking, parcel.shipped_at) == ("1Z8", NOW)


def test_an_order_of_which_a_part_is_sent_is_partial():
    order = paid(a_placed_order(TOTE, shipping=(5_00, 5_00)))
    after = shipped(order, order.shipments[0].id, NOW)
    assert [each.state for each in after.shipments] == ["shipped", "ready"]
    assert after.shipment_state == "partial"


@pytest.mark.parametrize("given, kept", [("1Z9", "1Z9"), (" 1Z9 ", "1Z9"), ("", None), (None, "x")])
def test_tracking_is_set_forgotten_or_left_alone(given, kept):
    order = a_placed_order(TOTE)
    [shipment] = order.shipments
    order = tracked(order, shipment.id, NOW, "x")
    assert tracked(order, shipment.id, NOW, given).shipments[0].tracking == kept


def test_a_shipment_of_nobody_is_not_found():
    order = paid(a_placed_order(TOTE))
    for deed in (lambda: ready(order, 1), lambda: shipped(order, 1, NOW)):
        with pytest.raises(NotFound):
            deed()


def test_a_canceled_order_sends_nothing_until_it_is_resumed():
    order = canceled(paid(a_placed_order(LAMP)), NOW)
    assert [each.state for each in order.shipments] == ["canceled"]
    with pytest.raises(CannotShip) as refused:
        shipped(order, order.shipments[0].id, NOW)
    assert codes(refused) == {"shipment_state"}
    back = resumed(order)
    assert [each.state for each in back.shipments] == ["ready"]


def test_what_was_sent_is_not_canceled():
    order = paid(a_placed_order(TOTE))
    sent = shipped(order, order.shipments[0].id, NOW)
    with pytest.raises(Invalid) as refused:
        canceled(sent, NOW)
    assert codes(refused) == {"order_shipped"}


def test_a_parcel_waits_again_when_money_is_given_back():
    order = paid(a_placed_order(TOTE))
    assert order.shipments[0].state == "ready"
    [payment] = order.payments
    back = stood(totalled(replace(order, payments=(replace(payment, refunded=1),))))
    assert back.shipments[0].state == "pending"
