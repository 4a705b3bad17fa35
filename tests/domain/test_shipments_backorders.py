"""Goods that were sold before they came: which are there, and which have yet to come."""

from msgspec.structs import replace

from ringup.domain.fulfilment.backorders import arrived, lacking, waiting
from ringup.domain.fulfilment.ending import canceled
from ringup.domain.fulfilment.splitting import Transfer, split_to_location
from tests.domain.builders import (
    COAT,
    MAIN,
    MUG,
    NOW,
    TOTE,
    WEST,
    an_order,
    demo_shop,
    facts_of,
)
from tests.domain.parcels import a_placed_order, contents, paid, with_states

FACTS = facts_of(demo_shop())


def test_what_came_is_told_by_the_item_and_a_whole_parcel_may_go():
    order = paid(with_states(a_placed_order((COAT, 3)), "backordered"))
    part = arrived(order, COAT.id, MAIN, 2, NOW)
    assert contents(part) == [{(8, "backordered"): 1, (8, "on_hand"): 2}]
    assert (part.shipments[0].state, part.shipment_state) == ("pending", "backorder")
    whole = arrived(part, COAT.id, MAIN, 1, NOW)
    assert contents(whole) == [{(8, "on_hand"): 3}]
    assert (whole.shipments[0].state, whole.shipment_state) == ("ready", "ready")


def test_what_came_elsewhere_or_to_a_canceled_order_is_not_its_own():
    order = paid(with_states(a_placed_order((COAT, 3)), "backordered"))
    assert waiting(order, COAT.id, MAIN) == 3
    assert waiting(order, COAT.id, WEST) == 0
    assert waiting(order, TOTE.id, MAIN) == 0
    assert waiting(canceled(order, NOW), COAT.id, MAIN) == 0
    assert waiting(replace(order, completed_at=None), COAT.id, MAIN) == 0


def test_what_others_were_faster_to_take_has_yet_to_come():
    order = paid(a_placed_order((COAT, 3)))
    assert order.shipments[0].state == "ready"
    part = lacking(order, COAT.id, MAIN, 1, NOW)
    assert contents(part) == [{(8, "on_hand"): 2, (8, "backordered"): 1}]
    assert (part.shipments[0].state, part.shipment_state) == ("pending", "backorder")
    none = lacking(part, COAT.id, MAIN, 2, NOW)
    assert contents(none) == [{(8, "backordered"): 3}]
    assert arrived(none, COAT.id, MAIN, 3, NOW).shipments[0].state == "ready"


def test_what_has_yet_to_come_is_lacking_in_the_last_parcel_first():
    order = a_placed_order((COAT, 3), MUG)
    two = Transfer(shipment_id=order.shipments[0].id, variant_id=COAT.id, quantity=2)
    order = split_to_location(order, FACTS, two, MAIN)
    part = lacking(order, COAT.id, MAIN, 1, NOW)
    assert contents(part) == [
        {(8, "on_hand"): 1, (MUG.id, "on_hand"): 1},
        {(8, "on_hand"): 1, (8, "backordered"): 1},
    ]
    most = lacking(order, COAT.id, MAIN, 3, NOW)
    assert contents(most) == [
        {(8, "backordered"): 1, (MUG.id, "on_hand"): 1},
        {(8, "backordered"): 2},
    ]
    assert lacking(order, COAT.id, WEST, 2, NOW) == order


def test_a_cart_is_told_as_well_and_is_no_placed_order_for_that():
    order = an_order((COAT, 2), shipping=[5_00])
    part = lacking(order, COAT.id, MAIN, 1, NOW)
    assert contents(part) == [{(8, "on_hand"): 1, (8, "backordered"): 1}]
    assert (part.shipment_state, part.payment_state) == (None, None)
    assert contents(arrived(part, COAT.id, MAIN, 1, NOW)) == [{(8, "on_hand"): 2}]
