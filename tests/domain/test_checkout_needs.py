"""What each step needs before it is left, in the words clients know."""

import pytest
from msgspec.structs import replace

from ringup.domain.checkout import flow
from ringup.domain.checkout.step import problems_of
from ringup.domain.checkout.steps import address, cart, delivery, payment
from ringup.domain.stock import StockLevel
from tests.domain.builders import (
    BOOK,
    CAP,
    COAT,
    CREDIT_CARD,
    MAIN,
    MUG,
    NOW,
    PRINT,
    STORE_CREDIT,
    TOTE,
    a_line,
    an_address,
    an_order,
    demo_shop,
)
from tests.domain.walking import ADA, FACTS, a_card, facts_with, standing_in

HOME = an_address("US", "MD")


def found(step, order, facts=FACTS):
    problems = problems_of(step.STEP, order, facts)
    assert {problem.step for problem in problems} <= {step.STEP.name}
    return [(problem.field, problem.code, problem.message) for problem in problems]


def test_cart_needs_something_in_it():
    message = "There are no items for this order. Please add an item to the order to continue."
    assert found(cart, an_order()) == [("line_items", "line_items_required", message)]


def test_cart_needs_every_variant_in_stock_and_names_each_that_is_short():
    order = an_order(TOTE, CAP, (PRINT, 11))
    assert found(cart, order) == [
        ("line_items", "insufficient_stock", f'selected of "{name}" is not available.')
        for name in ("Sold-out Cap", "Limited Print")
    ]


def test_cart_sums_the_demand_of_all_lines():
    lines = (a_line(1, PRINT, 6), a_line(2, PRINT, 5, price_fixed=True))
    assert [code for _, code, _ in found(cart, an_order(line_items=lines))] == [
        "insufficient_stock"
    ]


def test_cart_lets_backordered_and_digital_things_pass():
    assert found(cart, an_order((COAT, 99), (BOOK, 99))) == []


def test_an_orders_own_hold_does_not_refuse_it():
    level = StockLevel(stock_location_id=MAIN, count_on_hand=10, held=10)
    held = replace(PRINT, stock=(level,), held_by_order={MAIN: 10})
    assert found(cart, an_order((PRINT, 10)), facts_with(held)) == []


def test_cart_needs_everything_to_be_sold_still():
    gone = facts_with(replace(MUG, deleted=True))
    message = '"Enamel Mug" is no longer sold'
    assert found(cart, an_order(TOTE, MUG), gone) == [("line_items", "variant_not_found", message)]


def test_cart_needs_a_price_in_the_orders_currency():
    facts = facts_with(replace(MUG, prices={"EUR": 12_99}))
    message = '"Enamel Mug" is not sold in USD'
    expected = [("line_items", "not_sold_in_currency", message)]
    assert found(cart, an_order(MUG), facts) == expected
    by_hand = an_order(line_items=(a_line(1, MUG, price=1_00, price_fixed=True),))
    assert found(cart, by_hand, facts) == []


@pytest.mark.parametrize("email", [None, ""])
def test_cart_needs_an_email(email):
    expected = [("email", "email_required", "can't be blank")]
    assert found(cart, an_order(TOTE, email=email)) == expected


@pytest.mark.parametrize(
    "email",
    [
        "invalid",
        "@b.c",
        "a@",
        "a b@c.d",
        "a@b..c",
        "a@-b.c",
        "a@b.c\n",
        "a@b@c.d",
        "x" * 65 + "@b.c",
    ],
)
def test_an_email_that_is_none_is_refused(email):
    expected = [("email", "email_invalid", "is invalid")]
    assert found(cart, an_order(TOTE, email=email)) == expected


@pytest.mark.parametrize(
    "email",
    [
        "ada@example.com",
        "a@b",
        "a.b+c_d'e@sub.example.co.uk",
        "ada@xn--bcher-kva.example",
        "jörg@bücher.example",
    ],
)
def test_an_email_like_one_is_taken(email):
    assert found(cart, an_order(TOTE, email=email)) == []


def test_an_email_has_at_most_254_characters():
    message = "is too long (maximum is 254 characters)"
    domain = ".".join(["x" * 49] * 5) + ".co"
    too_long, just_right = f"me@{domain}", f"i@{domain}"
    assert (len(too_long), len(just_right)) == (255, 254)
    assert found(cart, an_order(TOTE, email=too_long)) == [("email", "email_too_long", message)]
    assert found(cart, an_order(TOTE, email=just_right)) == []


