"""Repricing: today's prices, the same identities, and hands off what was placed."""

from datetime import timedelta

from msgspec.structs import replace

from ringup.domain.order import Adjustment, child_id
from ringup.domain.pricing.reprice import reprice
from ringup.domain.promotions.actions import PercentOffOrder
from tests.domain.builders import (
    EARLIER,
    MUG,
    NOW,
    ONCE,
    TENOFF,
    TOTE,
    a_promotion,
    a_shop,
    a_variant,
    an_address,
    an_order,
    demo_shop,
    facts_of,
)

FACTS = facts_of(demo_shop())
LATER = replace(FACTS, now=NOW + timedelta(hours=1))
HOME = an_address("US", "MD")


def by_hand(adjustment_id=7, amount=-1_00, **fields):
    known = {
        "id": adjustment_id,
        "source": "manual",
        "label": "Sorry",
        "created_at": EARLIER,
        "updated_at": EARLIER,
    }
    return Adjustment(amount=amount, **(known | fields))


def test_repricing_twice_is_repricing_once():
    once = reprice(an_order((MUG, 3), TOTE, coupons=[TENOFF, ONCE], ship_address=HOME), FACTS)
    assert reprice(once, FACTS) == once
    assert reprice(once, LATER) == once


def test_new_adjustments_get_the_orders_next_child_ids():
    order = an_order(TOTE, coupons=[TENOFF], ship_address=HOME)
    priced = reprice(order, FACTS)
    ids = [a.id for a in priced.line_items[0].adjustments]
    assert ids == [child_id(1, order.last_child + 1), child_id(1, order.last_child + 2)]
    assert priced.last_child == order.last_child + 2


def test_an_adjustment_that_did_not_change_keeps_its_id_and_its_times():
    first = reprice(an_order(TOTE, MUG, ship_address=HOME), FACTS)
    tote, mug = first.line_items
    more = replace(first, line_items=(replace(tote, quantity=2), mug))
    second = reprice(more, LATER)
    assert second.line_items[1] == mug
    changed = second.line_items[0].adjustments[0]
    assert changed.id == tote.adjustments[0].id
    assert changed.amount == 1_60
    assert (changed.created_at, changed.updated_at) == (NOW, LATER.now)
    assert second.last_child == first.last_child


def test_what_no_longer_applies_is_gone_and_its_id_is_not_given_again():
    taxed = reprice(an_order(TOTE, ship_address=HOME), FACTS)
    untaxed = reprice(replace(taxed, ship_address=an_address("JP")), FACTS)
    assert untaxed.line_items[0].adjustments == ()
    again = reprice(replace(untaxed, ship_address=HOME), FACTS)
    assert again.line_items[0].adjustments[0].id > taxed.line_items[0].adjustments[0].id


def test_a_line_follows_its_variants_price_in_the_orders_currency():
    order = reprice(an_order(TOTE, currency="EUR"), FACTS)
    dearer = facts_of(demo_shop(), replace(TOTE, prices={"USD": 1, "EUR": 20_00}))
    line = reprice(order, dearer).line_items[0]
    assert line.price == 20_00
    assert line.updated_at == dearer.now


def test_a_price_set_by_hand_stays():
    order = an_order(TOTE)
    fixed = replace(order.line_items[0], price=1_00, price_fixed=True)
    line = reprice(replace(order, line_items=(fixed,)), FACTS).line_items[0]
    assert line == fixed


def test_a_variant_without_a_price_in_the_currency_keeps_the_lines_price():
    order = an_order(a_variant(1, prices={"EUR": 5_00}), currency="EUR")
    elsewhere = facts_of(demo_shop(), a_variant(1, prices={"USD": 6_00}))
    assert reprice(order, elsewhere).line_items[0].price == 5_00


def test_a_line_whose_variant_is_unknown_keeps_its_price_and_bears_no_tax():
    order = an_order(a_variant(99), coupons=[TENOFF], ship_address=HOME)
    priced = reprice(order, FACTS)
    assert priced.totals.total == 10_00
    assert priced.line_items[0].adjustments == ()


def test_what_was_adjusted_by_hand_stays_and_counts():
    order = an_order(TOTE, shipping=[5_00], adjustments=(by_hand(),), ship_address=HOME)
    priced = reprice(order, FACTS)
    assert priced.adjustments == (by_hand(),)
    assert priced.totals.adjustment_total == -1_00 + 80
    assert priced.totals.promo_total == 0


def test_a_locked_discount_stays_as_it_is_and_nothing_competes_with_it():
    locked = by_hand(source="promotion", source_id=99, promotion_id=9, locked=True)
    order = an_order(TOTE, coupons=[TENOFF], ship_address=HOME)
    line = replace(order.line_items[0], adjustments=(locked,))
    priced = reprice(replace(order, line_items=(line,)), FACTS)
    kept, tax = priced.line_items[0].adjustments
    assert kept == locked
    assert (tax.source, tax.amount) == ("tax_rate", 75)


def test_a_locked_tax_is_not_charged_a_second_time():
    locked = by_hand(source="tax_rate", source_id=1, locked=True, amount=33, label="Tax")
    order = an_order(TOTE, ship_address=HOME)
    line = replace(order.line_items[0], adjustments=(locked,))
    priced = reprice(replace(order, line_items=(line,)), FACTS)
    assert priced.line_items[0].adjustments == (locked,)
    assert priced.totals.additional_tax_total == 33


def test_a_discount_by_hand_leaves_promotions_only_the_rest():
    order = an_order(a_variant(1))
    line = replace(order.line_items[0], adjustments=(by_hand(amount=-9_50),))
    free = a_promotion(1, PercentOffOrder(rate=1_000_000))
    facts = facts_of(a_shop([free]), a_variant(1))
    priced = reprice(replace(order, line_items=(line,)), facts)
    assert priced.totals.promo_total == -50
    assert priced.totals.total == 0


def test_a_surcharge_by_hand_is_not_discounted_away():
    order = an_order(a_variant(1), adjustments=(by_hand(amount=3_00, label="Gift wrap"),))
    free = a_promotion(1, PercentOffOrder(rate=1_000_000))
    facts = facts_of(a_shop([free]), a_variant(1))
    assert reprice(order, facts).totals.total == 3_00


def test_an_order_that_was_placed_keeps_its_prices():
    placed = replace(reprice(an_order(TOTE, ship_address=HOME), FACTS), completed_at=NOW)
    dearer = facts_of(demo_shop(), replace(TOTE, prices={"USD": 99_00}))
    assert reprice(placed, dearer) is placed


def test_an_empty_order_costs_nothing():
    order = an_order()
    assert reprice(order, FACTS) == order
