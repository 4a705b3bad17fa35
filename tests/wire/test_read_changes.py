"""What clients send, and the changes it asks for: one rule a test."""

from decimal import Decimal

import pytest

from ringup.domain.changes import (
    AddItem,
    AddPayment,
    EnterCoupon,
    GivenAddress,
    GivenCard,
    RemoveItem,
    SelectRate,
    SelectShippingMethod,
    SetAddresses,
    SetCurrency,
    SetEmail,
    SetInstructions,
    SetOwner,
    SetQuantity,
)
from ringup.domain.problems import Invalid, NotFound
from ringup.wire.spree.read.changes import (
    added_item,
    addresses_changes,
    changed_item,
    checkout_changes,
    delivery_changes,
    made_payment,
    order_changes,
)
from ringup.wire.spree.read.ids import path_id
from ringup.wire.spree.read.records import MOST_ENTRIES


def of_order(**order):
    return order_changes({"order": order})


def problems_of(read, parameters):
    with pytest.raises(Invalid) as refused:
        read(parameters)
    return [(problem.field, problem.code) for problem in refused.value.problems]


@pytest.mark.parametrize("parameters", [{}, {"order": None}, {"order": {}}, {"order": ""}])
def test_no_order_asks_for_nothing(parameters):
    assert order_changes(parameters) == ()


def test_unknown_keys_are_ignored():
    assert of_order(color="red", state="complete", total="1", number="R1") == ()


def test_whose_it_is_to_be_is_read():
    assert of_order(user_id="7") == (SetOwner(7),)


def test_contact_and_currency_are_read():
    assert of_order(email="a@b.c", special_instructions="hi", currency="EUR") == (
        SetEmail("a@b.c"),
        SetInstructions("hi"),
        SetCurrency("EUR"),
    )


def test_null_is_not_given_but_an_empty_email_is():
    assert of_order(email=None) == ()
    assert of_order(email="") == (SetEmail(""),)


LINES = [{"variant_id": "1", "quantity": "2"}, {"sku": "MUG-01"}]


@pytest.mark.parametrize("name", ["line_items", "line_items_attributes"])
@pytest.mark.parametrize("lines", [LINES, {"0": LINES[0], "1": LINES[1]}])
def test_a_collection_is_a_list_or_an_object_keyed_by_index(name, lines):
    assert of_order(**{name: lines}) == (
        AddItem(variant_id=1, quantity=2),
        AddItem(sku="MUG-01"),
    )


def test_index_keys_are_in_the_order_of_numbers():
    lines = {str(n): {"variant_id": n + 1} for n in (10, 9, 0, 2)}
    assert [change.variant_id for change in of_order(line_items=lines)] == [1, 3, 10, 11]


def test_an_object_that_is_not_keyed_by_index_is_no_collection():
    assert problems_of(order_changes, {"order": {"line_items": {"sku": "A"}}}) == [
        ("line_items", "not_a_list")
    ]


def test_a_line_with_an_id_is_changed_or_destroyed():
    lines = [{"id": 7, "quantity": 0}, {"id": "8", "_destroy": "1"}, {"id": 9, "price": 2}]
    assert of_order(line_items=lines) == (
        SetQuantity(line_item_id=7, quantity=0),
        RemoveItem(8),
        SetQuantity(line_item_id=9, quantity=None, price="2"),
    )


def test_a_price_keeps_every_digit():
    assert added_item({"line_item": {"sku": "A", "price": Decimal("0.10")}}).price == "0.10"


def test_an_item_without_a_variant_is_refused():
    assert problems_of(added_item, {}) == [("variant_id", "required")]
    assert problems_of(order_changes, {"order": {"line_items": [{"quantity": 1}]}}) == [
        ("line_items.variant_id", "required")
    ]


def test_quantity_is_one_when_it_is_not_given():
    assert added_item({"line_item": {"sku": "A", "quantity": None}}).quantity == 1
    assert changed_item({"line_item": {}}, 7).quantity is None


def test_too_many_entries_are_refused():
    lines = [{"sku": "A"}] * (MOST_ENTRIES + 1)
    assert problems_of(order_changes, {"order": {"line_items": lines}}) == [
        ("line_items", "too_many")
    ]


@pytest.mark.parametrize("name", ["ship_address", "ship_address_attributes", "shipping_address"])
def test_an_address_has_several_names(name):
    assert of_order(**{name: {"firstname": "Ada", "zipcode": 20814, "state_id": ""}}) == (
        SetAddresses(ship=GivenAddress(firstname="Ada", zipcode="20814")),
    )


@pytest.mark.parametrize("use", [1, "1", True, "true", "on"])
def test_use_billing_copies_the_billing_address(use):
    assert of_order(use_billing=use) == (SetAddresses(use_billing=True),)