def test_address_needs_both_addresses_each_under_its_own_name():
    assert found(address, an_order(TOTE)) == [
        ("bill_address", "address_required", "can't be blank"),
        ("ship_address", "address_required", "can't be blank"),
    ]


def test_address_needs_no_ship_address_when_nothing_travels():
    assert found(address, an_order(BOOK, bill_address=HOME)) == []


def test_address_needs_a_method_that_goes_there():
    abroad = an_order(TOTE, bill_address=HOME, ship_address=an_address("JP"))
    message = "We are unable to calculate shipping rates for the selected items."
    assert found(address, abroad) == [("ship_address", "no_shipping_method", message)]


def test_address_needs_every_parcel_to_be_taken():
    vase = replace(MUG, shipping_category_id=2)
    order = an_order(TOTE, vase, bill_address=HOME, ship_address=HOME)
    assert [code for _, code, _ in found(address, order, facts_with(vase))] == [
        "no_shipping_method"
    ]


def test_address_needs_a_place_to_send_from():
    facts = replace(FACTS, shop=demo_shop(stock_locations={}))
    order = an_order(TOTE, bill_address=HOME, ship_address=HOME)
    assert [code for _, code, _ in found(address, order, facts)] == ["no_shipping_method"]


def test_delivery_needs_a_method_for_each_shipment():
    order = standing_in("delivery")
    assert found(delivery, order) == []
    (shipment,) = order.shipments
    rates = tuple(replace(rate, selected=False) for rate in shipment.rates)
    unselected = replace(order, shipments=(replace(shipment, rates=rates),))
    expected = [("shipments", "shipping_method_required", "need a shipping method each")]
    assert found(delivery, unselected) == expected
    assert found(delivery, replace(order, shipments=())) == expected


def test_payment_needs_a_payment():
    order = standing_in("payment", pay=False)
    assert found(payment, order) == [("payments", "payment_required", "No payment found")]


@pytest.mark.parametrize("state", ["failed", "void", "invalid"])
def test_a_payment_that_came_to_nothing_is_none(state):
    order = standing_in("confirm")
    order = replace(order, payments=(replace(order.payments[0], state=state),))
    assert [code for _, code, _ in found(payment, order)] == ["payment_required"]


@pytest.mark.parametrize("amount, text", [(21_78, "21.78"), (21_80, "21.8")])
def test_payments_come_to_the_total_exactly(amount, text):
    order = standing_in("confirm")
    order = replace(order, payments=(replace(order.payments[0], amount=amount),))
    message = f"of {text} do not cover the total of 21.79"
    assert found(payment, order) == [("payments", "payments_do_not_cover", message)]


def test_what_was_authorized_before_counts():
    order = standing_in("confirm")
    order = replace(order, payments=(replace(order.payments[0], state="pending"),))
    assert found(payment, order) == []


def test_a_card_may_expire_while_it_waits():
    order = standing_in("confirm")
    card = a_card(month=11, year=2026)
    order = replace(order, payments=(replace(order.payments[0], card=card),))
    assert found(payment, order) == []
    next_month = replace(FACTS, now=NOW.replace(month=12))
    expected = [("payments", "expired_card", "use a card that has expired")]
    assert found(payment, order, next_month) == expected


def test_a_method_may_go_while_a_payment_waits():
    methods = {k: m for k, m in FACTS.shop.payment_methods.items() if k != CREDIT_CARD}
    facts = replace(FACTS, shop=demo_shop(payment_methods=methods))
    codes = [code for _, code, _ in found(payment, standing_in("confirm"), facts)]
    assert codes == ["payment_method_not_found"]


def test_store_credit_may_be_spent_elsewhere_while_a_payment_waits():
    order = standing_in("confirm")
    by_credit = replace(order.payments[0], payment_method_id=STORE_CREDIT, covers_rest=False)
    order = replace(order, payments=(by_credit,))
    assert found(payment, order, replace(FACTS, buyer=ADA)) == []
    poor = replace(FACTS, buyer=replace(ADA, store_credit=21_78))
    assert [code for _, code, _ in found(payment, order, poor)] == ["insufficient_store_credit"]


def test_every_need_says_what_it_is_for():
    for step in flow.STEPS:
        assert all(need.__doc__ and need.__name__ != "<lambda>" for need in step.leaving)
