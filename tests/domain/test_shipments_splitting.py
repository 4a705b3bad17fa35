"""Moving goods between an order's parcels: nothing is lost, and nothing costs more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ringup.domain.fulfilment.backorders import arrived, waiting
from ringup.domain.fulfilment.ending import canceled
from ringup.domain.fulfilment.sending import shipped
from ringup.domain.fulfilment.splitting import Transfer, moved_to_shipment, split_to_location
from ringup.domain.order import Adjustment, Order
from ringup.domain.problems import Invalid, NotFound
from tests.domain.builders import (
    COAT,
    LAMP,
    MAIN,
    MUG,
    NOW,
    PRINT,
    TOTE,
    WEST,
    demo_shop,
    facts_of,
)
from tests.domain.parcels import a_placed_order, contents, paid, with_states

FACTS = facts_of(demo_shop())


def out_of(order: Order, variant, quantity, place=0) -> Transfer:
    return Transfer(shipment_id=order.shipments[place].id, variant_id=variant.id, quantity=quantity)


def ids_of(order: Order) -> list[int]:
    found = [shipment.id for shipment in order.shipments]
    for shipment in order.shipments:
        found += [item.id for item in shipment.items]
        found += [rate.id for rate in shipment.rates]
        found += [adjustment.id for adjustment in shipment.adjustments]
    return found


def code_of(deed):
    with pytest.raises(Invalid) as refused:
        deed()
    [problem] = refused.value.problems
    return problem.code


def test_a_part_can_be_sent_now_and_the_rest_later():
    order = paid(a_placed_order((TOTE, 3)))
    split = split_to_location(order, FACTS, out_of(order, TOTE, 2), MAIN)
    assert contents(split) == [{(1, "on_hand"): 1}, {(1, "on_hand"): 2}]
    sent = shipped(split, split.shipments[1].id, NOW)
    assert (sent.shipment_state, sent.totals) == ("partial", order.totals)
    assert [s.cost for s in sent.shipments] == [5_00, 0]


def test_what_is_there_is_sent_while_the_rest_waits():
    order = paid(with_states(a_placed_order((TOTE, 3), (COAT, 1)), "on_hand", "backordered"))
    split = split_to_location(order, FACTS, out_of(order, COAT, 1), MAIN)
    assert [s.state for s in split.shipments] == ["ready", "pending"]
    assert split.shipment_state == "backorder"


def test_what_is_not_there_yet_is_moved_first():
    order = with_states(a_placed_order((COAT, 3)), "backordered")
    order = arrived(order, COAT.id, MAIN, 1, NOW)
    assert contents(order) == [{(8, "backordered"): 2, (8, "on_hand"): 1}]
    split = split_to_location(order, FACTS, out_of(order, COAT, 2), MAIN)
    assert contents(split) == [{(8, "on_hand"): 1}, {(8, "backordered"): 2}]


def test_a_parcel_left_with_nothing_is_no_more_and_its_cost_goes_along():
    taken_off = Adjustment(
        id=77, source="promotion", label="Off", amount=-1_00, created_at=NOW, updated_at=NOW
    )
    order = a_placed_order((LAMP, 1))
    [whole] = order.shipments
    order = replace(order, shipments=(replace(whole, adjustments=(taken_off,)),))
    moved = split_to_location(order, FACTS, out_of(order, LAMP, 1), WEST)
    [parcel] = moved.shipments
    assert (parcel.stock_location_id, parcel.cost) == (WEST, 5_00)
    assert parcel.id != whole.id
    assert [(a.amount, a.id != 77) for a in parcel.adjustments] == [(-1_00, True)]
    assert parcel.selected_rate is not None
    assert parcel.selected_rate.cost == 5_00


def test_another_place_gives_what_it_has_and_sells_the_rest_ahead():
    order = a_placed_order((COAT, 2))
    assert contents(order) == [{(8, "on_hand"): 2}]
    moved = split_to_location(order, FACTS, out_of(order, COAT, 2), WEST)
    assert contents(moved) == [{(8, "backordered"): 2}]


def test_another_place_that_has_it_not_is_refused():
    order = a_placed_order((PRINT, 1), (LAMP, 501))
    transfer = out_of(order, PRINT, 1)
    assert code_of(lambda: split_to_location(order, FACTS, transfer, WEST)) == "insufficient_stock"
    transfer = out_of(order, LAMP, 501)
    assert code_of(lambda: split_to_location(order, FACTS, transfer, WEST)) == "insufficient_stock"


@pytest.mark.parametrize(
    "variant, quantity, code",
    [
        (TOTE, 4, "shipment_lacks_items"),
        (MUG, 1, "shipment_lacks_items"),
        (TOTE, 0, "quantity_invalid"),
        (TOTE, -1, "quantity_invalid"),
    ],
)
def test_no_more_is_moved_than_there_is(variant, quantity, code):
    order = a_placed_order((TOTE, 3))
    transfer = out_of(order, variant, quantity)
    assert code_of(lambda: split_to_location(order, FACTS, transfer, MAIN)) == code


def test_what_was_sent_canceled_or_never_placed_is_not_moved():
    order = paid(a_placed_order((TOTE, 3)))
    transfer = out_of(order, TOTE, 1)
    sent = shipped(order, order.shipments[0].id, NOW)
    cart = replace(order, completed_at=None, state="payment")
    for stopped, code in (
        (sent, "shipment_state"),
        (canceled(order, NOW), "shipment_state"),
        (cart, "order_not_complete"),
    ):
        assert code_of(lambda o=stopped: split_to_location(o, FACTS, transfer, MAIN)) == code


def test_goods_go_to_a_shipment_of_the_same_order_alone():
    order = a_placed_order((TOTE, 3), shipping=(5_00, 4_00))
    transfer = out_of(order, TOTE, 3)
    own = order.shipments[0].id
    for target in (own, 12345):
        assert (
            code_of(lambda t=target: moved_to_shipment(order, FACTS, transfer, t))
            == "shipment_not_found"
        )
    with pytest.raises(NotFound):
        split_to_location(order, FACTS, replace(transfer, shipment_id=1), MAIN)
    assert (
        code_of(lambda: split_to_location(order, FACTS, transfer, 99)) == "stock_location_not_found"
    )


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4), st.integers(0, 3)), max_size=6))
def test_whatever_is_moved_everything_is_still_there_and_costs_the_same(moves):
    order = first = paid(
        with_states(a_placed_order((TOTE, 5), (COAT, 3)), "on_hand", "backordered")
    )
    for number, (source, quantity, target) in enumerate(moves):
        shipments = order.shipments
        transfer = Transfer(
            shipment_id=shipments[source % len(shipments)].id,
            variant_id=(TOTE, COAT)[number % 2].id,
            quantity=quantity,
        )
        try:
            if target == 0:
                order = split_to_location(order, FACTS, transfer, MAIN)
            else:
                other = shipments[target % len(shipments)].id
                order = moved_to_shipment(order, FACTS, transfer, other)
        except Invalid:
            continue
    assert order.totals == first.totals
    assert sum(s.cost for s in order.shipments) == 5_00
    for line in order.line_items:
        items = [i for s in order.shipments for i in s.items if i.line_item_id == line.id]
        assert sum(item.quantity for item in items) == line.quantity
    assert all(shipment.items for shipment in order.shipments)
    assert waiting(order, COAT.id, MAIN) == 3
    assert len(set(ids_of(order))) == len(ids_of(order))