@pytest.mark.parametrize("use", [0, "0", False, "false", "", None])
def test_use_billing_may_be_declined(use):
    assert of_order(use_billing=use) == ()


def test_addresses_are_read_at_the_top_level_and_under_order():
    ada, bob = {"firstname": "Ada"}, {"firstname": "Bob"}
    assert addresses_changes({"billing_address": ada, "order": {"ship_address": bob}}) == (
        SetAddresses(bill=GivenAddress(firstname="Ada"), ship=GivenAddress(firstname="Bob")),
    )


@pytest.mark.parametrize(
    "parameters", [{"shipping_method_id": "3"}, {"order": {"shipping_method_id": 3}}]
)
def test_a_shipping_method_is_read_at_the_top_level_or_under_order(parameters):
    assert order_changes(parameters) == (SelectShippingMethod(3),)
    assert delivery_changes(parameters) == (SelectShippingMethod(3),)


def test_a_rate_is_selected_for_a_shipment():
    chosen = [{"id": "5", "selected_shipping_rate_id": "9"}, {"id": 6}]
    assert of_order(shipments_attributes=chosen) == (SelectRate(5, 9),)
    nameless = {"order": {"shipments": [{"selected_shipping_rate_id": 9}]}}
    assert problems_of(order_changes, nameless) == [("shipments.id", "required")]


def test_a_card_is_found_by_its_payment_method():
    parameters = {
        "order": {"payments_attributes": [{"payment_method_id": "3", "amount": "1"}]},
        "payment_source": {"3": {"number": "4111", "month": 1, "year": 30}, "4": {"number": "x"}},
    }
    assert order_changes(parameters) == (
        AddPayment(
            payment_method_id=3,
            amount=None,
            card=GivenCard(number="4111", month="1", year="30"),
        ),
    )


def test_a_card_may_come_with_its_payment():
    source = {"expiry": "12 / 30", "cc_type": "visa", "gateway_payment_profile_id": "tok"}
    payment = made_payment({"payment": {"payment_method_id": 3, "source_attributes": source}})
    assert payment.card == GivenCard(month="12", year="30", brand="visa", token="tok")


def test_a_card_of_which_nothing_is_known_is_none():
    source = {"payment_source": {"3": {"x": 1}}}
    (payment,) = order_changes({"order": {"payments": [{"payment_method_id": 3}]}, **source})
    assert payment == AddPayment(payment_method_id=3)


def test_a_saved_card_goes_before_a_typed_one():
    assert of_order(existing_card="8") == (AddPayment(payment_method_id=None, existing_card_id=8),)
    both = {"payments": [{"payment_method_id": 3, "source": {"number": "4"}}], "existing_card": 8}
    assert of_order(**both) == (AddPayment(payment_method_id=3, existing_card_id=8),)


@pytest.mark.parametrize("payments", [[], {}, [{}, {}]])
def test_exactly_one_payment_comes_with_a_step(payments):
    assert problems_of(order_changes, {"order": {"payments_attributes": payments}}) == [
        ("payments", "one_payment")
    ]


def test_an_amount_counts_in_a_payments_own_endpoint_only():
    payment = {"payment_method_id": 2, "amount": Decimal("1.5")}
    assert made_payment({"payment": payment}).amount == "1.5"
    (given,) = of_order(payments=[payment])
    assert given.amount is None


def test_a_coupon_is_entered_and_an_empty_one_is_none():
    assert of_order(coupon_code="TENOFF") == (EnterCoupon("TENOFF"),)
    assert of_order(coupon_code="") == ()


def test_the_step_to_go_back_to_is_read():
    assert checkout_changes({"state": "address"}) == ((), "address")
    assert checkout_changes({"state": ""}) == ((), None)


def test_everything_wrong_is_named_at_once():
    order = {
        "email": [],
        "use_billing": "maybe",
        "ship_address": "here",
        "bill_address": {"country_id": "x", "city": "c" * 300},
        "shipping_method_id": 2**63,
    }
    assert problems_of(order_changes, {"order": order}) == [
        ("email", "not_text"),
        ("bill_address.city", "too_long"),
        ("bill_address.country_id", "not_a_number"),
        ("ship_address", "not_an_object"),
        ("use_billing", "not_a_flag"),
        ("shipping_method_id", "out_of_range"),
    ]


def test_path_ids_are_ids_or_numbers_and_nothing_else():
    assert path_id("12") == path_id("P12", "P") == path_id("p12", "P") == 12
    for text in ("", "x", "H12", "-1", "1.0", "٣", str(2**63), "9" * 5000):
        with pytest.raises(NotFound):
            path_id(text, "P")
