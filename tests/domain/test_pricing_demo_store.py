"""The demo store's three results, to the cent, and what its promotions do to each other."""

from ringup.domain.order import Totals
from ringup.domain.pricing.reprice import reprice
from tests.domain.builders import (
    BOOK,
    DESK,
    FREESHIP,
    LAMP,
    MUG,
    OLDCODE,
    ONCE,
    SAMPLE,
    TEE_M,
    TEE_S,
    TENOFF,
    TOTE,
    an_address,
    an_order,
    demo_shop,
    facts_of,
)

FACTS = facts_of(demo_shop())


def labels(order):
    things = (*order.line_items, *order.shipments, order)
    return [(a.label, a.amount, a.eligible) for thing in things for a in thing.adjustments]


def test_one_tote_to_maryland_by_ground_is_21_79():
    order = reprice(an_order(TOTE, shipping=[5_00], ship_address=an_address("US", "MD")), FACTS)
    assert order.totals == Totals(
        item_total=15_99,
        ship_total=5_00,
        adjustment_total=80,
        additional_tax_total=80,
        total=21_79,
    )
    assert labels(order) == [("Sales tax 5.0%", 80, True)]


def test_two_t_shirts_and_a_mug_with_tenoff_overnight_is_66_00():
    order = an_order(
        (TEE_M, 2), MUG, shipping=[15_00], coupons=[TENOFF], ship_address=an_address("US", "MD")
    )
    assert reprice(order, FACTS).totals == Totals(
        item_total=53_97,
        ship_total=15_00,
        adjustment_total=-2_97,
        promo_total=-5_40,
        additional_tax_total=2_43,
        total=66_00,
    )


def test_one_tote_to_germany_is_24_99_with_2_67_of_vat_in_it():
    order = reprice(an_order(TOTE, shipping=[9_00], ship_address=an_address("DE")), FACTS)
    assert order.totals == Totals(
        item_total=15_99, ship_total=9_00, included_tax_total=2_67, total=24_99
    )
    assert labels(order) == [("VAT 20.0% (Included in Price)", 2_67, True)]


def test_a_t_shirt_in_two_sizes_is_discounted_and_taxed_line_by_line():
    order = an_order(TEE_S, TEE_M, coupons=[TENOFF], ship_address=an_address("US", "MD"))
    totals = reprice(order, FACTS).totals
    # Each line: 19.99 − 2.00 = 17.99, and 0.90 tax (0.8995).
    assert (totals.promo_total, totals.additional_tax_total) == (-4_00, 1_80)
    assert totals.total == 37_78


def test_the_same_tote_in_euros_has_its_own_price():
    order = an_order(TOTE, currency="EUR", shipping=[9_00], ship_address=an_address("FR"))
    assert reprice(order, FACTS).totals.total == 14_99 + 9_00


def test_two_mugs_cost_two_mugs_and_three_cost_six_less():
    assert reprice(an_order((MUG, 2)), FACTS).totals.total == 27_98
    assert reprice(an_order((MUG, 3)), FACTS).totals.total == 41_97 - 6_00


def test_the_mugs_own_discount_beats_ten_percent_on_the_mugs_only():
    order = reprice(an_order((MUG, 3), TOTE, coupons=[TENOFF]), FACTS)
    mugs, tote = order.line_items
    assert [(a.label, a.amount, a.eligible) for a in mugs.adjustments] == [
        ("Promotion (Three mugs)", -6_00, True),
        ("Promotion (Ten off)", -4_20, False),
    ]
    assert [(a.label, a.amount) for a in tote.adjustments] == [("Promotion (Ten off)", -1_60)]
    assert order.totals.promo_total == -7_60


def test_freeship_takes_every_parcel_of_an_order_from_fifty_on():
    order = reprice(an_order(DESK, LAMP, shipping=[5_00, 5_00], coupons=[FREESHIP]), FACTS)
    assert order.totals.promo_total == -10_00
    assert order.totals.ship_total == 10_00
    assert order.totals.total == 329_00


def test_freeship_sleeps_below_fifty_and_wakes_with_the_cart():
    small = reprice(an_order(TOTE, shipping=[5_00], coupons=[FREESHIP]), FACTS)
    assert small.totals.total == 20_99
    assert len(small.coupons) == 1
    large = reprice(an_order((TOTE, 4), shipping=[5_00], coupons=[FREESHIP]), FACTS)
    assert large.totals.total == 63_96


def test_an_expired_code_that_was_entered_gives_nothing():
    assert reprice(an_order(TOTE, coupons=[OLDCODE]), FACTS).totals.total == 15_99


def test_once_comes_off_the_order_beside_ten_percent_off_its_lines():
    order = an_order(
        (TOTE, 2), coupons=[TENOFF, ONCE], shipping=[5_00], ship_address=an_address("US", "MD")
    )
    # 31.98 − 3.20 = 28.78; − 5.00 = 23.78; 5 % of that is 1.189.
    totals = reprice(order, FACTS).totals
    assert (totals.promo_total, totals.additional_tax_total) == (-8_20, 1_19)
    assert totals.total == 29_97


def test_a_free_sample_costs_nothing_and_bears_no_tax():
    order = reprice(an_order(SAMPLE, bill_address=an_address("US", "MD")), FACTS)
    assert order.totals == Totals()
    assert labels(order) == []


def test_an_e_book_is_taxed_where_it_is_billed():
    order = an_order(BOOK, bill_address=an_address("US"), ship_address=an_address("DE"))
    assert labels(reprice(order, FACTS)) == [("Sales tax 5.0%", 45, True)]


def test_nobody_is_taxed_before_saying_where_they_are():
    assert reprice(an_order(TOTE), FACTS).totals.total == 15_99
