"""What a change does to an order on its way: all of it or nothing, and at today's prices."""

import pytest
from msgspec.structs import replace

from ringup.domain.changes import (
    AddItem,
    AddPayment,
    EditAddress,
    EmptyCart,
    EnterCoupon,
    GivenAddress,
    GoBack,
    RemoveCoupon,
    RemoveItem,
    SelectShippingMethod,
    SetAddresses,
    SetCurrency,
    SetEmail,
    SetInstructions,
    SetQuantity,
)
from ringup.domain.checkout import flow
from ringup.domain.problems import BeingPlaced, Invalid
from tests.domain.builders import (
    BOOK,
    CHECK,
    DESK,
    GROUND,
    LAMP,
    MUG,
    NOW,
    OVERNIGHT,
    PRINT,
    TEE_S,
    TOTE,
    an_order,
)
from tests.domain.walking import FACTS, TO_MARYLAND, by_card, in_germany, standing_in, typed


def changed(order, *changes, facts=FACTS):
    return flow.change(order, facts, changes)


def refusal(order, *changes):
    with pytest.raises(Invalid) as refused:
        flow.change(order, FACTS, changes)
    return [(problem.field, problem.code) for problem in refused.value.problems]


def test_contact_and_instructions_are_kept_without_the_blanks_around():
    order = changed(an_order(), SetEmail(" ada@example.com "), SetInstructions(" ring twice\n"))
    assert (order.email, order.special_instructions) == ("ada@example.com", "ring twice")
    order = changed(order, SetEmail(" "), SetInstructions(None))
    assert (order.email, order.special_instructions) == (None, None)


def test_texts_that_cannot_be_kept_are_refused():
    assert refusal(an_order(), SetEmail("a\x00@b.c"), SetInstructions("x" * 10_001)) == [
        ("email", "invalid"),
        ("special_instructions", "too_long"),
    ]


def test_all_problems_of_all_changes_are_told_at_once_and_nothing_is_applied():
    order = an_order(TOTE)
    found = refusal(
        order,
        SetEmail("grace@example.com"),
        AddItem(variant_id=999),
        SetQuantity(line_item_id=order.line_items[0].id, quantity=-1),
        SetAddresses(bill=typed(city=None), ship=typed(phone="none")),
        EnterCoupon("NOPE"),
        AddPayment(payment_method_id=999),
    )
    assert sorted(found) == [
        ("bill_address.city", "required"),
        ("coupon_code", "coupon_not_found"),
        ("line_items.quantity", "quantity_invalid"),
        ("line_items.variant_id", "variant_not_found"),
        ("payments.payment_method_id", "payment_method_not_found"),
        ("ship_address.phone", "invalid"),
    ]


def test_a_refused_address_does_not_make_the_method_a_problem_too():
    change = SetAddresses(bill=typed(city=None), use_billing=True)
    order = an_order(TOTE)
    assert refusal(order, change, SelectShippingMethod(GROUND)) == [
        ("bill_address.city", "required")
    ]


def test_the_order_in_which_things_are_asked_does_not_matter():
    changes = (by_card(), EnterCoupon("TENOFF"), TO_MARYLAND, AddItem(sku="DESK-01"))
    forwards = changed(an_order(), *changes)
    backwards = changed(an_order(), *reversed(changes))
    assert forwards == backwards
    assert forwards.payments[0].amount == forwards.totals.total == 226_80


def test_one_line_may_give_up_what_another_takes():
    order = an_order((PRINT, 10))
    line = order.line_items[0]
    swapped = changed(order, AddItem(variant_id=PRINT.id, quantity=4), RemoveItem(line.id))
    assert [line.quantity for line in swapped.line_items] == [4]


def test_the_billing_address_is_copied_with_an_id_of_its_own():
    order = changed(an_order(TOTE), TO_MARYLAND)
    assert order.bill_address.id != order.ship_address.id
    assert replace(order.ship_address, id=order.bill_address.id) == order.bill_address


def test_billing_can_be_copied_from_the_address_the_order_has():
    order = changed(an_order(TOTE), SetAddresses(bill=typed()))
    copied = changed(order, SetAddresses(use_billing=True))
    assert copied.ship_address.city == "Bethesda"


def test_with_use_billing_the_ship_address_that_came_along_is_not_even_read():
    change = SetAddresses(bill=typed(), ship=typed(city=None), use_billing=True)
    assert changed(an_order(TOTE), change).ship_address.city == "Bethesda"


