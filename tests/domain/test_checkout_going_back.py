"""Going back, because the buyer wants to or because a change makes a step due again."""

import pytest
from msgspec.structs import replace

from ringup.domain.changes import (
    AddItem,
    AddPayment,
    EnterCoupon,
    GoBack,
    RemoveItem,
    SelectShippingMethod,
    SetAddresses,
    SetEmail,
    SetInstructions,
    SetQuantity,
)
from ringup.domain.checkout import flow
from ringup.domain.problems import Invalid
from ringup.domain.promotions.actions import PercentOffLines
from ringup.domain.stock import StockLevel
from tests.domain.builders import (
    BOOK,
    CHECK,
    DESK,
    GROUND,
    MUG,
    OVERNIGHT,
    STORE_CREDIT,
    TOTE,
    WEST,
    a_promotion,
    demo_shop,
    facts_of,
)
from tests.domain.walking import (
    ADA,
    FACTS,
    STEPS,
    TO_MARYLAND,
    by_card,
    facts_with,
    in_germany,
    standing_in,
    typed,
)

JAPAN = typed(country_iso="JP", state_name=None)


def changed(order, *changes, facts=FACTS):
    return flow.change(order, facts, changes)


def state_after(start, *changes, facts=FACTS):
    return changed(standing_in(start), *changes, facts=facts).state


def methods_of(order):
    return [rate.name for s in order.shipments for rate in s.rates if rate.selected]


@pytest.mark.parametrize("start", STEPS)
@pytest.mark.parametrize("back", STEPS)
def test_one_can_go_back_to_where_one_was_and_no_further_on(start, back):
    order = standing_in(start)
    if STEPS.index(back) <= STEPS.index(start):
        assert changed(order, GoBack(back)) == replace(order, state=back)
        return
    with pytest.raises(Invalid) as refused:
        changed(order, GoBack(back))
    (problem,) = refused.value.problems
    assert (problem.field, problem.code) == ("state", "step_ahead")


def test_nobody_goes_ahead_to_the_end():
    with pytest.raises(Invalid) as refused:
        changed(standing_in("confirm"), GoBack("complete"))
    assert refused.value.problems[0].code == "step_ahead"


@pytest.mark.parametrize("name", ["", "paid", "canceled", "CART"])
def test_what_is_no_step_is_refused(name):
    with pytest.raises(Invalid) as refused:
        changed(standing_in("confirm"), GoBack(name))
    assert refused.value.problems[0].code == "step_unknown"


def test_a_step_that_does_not_apply_cannot_be_gone_back_to():
    order = flow.advanced(changed(standing_in("cart", BOOK)), FACTS)
    order = flow.advanced(changed(order, SetAddresses(bill=typed())), FACTS)
    assert order.state == "payment"
    with pytest.raises(Invalid) as refused:
        changed(order, GoBack("delivery"))
    assert refused.value.problems[0].code == "step_unknown"


def test_going_back_keeps_the_method_that_was_chosen():
    order = changed(standing_in("payment"), SelectShippingMethod(OVERNIGHT))
    order = changed(order, GoBack("address"), SetAddresses(ship=typed(city="Baltimore")))
    assert order.state == "address"
    order = flow.advanced(order, FACTS)
    assert methods_of(order) == ["Overnight"]


@pytest.mark.parametrize("start", STEPS)
def test_what_changes_nothing_sends_nobody_back(start):
    order = standing_in(start)
    line = order.line_items[0]
    same = [SetEmail(order.email), SetQuantity(line_item_id=line.id, quantity=1)]
    if order.ship_address:
        same.append(TO_MARYLAND)
    if order.shipments:
        same.append(SelectShippingMethod(GROUND))
    assert changed(order, *same) == order


@pytest.mark.parametrize("start", STEPS)
def test_what_no_step_depends_on_sends_nobody_back(start):
    assert state_after(start, SetEmail("x@y.z"), SetInstructions("ring twice")) == start


@pytest.mark.parametrize("start", STEPS)
def test_other_goods_send_back_to_delivery(start):
    earlier = STEPS.index(start) <= STEPS.index("delivery")
    expected = start if earlier else "delivery"
    assert state_after(start, AddItem(variant_id=MUG.id)) == expected
    assert state_after(start, AddItem(variant_id=TOTE.id)) == expected


@pytest.mark.parametrize("start", ["delivery", "payment", "confirm"])
def test_shipments_are_made_anew_for_other_goods_and_keep_the_choice(start):
    order = changed(standing_in(start), SelectShippingMethod(OVERNIGHT))
    order = changed(order, AddItem(variant_id=MUG.id, quantity=2))
    (shipment,) = order.shipments
    assert [item.quantity for item in shipment.items] == [1, 2]
    assert methods_of(order) == ["Overnight"]
    assert order.totals.ship_total == 15_00


@pytest.mark.parametrize("start", ["delivery", "payment", "confirm"])
def test_another_ship_address_sends_back_to_delivery_with_its_own_methods(start):
    order = changed(standing_in(start), SetAddresses(ship=in_germany()))
    assert order.state == "delivery"
    assert [rate.name for rate in order.shipments[0].rates] == ["EU Standard"]
    assert order.totals.included_tax_total > 0


@pytest.mark.parametrize("start", ["delivery", "payment", "confirm"])
def test_another_billing_address_alone_sends_nobody_back(start):
    assert state_after(start, SetAddresses(bill=in_germany())) == start


