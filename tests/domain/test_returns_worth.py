"""What comes back is worth what was paid for it, in however many parts it comes."""

import msgspec
from hypothesis import assume, given
from hypothesis import strategies as st

from ringup.domain.facts import Facts
from ringup.domain.fulfilment.returns.authorizing import Terms, Wish, authorized
from ringup.domain.fulfilment.returns.counting import authorization_in, come_back
from ringup.domain.fulfilment.returns.receiving import newly_received, received
from ringup.domain.fulfilment.standing import stood
from ringup.domain.order import Adjustment, Order
from ringup.domain.pricing.reprice import reprice
from tests.domain.builders import (
    EARLIER,
    MUG,
    NOW,
    ONCE,
    TENOFF,
    TOTE,
    an_address,
    an_order,
    demo_shop,
    facts_of,
)
from tests.domain.parcels import paid
from tests.domain.test_pricing_properties import carts

replace = msgspec.structs.replace


def sent(order: Order, facts: Facts) -> Order:
    """The order, priced, placed, paid and sent."""
    priced = replace(reprice(order, facts), state="complete", completed_at=NOW)
    shipments = tuple(
        replace(
            shipment,
            state="shipped",
            items=tuple(replace(item, state="shipped") for item in shipment.items),
        )
        for shipment in priced.shipments
    )
    return paid(stood(replace(priced, shipments=shipments)))


def back(order: Order, facts: Facts, line_id: int, quantity: int) -> Order:
    """The order after so many of a line have come back, nowhere to be sold again."""
    wish = Wish(line_item_id=line_id, quantity=quantity, restock=False)
    order = authorized(order, facts, Terms(wishes=(wish,)))
    return received(order, facts, order.returns[-1].id)


def worth(before: Order, after: Order) -> tuple[int, int]:
    [item] = newly_received(before, after)
    return item.amount, item.tax


@given(carts(), st.data())
def test_all_parts_together_are_worth_what_was_paid_for_the_lines(cart, data):
    order, facts = cart
    assume(order.shipments)
    order = sent(order, facts)
    assert order.totals.total == order.totals.payment_total
    expected = order.totals.total - order.totals.ship_total
    expected -= sum(a.amount for s in order.shipments for a in s.adjustments if a.eligible)
    left = {line.id: line.quantity for line in order.line_items}
    while any(left.values()):
        line_id = data.draw(st.sampled_from([id_ for id_, count in left.items() if count]))
        count = data.draw(st.integers(1, left[line_id]))
        left[line_id] -= count
        before, order = order, back(order, facts, line_id, count)
        amount, tax = worth(before, order)
        assert 0 <= tax <= amount or amount == 0
        assert order.totals.total == before.totals.total - amount
    items = [item for each in order.returns for item in each.came]
    assert sum(item.amount for item in items) == expected
    assert sum(item.tax for item in items) == order.totals.tax_total
    assert -order.totals.outstanding == expected
    assert order.state == "returned"


def test_each_of_three_at_a_price_that_three_do_not_divide_is_worth_a_third_to_the_cent():
    # 3 x 15.99 less 5.00 for the whole order is 42.97; 5 % of that is 2.15, 45.12 in all.
    facts = facts_of(demo_shop())
    order = sent(bought((TOTE, 3), coupons=[ONCE]), facts)
    line = order.line_items[0]
    amounts = []
    for _ in range(3):
        before, order = order, back(order, facts, line.id, 1)
        amounts.append(worth(before, order))
    assert amounts == [(15_04, 72), (15_04, 72), (15_04, 71)]


def test_what_came_off_the_whole_order_comes_off_each_line_by_what_it_cost():
    # 13.99 and 15.99 less 5.00: 2.33 of it is the mug's.
    facts = facts_of(demo_shop())
    order = sent(bought((MUG, 1), (TOTE, 1), coupons=[ONCE]), facts)
    mug, tote = order.line_items
    after = back(order, facts, mug.id, 1)
    assert worth(order, after) == (13_99 - 2_33 + 58, 58)
    assert worth(after, back(after, facts, tote.id, 1)) == (15_99 - 2_67 + 67, 67)


def test_a_discount_by_hand_is_shared_as_well():
    facts = facts_of(demo_shop())
    off = Adjustment(
        id=900,
        source="manual",
        label="Sorry",
        amount=-10_00,
        created_at=EARLIER,
        updated_at=EARLIER,
    )
    order = sent(bought((TOTE, 2), adjustments=(off,)), facts)
    after = back(order, facts, order.line_items[0].id, 1)
    assert worth(order, after)[0] == (2 * 15_99 + 1_60 - 10_00) // 2
    assert after.payment_state == "credit_owed"


def test_what_was_credited_is_no_discount_on_what_was_kept():
    facts = facts_of(demo_shop())
    order = sent(bought((TOTE, 2), (MUG, 2), coupons=[TENOFF]), facts)
    tote, mug = order.line_items
    alone = worth(order, back(order, facts, mug.id, 1))
    after = back(order, facts, tote.id, 2)
    assert worth(after, back(after, facts, mug.id, 1)) == alone


def test_what_comes_back_no_longer_counts_as_sent():
    facts = facts_of(demo_shop())
    order = sent(bought((TOTE, 3)), facts)
    [line] = order.line_items
    after = back(order, facts, line.id, 2)
    assert come_back(after, line.id) == 2
    [parcel] = after.shipments
    assert [(item.state, item.quantity) for item in parcel.items] == [
        ("shipped", 1),
        ("returned", 2),
    ]
    assert parcel.state == "shipped"
    assert authorization_in(after, after.returns[0].id).state == "received"


def bought(*goods, **fields):
    address = an_address()
    return an_order(*goods, shipping=[5_00], ship_address=address, bill_address=address, **fields)
