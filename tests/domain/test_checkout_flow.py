"""The walk through the steps, and what keeps an order from going on."""

import pytest
from msgspec.structs import replace

from ringup.domain.changes import SelectShippingMethod, SetAddresses, SetEmail
from ringup.domain.checkout import flow
from ringup.domain.checkout.step import Step
from ringup.domain.checkout.steps import address, cart, complete, confirm, payment
from ringup.domain.problems import BeingPlaced, CannotAdvance, Problem
from tests.domain.builders import BOOK, DESK, LAMP, NOW, OVERNIGHT, SAMPLE, TOTE, an_order
from tests.domain.walking import FACTS, TO_MARYLAND, by_card, standing_in, typed


def names(order, facts=FACTS, **fields):
    return flow.steps_for(order, facts, **fields)


def test_a_tote_goes_to_maryland_step_by_step():
    order = flow.change(an_order(TOTE), FACTS, ())
    walked = [(order.state, order.totals.total)]
    for changes in ((), (TO_MARYLAND,), (), (by_card(),)):
        order = flow.advanced(flow.change(order, FACTS, changes), FACTS)
        walked.append((order.state, order.totals.total))
    assert walked == [
        ("cart", 15_99),
        ("address", 15_99),
        ("delivery", 21_79),
        ("payment", 21_79),
        ("confirm", 21_79),
    ]
    assert flow.next_step(order, FACTS) == "complete"


def test_one_change_may_carry_the_whole_checkout():
    changes = (
        by_card(),
        SelectShippingMethod(OVERNIGHT),
        SetAddresses(bill=typed(), ship=typed(city="Baltimore")),
        SetEmail("grace@example.com"),
    )
    order = flow.change(an_order(TOTE, email=None), FACTS, changes)
    assert order.state == "cart"
    while flow.next_step(order, FACTS) != "complete":
        order = flow.advanced(order, FACTS)
    assert (order.state, order.totals.total) == ("confirm", 31_79)
    assert order.payments[0].amount == 31_79
    assert order.shipments[0].cost == 15_00


def test_a_desk_and_a_lamp_come_in_two_parcels_each_by_its_cheapest_method():
    order = standing_in("delivery", DESK, LAMP)
    assert [(s.stock_location_id, s.cost) for s in order.shipments] == [(1, 5_00), (2, 5_00)]


def test_digital_goods_need_no_delivery():
    order = an_order(BOOK)
    assert names(flow.change(order, FACTS, ())) == (
        *("cart", "address", "payment", "confirm", "complete"),
    )
    order = flow.change(order, FACTS, (SetAddresses(bill=typed()), by_card()))
    for step in ("address", "payment", "confirm"):
        order = flow.advanced(order, FACTS)
        assert order.state == step
    assert order.ship_address is None
    assert order.shipments == ()


def test_what_costs_nothing_needs_no_payment():
    order = flow.change(an_order(SAMPLE), FACTS, (SetAddresses(bill=typed()),))
    order = flow.advanced(flow.advanced(order, FACTS), FACTS)
    assert order.state == "confirm"
    assert flow.problems(order, FACTS) == ()
    assert "payment" not in names(order)


def test_an_empty_order_does_not_know_yet_that_it_will_need_a_payment():
    assert names(an_order()) == ("cart", "address", "delivery", "confirm", "complete")


def test_an_order_that_cannot_go_on_stays_and_names_everything_that_is_missing():
    order = an_order(email=None)
    with pytest.raises(CannotAdvance) as refused:
        flow.advanced(order, FACTS)
    assert [(p.step, p.field, p.code) for p in refused.value.problems] == [
        ("cart", "line_items", "line_items_required"),
        ("cart", "email", "email_required"),
    ]


def test_what_earlier_steps_need_is_asked_again_at_every_later_one():
    order = replace(standing_in("confirm"), email=None, bill_address=None)
    found = [(p.step, p.field) for p in flow.problems(order, FACTS)]
    assert found == [("cart", "email"), ("address", "bill_address")]


def test_later_steps_are_not_asked():
    assert flow.problems(an_order(TOTE), FACTS) == ()


def test_nothing_here_completes_an_order():
    order = standing_in("confirm")
    assert flow.advanced(order, FACTS) == order
    flow.check_can_leave(order, FACTS)


def test_a_placed_order_has_no_next_step_and_no_problems():
    order = replace(standing_in("confirm"), state="complete", completed_at=NOW)
    assert flow.next_step(order, FACTS) is None
    assert flow.problems(order, FACTS) == ()
    assert flow.advanced(order, FACTS) == order


def test_an_order_that_is_being_placed_does_not_move():
    with pytest.raises(BeingPlaced):
        flow.advanced(replace(standing_in("payment"), placing=True), FACTS)


def test_a_bare_walk_takes_the_cheapest_method():
    assert standing_in("payment").shipments[0].cost == 5_00


def test_a_step_is_taken_out_by_one_line():
    steps = tuple(step for step in flow.STEPS if step is not confirm.STEP)
    order = standing_in("payment", pay=True)
    order = flow.change(order, FACTS, (by_card(),), steps)
    assert flow.next_step(order, FACTS, steps) == "complete"
    assert names(order, steps=steps)[-2:] == ("payment", "complete")


def test_a_step_is_put_in_by_one_line():
    def signed(order, _facts):
        if order.special_instructions:
            return None
        return Problem("terms", "special_instructions", "signature_required", "can't be blank")

    terms = Step(name="terms", leaving=(signed,))
    steps = (cart.STEP, terms, address.STEP, payment.STEP, complete.STEP)
    order = flow.advanced(flow.change(an_order(BOOK), FACTS, (), steps), FACTS, steps)
    assert order.state == "terms"
    with pytest.raises(CannotAdvance):
        flow.advanced(order, FACTS, steps)
    signed_order = replace(order, special_instructions="Ada")
    assert flow.advanced(signed_order, FACTS, steps).state == "address"


def test_a_step_is_made_conditional_by_one_line():
    def is_dear(order, _facts):
        return order.totals.total > 100_00

    only_dear = replace(confirm.STEP, applies=is_dear)
    steps = tuple(only_dear if step is confirm.STEP else step for step in flow.STEPS)
    assert "confirm" not in names(standing_in("payment"), steps=steps)
    assert "confirm" in names(standing_in("payment", DESK), steps=steps)


def test_an_order_whose_step_was_taken_out_of_the_table_starts_again():
    order = replace(standing_in("payment"), state="haggling")
    assert flow.next_step(order, FACTS) == "address"


def test_every_step_stands_in_the_table_under_its_own_name():
    assert [step.name for step in flow.STEPS] == [
        *("cart", "address", "delivery", "payment", "confirm", "complete"),
    ]