def test_an_address_keeps_its_id_whatever_becomes_of_it():
    order = changed(an_order(TOTE), TO_MARYLAND)
    moved = changed(order, SetAddresses(bill=typed(city="Baltimore"), ship=in_germany()))
    assert moved.bill_address.id == order.bill_address.id
    assert moved.ship_address.id == order.ship_address.id
    assert moved.last_child == order.last_child + 1  # the tax on the tote is another one


def test_an_address_can_be_mended_in_part():
    order = changed(an_order(TOTE), TO_MARYLAND)
    ship = order.ship_address
    mended = changed(order, EditAddress(ship.id, GivenAddress(city="Baltimore")))
    assert mended.ship_address == replace(ship, city="Baltimore")
    assert mended.bill_address == order.bill_address


def test_an_address_of_another_order_cannot_be_mended():
    change = EditAddress(999, GivenAddress(city="Baltimore"))
    assert refusal(an_order(TOTE), change) == [("address_id", "address_not_found")]


def test_a_coupon_is_entered_and_taken_back():
    order = standing_in("payment", (TEE_S, 2), MUG)
    order = changed(order, SelectShippingMethod(OVERNIGHT), EnterCoupon("tenoff"))
    assert (order.state, order.totals.total) == ("payment", 66_00)
    assert order.payments == ()
    assert changed(order, RemoveCoupon("TENOFF")).totals.promo_total == 0


def test_goods_that_together_cost_more_than_can_be_summed_are_refused():
    largest = AddItem(variant_id=BOOK.id, quantity=2**31 - 1, price="9999.99")
    assert refusal(an_order(), largest) == [("line_items", "order_too_large")]


def test_an_emptied_cart_is_a_new_start():
    order = changed(standing_in("confirm"), EmptyCart())
    assert (order.state, order.line_items, order.shipments) == ("cart", (), ())
    assert order.totals.total == 0
    assert [payment.state for payment in order.payments] == ["invalid"]


def test_emptying_comes_before_what_is_put_in():
    order = changed(standing_in("confirm"), AddItem(variant_id=MUG.id), EmptyCart())
    assert [line.variant_id for line in order.line_items] == [MUG.id]


def test_another_currency_prices_goods_and_shipping_anew():
    order = changed(standing_in("delivery"), SetCurrency("EUR"))
    assert order.totals.item_total == 14_99
    dollars = replace(TOTE, prices={"USD": 15_99, "EUR": 15_99})
    facts = replace(FACTS, variants={TOTE.id: dollars})
    methods = dict(facts.shop.shipping_methods)
    ground = methods[GROUND]
    dear = replace(ground.calculator, settings={"amounts": {"USD": 5_00, "EUR": 6_00}})
    methods[GROUND] = replace(ground, calculator=dear)
    facts = replace(facts, shop=replace(facts.shop, shipping_methods=methods))
    order = changed(standing_in("delivery", facts=facts), SetCurrency("EUR"), facts=facts)
    assert order.shipments[0].cost == 6_00


def test_an_open_payment_follows_the_total():
    order = changed(an_order(TOTE), by_card())
    assert order.payments[0].amount == 15_99
    assert changed(order, AddItem(variant_id=MUG.id)).payments[0].amount == 29_98


def test_a_payment_may_be_given_together_with_what_it_pays_for():
    payment = AddPayment(payment_method_id=CHECK, amount="29.98")
    order = changed(an_order(TOTE), payment, AddItem(variant_id=MUG.id))
    assert order.payments[0].amount == order.totals.total


def test_asked_nothing_an_order_is_given_back_at_todays_prices():
    order = changed(an_order(DESK, LAMP))
    assert order.totals.item_total == 329_00
    assert changed(order) == order


@pytest.mark.parametrize(
    "change",
    [SetEmail("x@y.z"), EmptyCart(), TO_MARYLAND, by_card(), GoBack("cart"), EnterCoupon("X")],
)
@pytest.mark.parametrize("end", [{"state": "complete", "completed_at": NOW}, {"canceled_at": NOW}])
def test_a_placed_order_refuses_every_change(end, change):
    order = replace(standing_in("confirm"), **end)
    assert refusal(order, change) == [("order", "order_completed")]
    assert changed(order) is order


def test_an_order_that_is_being_placed_refuses_every_change():
    order = replace(standing_in("confirm"), placing=True)
    with pytest.raises(BeingPlaced):
        changed(order, SetEmail("x@y.z"))
    assert changed(order) is order