@pytest.mark.parametrize("start", ["delivery", "payment", "confirm"])
def test_an_address_that_nothing_can_be_sent_to_sends_back_to_address(start):
    order = changed(standing_in(start), SetAddresses(ship=JAPAN))
    assert (order.state, order.shipments) == ("address", ())
    assert order.totals.ship_total == 0
    assert [p.code for p in flow.problems(order, FACTS)] == ["no_shipping_method"]


@pytest.mark.parametrize("start", STEPS)
def test_a_cart_with_nothing_left_in_it_sends_back_to_cart(start):
    order = standing_in(start)
    order = changed(order, RemoveItem(order.line_items[0].id))
    assert (order.state, order.shipments) == ("cart", ())


def test_another_total_sends_back_from_confirm_to_payment_and_the_payment_follows():
    order = changed(standing_in("confirm"), SelectShippingMethod(OVERNIGHT))
    assert (order.state, order.totals.total) == ("payment", 31_79)
    assert order.payments[0].amount == 31_79
    assert flow.advanced(order, FACTS).state == "confirm"


def test_a_coupon_at_the_last_moment_asks_for_the_payment_again():
    assert state_after("confirm", EnterCoupon("TENOFF")) == "payment"
    assert state_after("payment", EnterCoupon("TENOFF")) == "payment"


def test_a_payment_that_does_not_suffice_sends_back_to_payment():
    assert state_after("confirm", AddPayment(payment_method_id=CHECK, amount="1.00")) == "payment"


def test_another_payment_of_everything_may_be_given_in_confirm():
    assert state_after("confirm", AddPayment(payment_method_id=CHECK)) == "confirm"


def test_no_email_sends_back_to_cart():
    assert state_after("payment", SetEmail("")) == "cart"


def test_goods_that_travel_beside_digital_ones_lead_back_to_delivery_with_a_method_chosen():
    books = replace(standing_in("cart"), line_items=())
    order = changed(books, AddItem(variant_id=BOOK.id, quantity=1), TO_MARYLAND)
    while order.state != "payment":
        order = flow.advanced(order, FACTS)
    assert order.shipments == ()
    order = changed(order, AddItem(variant_id=TOTE.id, quantity=1))
    assert (order.state, len(methods_of(order))) == ("delivery", 1)
    assert order.totals.ship_total > 0
    assert flow.advanced(order, FACTS).state == "payment"


def test_goods_that_all_turn_digital_leave_delivery_out():
    order = standing_in("delivery")
    line = order.line_items[0]
    order = changed(order, AddItem(variant_id=BOOK.id), RemoveItem(line.id))
    assert (order.state, order.shipments) == ("address", ())
    assert flow.advanced(order, FACTS).state == "payment"


def test_an_order_that_becomes_free_does_not_stay_in_payment():
    gift = a_promotion(50, PercentOffLines(rate=1_000_000), code="GIFT")
    shop = demo_shop(gift)
    book = facts_of(shop)
    order = flow.advanced(changed(standing_in("cart", BOOK), facts=book), book)
    order = changed(order, SetAddresses(bill=typed()), facts=book)
    order = flow.advanced(order, book)
    assert order.state == "payment"
    order = changed(order, EnterCoupon("GIFT"), facts=book)
    assert (order.state, order.totals.total) == ("address", 0)
    assert flow.advanced(order, book).state == "confirm"


def test_a_price_that_moved_meanwhile_sends_back_from_confirm():
    dearer = facts_with(replace(TOTE, prices={"USD": 20_00}))
    order = changed(standing_in("confirm"), facts=dearer)
    assert (order.state, order.totals.total) == ("delivery", 26_00)
    order = flow.advanced(flow.advanced(order, dearer), dearer)
    assert (order.state, order.payments[0].amount) == ("confirm", 26_00)


def test_stock_that_moved_meanwhile_is_sent_from_where_it_is():
    moved = replace(TOTE, stock=(StockLevel(stock_location_id=WEST, count_on_hand=5),))
    order = changed(standing_in("confirm"), facts=facts_with(moved))
    assert [shipment.stock_location_id for shipment in order.shipments] == [WEST]
    assert order.state == "delivery"


def test_stock_that_was_sold_meanwhile_stops_the_order_where_it_stands_or_earlier():
    gone = facts_with(replace(TOTE, stock=()))
    order = changed(standing_in("confirm"), facts=gone)
    assert [p.code for p in flow.problems(order, gone)] == ["insufficient_stock"]


def test_a_card_given_early_is_kept_on_every_way_back():
    order = changed(standing_in("cart"), by_card())
    order = changed(order, AddItem(variant_id=MUG.id), TO_MARYLAND)
    for _ in range(4):
        order = flow.advanced(order, FACTS)
    assert (order.state, order.payments[0].amount) == ("confirm", order.totals.total)


def test_a_card_that_is_to_pay_more_than_was_shown_sends_back_to_payment():
    facts = replace(FACTS, buyer=ADA)
    order = changed(standing_in("payment", DESK, pay=False, facts=facts), facts=facts)
    order = changed(order, AddPayment(payment_method_id=STORE_CREDIT), by_card(), facts=facts)
    order = flow.advanced(order, facts)
    assert [payment.amount for payment in order.payments] == [50_00, 207_00]
    poorer = replace(FACTS, buyer=replace(ADA, store_credit=0))
    order = changed(order, facts=poorer)
    assert order.state == "payment"
    assert [payment.amount for payment in order.payments] == [0, 257_00]
