"""Putting things into the cart and taking them out."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ringup.domain.cart import edit
from ringup.domain.changes import AddItem, EmptyCart, RemoveItem, SetQuantity
from ringup.domain.money import LARGEST
from ringup.domain.problems import Invalid, Problem
from ringup.domain.stock import StockLevel
from tests.domain.builders import (
    BOOK,
    CAP,
    COAT,
    DEMO_VARIANTS,
    MAIN,
    MUG,
    NOW,
    PRINT,
    TENOFF,
    TOTE,
    a_variant,
    an_order,
)
from tests.domain.walking import FACTS, facts_with, standing_in

LATER = replace(FACTS, now=NOW + timedelta(hours=1))


def alone(apply_all, order, facts, change):
    after, problems = apply_all(order, facts, [change])
    if problems:
        raise Invalid(*problems)
    return after


def add(order, variant, quantity=1, facts=FACTS, **fields):
    change = AddItem(variant_id=variant.id, quantity=quantity, **fields)
    return alone(edit.added, order, facts, change)


def set_to(order, quantity, facts=FACTS, **fields):
    line = order.line_items[0]
    change = SetQuantity(line_item_id=line.id, quantity=quantity, **fields)
    return alone(edit.quantity_set, order, facts, change)


def refusal(function, *args, **fields):
    with pytest.raises(Invalid) as refused:
        function(*args, **fields)
    (problem,) = refused.value.problems
    return problem.field, problem.code, problem.message


def test_an_item_is_added_at_its_price_in_the_orders_currency():
    (line,) = add(an_order(currency="EUR"), TOTE, 2).line_items
    assert (line.variant_id, line.quantity, line.price) == (TOTE.id, 2, 14_99)
    assert not line.price_fixed


def test_an_item_may_be_named_by_sku():
    order = alone(edit.added, an_order(), FACTS, AddItem(sku="MUG-01"))
    assert order.line_items[0].variant_id == MUG.id


def test_more_of_a_variant_joins_its_line():
    order = add(an_order((TOTE, 2), MUG), TOTE, 3)
    assert [line.quantity for line in order.line_items] == [5, 1]
    assert order.line_items[0].id == an_order((TOTE, 2), MUG).line_items[0].id


def test_an_item_at_a_price_set_by_hand_gets_a_line_of_its_own():
    order = add(add(an_order(TOTE), TOTE, price="1.00"), TOTE, price="1.0")
    assert [(line.quantity, line.price) for line in order.line_items] == [(1, 15_99), (2, 1_00)]


def test_an_item_without_a_price_does_not_join_a_line_whose_price_was_set_by_hand():
    order = add(add(an_order(), TOTE, price="0.01"), TOTE)
    assert [(line.quantity, line.price) for line in order.line_items] == [(1, 1), (1, 15_99)]


@pytest.mark.parametrize("change", [{"variant_id": 999}, {"sku": "NOPE"}])
def test_an_unknown_variant_is_named(change):
    field = f"line_items.{next(iter(change))}"
    expected = (field, "variant_not_found", "does not exist")
    assert refusal(alone, edit.added, an_order(), FACTS, AddItem(**change)) == expected


def test_a_deleted_variant_is_as_good_as_unknown():
    facts = facts_with(replace(TOTE, deleted=True))
    assert refusal(add, an_order(), TOTE, facts=facts)[1] == "variant_not_found"


def test_a_variant_without_a_price_in_the_currency_is_refused():
    answer = refusal(add, an_order(currency="JPY"), TOTE)
    assert answer == ("line_items.variant_id", "not_sold_in_currency", "is not sold in JPY")


@pytest.mark.parametrize("quantity", [0, -1, 2**31])
def test_a_quantity_to_add_is_a_whole_number_from_one_on(quantity):
    field, code, _ = refusal(add, an_order(), BOOK, quantity)
    assert (field, code) == ("line_items.quantity", "quantity_invalid")


def test_a_line_grows_no_further_than_its_bound():
    order = add(an_order(), BOOK, edit.MOST_OF_ONE)
    assert refusal(add, order, BOOK)[1] == "quantity_invalid"


def test_problems_are_named_under_the_items_own_field():
    assert refusal(add, an_order(), TOTE, 0, field="")[0] == "quantity"


@pytest.mark.parametrize("price", ["-1", "abc", "1.999", ""])
def test_a_price_by_hand_is_an_amount_of_the_currency(price):
    field, code, _ = refusal(add, an_order(), TOTE, price=price)
    assert (field, code) == ("line_items.price", "price_invalid")


def test_short_stock_is_refused_in_the_words_clients_know():
    expected = (
        "line_items.quantity",
        "insufficient_stock",
        'selected of "Limited Print" is not available.',
    )
    assert refusal(add, an_order(), PRINT, 11) == expected
    assert refusal(add, an_order(), CAP)[1] == "insufficient_stock"


def test_the_last_ones_can_be_had():
    assert add(an_order(), PRINT, 10).total_quantity == 10


def test_demand_is_summed_over_all_lines_of_a_variant():
    order = add(an_order(), PRINT, 6, price="1.00")
    assert refusal(add, order, PRINT, 5)[1] == "insufficient_stock"


def test_digital_backorderable_and_uncounted_things_are_never_short():
    uncounted = a_variant(20, track_inventory=False, stock=())
    facts = facts_with(uncounted)
    order = add(add(add(an_order(), BOOK, 10**6), COAT, 10**6), uncounted, 10**6, facts)
    assert order.total_quantity == 3 * 10**6


def test_what_others_hold_is_not_there_and_what_the_order_holds_is():
    level = StockLevel(stock_location_id=MAIN, count_on_hand=10, held=8)
    held = replace(PRINT, stock=(level,))
    assert refusal(add, an_order(), PRINT, 3, facts_with(held))[1] == "insufficient_stock"
    own = replace(held, held_by_order={MAIN: 5})
    assert add(an_order(), PRINT, 7, facts_with(own)).total_quantity == 7


def test_an_order_has_at_most_five_thousand_lines():
    full = an_order(*[BOOK] * edit.MOST_LINES)
    assert refusal(add, full, TOTE)[:2] == ("line_items", "too_many_line_items")
    assert len(add(full, BOOK).line_items) == edit.MOST_LINES


def test_the_items_together_stay_below_the_largest_amount():
    gold = a_variant(20, digital=True, prices={"USD": LARGEST // 2})
    facts = facts_with(gold)
    order = add(an_order(), gold, facts=facts)
    assert edit.size_problem(order) is None
    message = "must stay below 10000000000000.0 in all"
    expected = Problem("", "line_items", "order_too_large", message)
    assert edit.size_problem(add(order, gold, facts=facts)) == expected


def test_a_quantity_is_set():
    order = set_to(an_order((TOTE, 2)), 5, LATER)
    assert order.line_items[0].quantity == 5
    assert order.line_items[0].updated_at == LATER.now


def test_the_same_quantity_changes_nothing():
    order = an_order((TOTE, 2))
    assert set_to(order, 2, LATER) == order


def test_a_quantity_of_zero_removes_the_line():
    order = set_to(an_order((TOTE, 2), MUG), 0)
    assert [line.variant_id for line in order.line_items] == [MUG.id]


def test_a_negative_quantity_is_refused():
    assert refusal(set_to, an_order(TOTE), -1)[1] == "quantity_invalid"


def test_a_quantity_past_stock_is_refused():
    assert refusal(set_to, an_order(PRINT), 11)[1] == "insufficient_stock"


def test_fewer_of_something_short_is_allowed():
    assert set_to(an_order((PRINT, 20)), 15).total_quantity == 15


def test_a_price_can_be_set_alone():
    (line,) = set_to(an_order((TOTE, 2)), None, price="3.50").line_items
    assert (line.quantity, line.price, line.price_fixed) == (2, 3_50, True)


def test_an_unknown_line_is_named():
    change = SetQuantity(line_item_id=1, quantity=1)
    answer = refusal(alone, edit.quantity_set, an_order(TOTE), FACTS, change)
    assert answer == ("line_items.id", "line_item_not_found", "does not exist")
    assert refusal(alone, edit.removed, an_order(TOTE), FACTS, RemoveItem(1)) == answer


def test_a_line_is_removed():
    order = an_order(TOTE, MUG)
    left = alone(edit.removed, order, FACTS, RemoveItem(order.line_items[0].id))
    assert left.line_items == order.line_items[1:]


def test_emptying_leaves_nothing_that_belonged_to_the_goods():
    order = standing_in("confirm")
    order = replace(order, coupons=an_order(coupons=[TENOFF]).coupons)
    empty = edit.emptied(order, LATER, EmptyCart())
    left = (empty.line_items, empty.shipments, empty.adjustments, empty.coupons)
    assert left == ((), (), (), ())
    assert [payment.state for payment in empty.payments] == ["invalid"]
    assert (empty.email, empty.bill_address) == (order.email, order.bill_address)


@given(
    st.lists(st.tuples(st.sampled_from(sorted(DEMO_VARIANTS)), st.integers(-1, 12)), max_size=12)
)
def test_adding_one_by_one_sums_up_and_never_past_stock(adds):
    order = an_order()
    for variant_id, quantity in adds:
        before = order
        try:
            order = add(order, DEMO_VARIANTS[variant_id], quantity)
        except Invalid:
            continue
        assert order.total_quantity == before.total_quantity + quantity
    variants = [line.variant_id for line in order.line_items]
    assert len(set(variants)) == len(variants)
    assert all(DEMO_VARIANTS[ln.variant_id].can_supply(ln.quantity) for ln in order.line_items)


def test_many_changes_of_a_kind_are_each_applied_to_what_the_ones_before_left():
    changes = [AddItem(variant_id=v.id) for v in (PRINT, TOTE, PRINT)]
    order, problems = edit.added(an_order(), FACTS, changes)
    bought = [(line.variant_id, line.quantity) for line in order.line_items]
    assert (bought, problems) == ([(PRINT.id, 2), (TOTE.id, 1)], ())


def test_one_refused_of_many_leaves_the_others_in_the_cart():
    changes = [AddItem(variant_id=PRINT.id, quantity=n) for n in (6, 5, 4)]
    order, problems = edit.added(an_order(), FACTS, changes)
    assert [line.quantity for line in order.line_items] == [10]
    assert [problem.code for problem in problems] == ["insufficient_stock"]


def test_what_changes_nothing_gives_the_very_same_order():
    order = an_order(TOTE)
    assert (
        edit.quantity_set(
            order, LATER, [SetQuantity(line_item_id=order.line_items[0].id, quantity=1)]
        )[0]
        is order
    )
