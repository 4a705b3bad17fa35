"""What holds for the price of every order, whatever is in it and whatever the shop promotes."""

from itertools import chain

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from ringup.domain.order import Adjustment, child_id
from ringup.domain.pricing.reprice import reprice
from ringup.domain.pricing.tax import taxable
from ringup.domain.promotions.actions import (
    AmountOffLines,
    AmountOffOrder,
    BuyXGetY,
    FreeShipping,
    PercentOffLines,
    PercentOffOrder,
)
from ringup.domain.promotions.matching import Matching
from ringup.domain.promotions.rules import ItemTotal, Quantity
from tests.domain.builders import (
    EARLIER,
    a_promotion,
    a_shop,
    a_tax_rate,
    a_variant,
    a_zone,
    an_address,
    an_order,
    facts_of,
)

CURRENCIES = st.sampled_from(["USD", "JPY", "KWD"])
PRICES = st.integers(0, 100_000)
RATES = st.integers(1, 1_000_000)
SOME = st.frozensets(st.integers(1, 4), max_size=2).map(lambda ids: Matching(variant_ids=ids))
AMOUNTS = st.dictionaries(CURRENCIES, st.integers(1, 50_000), max_size=3)
COUNTS = st.integers(1, 3)

ACTIONS = st.one_of(
    st.builds(PercentOffOrder, rate=RATES),
    st.builds(AmountOffOrder, amounts=AMOUNTS),
    st.builds(PercentOffLines, rate=RATES, matching=SOME),
    st.builds(
        AmountOffLines, amounts=AMOUNTS, per=st.sampled_from(["unit", "line"]), matching=SOME
    ),
    st.builds(FreeShipping),
    st.builds(BuyXGetY, buy=COUNTS, get=COUNTS, rate=RATES, buy_matching=SOME, get_matching=SOME),
)
RULES = st.one_of(
    st.builds(ItemTotal, minimum=AMOUNTS),
    st.builds(Quantity, minimum=st.integers(1, 10), matching=SOME),
)


@st.composite
def promotions(draw):
    count = draw(st.integers(0, 5))
    return [
        a_promotion(
            number,
            *draw(st.lists(ACTIONS, min_size=1, max_size=2)),
            rules=draw(st.lists(RULES, max_size=1)),
            code=draw(st.sampled_from([None, f"CODE{number}"])),
        )
        for number in range(1, count + 1)
    ]


@st.composite
def tax_rates(draw):
    count = draw(st.integers(0, 3))
    return tuple(
        a_tax_rate(number, 1, draw(st.integers(0, 300_000)), included_in_price=draw(st.booleans()))
        for number in range(1, count + 1)
    )


@st.composite
def carts(draw):
    """An order without anything done by hand, and the facts to price it by."""
    currency = draw(CURRENCIES)
    goods = [
        (a_variant(number, prices={currency: draw(PRICES)}), draw(st.integers(1, 40)))
        for number in range(1, draw(st.integers(1, 5)) + 1)
    ]
    offered = draw(promotions())
    order = an_order(
        *goods,
        currency=currency,
        shipping=draw(st.lists(st.integers(0, 5_000), max_size=2)),
        coupons=[promotion for promotion in offered if promotion.code],
        ship_address=draw(st.sampled_from([None, an_address("US"), an_address("DE")])),
    )
    shop = a_shop(offered, zones={1: a_zone(1, "US")}, tax_rates=draw(tax_rates()))
    return order, facts_of(shop, *(variant for variant, _ in goods))


@st.composite
def by_hand(draw):
    return Adjustment(
        id=999_999_999,
        source="manual",
        label="By hand",
        amount=draw(st.integers(-200_000, 200_000)),
        created_at=EARLIER,
        updated_at=EARLIER,
    )


def hung(order):
    on_lines = (line.adjustments for line in order.line_items)
    on_shipments = (shipment.adjustments for shipment in order.shipments)
    return list(chain(*on_lines, *on_shipments, order.adjustments))


def discount(thing):
    return sum(a.amount for a in thing.adjustments if a.source == "promotion" and a.eligible)


@given(carts())
def test_repricing_again_changes_nothing(cart):
    order, facts = cart
    priced = reprice(order, facts)
    assert reprice(priced, facts) == priced


@given(carts(), by_hand(), by_hand())
def test_repricing_again_changes_nothing_beside_what_was_done_by_hand(cart, on_line, on_order):
    order, facts = cart
    first, *others = order.line_items
    first = replace(first, adjustments=(on_line,))
    priced = reprice(replace(order, line_items=(first, *others), adjustments=(on_order,)), facts)
    assert on_line in priced.line_items[0].adjustments
    assert on_order in priced.adjustments
    assert reprice(priced, facts) == priced


@given(carts())
def test_the_totals_are_the_sums_of_their_parts(cart):
    order = reprice(*cart)
    totals, counted = order.totals, [a for a in hung(order) if a.eligible]
    assert totals.item_total == sum(line.price * line.quantity for line in order.line_items)
    assert totals.ship_total == sum(shipment.cost for shipment in order.shipments)
    assert totals.adjustment_total == totals.promo_total + totals.additional_tax_total
    assert totals.tax_total + totals.promo_total == sum(a.amount for a in counted)
    assert totals.total == totals.item_total + totals.ship_total + totals.adjustment_total


@given(carts())
def test_nothing_ever_costs_less_than_nothing(cart):
    order = reprice(*cart)
    goods = [line.amount + discount(line) for line in order.line_items]
    parcels = [shipment.cost + discount(shipment) for shipment in order.shipments]
    assert min([*goods, *parcels, sum(goods) + discount(order), order.totals.total]) >= 0
    assert order.totals.promo_total <= 0 <= order.totals.tax_total


@given(carts())
def test_one_discount_at_most_counts_on_each_thing_and_it_is_the_best(cart):
    order = reprice(*cart)
    on_things = [thing.adjustments for thing in order.line_items + order.shipments]
    for adjustments in (*on_things, order.adjustments):
        offered = [a for a in adjustments if a.source == "promotion"]
        assert all(a.amount < 0 for a in offered)
        if offered:
            (winner,) = (a for a in offered if a.eligible)
            assert winner.amount == min(a.amount for a in offered)


@given(carts())
def test_what_is_taxed_adds_up_to_what_is_paid_for_the_items(cart):
    order = reprice(*cart)
    bases = taxable(order)
    assert all(0 <= base <= line.amount for base, line in zip(bases, order.line_items, strict=True))
    off = discount(order) + sum(discount(line) for line in order.line_items)
    assert sum(bases) == order.totals.item_total + off


@given(carts())
def test_every_adjustment_has_an_id_of_its_own_among_the_orders_children(cart):
    before, facts = cart
    order = reprice(before, facts)
    ids = [a.id for a in hung(order)]
    assert len(set(ids)) == len(ids)
    fresh = range(
        child_id(order.id, before.last_child + 1), child_id(order.id, order.last_child + 1)
    )
    assert sorted(ids) == list(fresh)


@settings(max_examples=50)
@given(carts(), carts())
def test_a_cart_that_changes_and_changes_back_costs_the_same(one, other):
    order, facts = one
    changed = reprice(reprice(order, facts), other[1])
    back = reprice(changed, facts)
    if all(line.variant_id in facts.variants for line in order.line_items):
        assert back.totals == reprice(order, facts).totals
