"""Which taxes are due: by where the order goes, by category, on what is paid."""

import pytest
from msgspec.structs import replace

from ringup.domain.pricing.reprice import reprice
from ringup.domain.pricing.tax import label
from ringup.domain.promotions.actions import AmountOffOrder, PercentOffLines
from tests.domain.builders import (
    a_promotion,
    a_shop,
    a_tax_rate,
    a_variant,
    a_zone,
    an_address,
    an_order,
    facts_of,
    state_ids,
)

COUNTRY, STATE, ABROAD = 1, 2, 3
FOOD = 2
THING = a_variant(1, prices={"USD": 100_00})
BREAD = a_variant(2, prices={"USD": 100_00}, tax_category_id=FOOD)
EBOOK = a_variant(3, prices={"USD": 100_00}, digital=True)
UNTAXED = a_variant(4, prices={"USD": 100_00}, tax_category_id=None)
ZONES = {
    COUNTRY: a_zone(COUNTRY, "US"),
    STATE: a_zone(STATE, state_ids=state_ids(("US", "NY"))),
    ABROAD: a_zone(ABROAD, "DE"),
}
MARYLAND, NEW_YORK = an_address("US", "MD"), an_address("US", "NY")


def taxes_of(order, *rates, promotions=(), zones=ZONES, default=None):
    shop = a_shop(promotions, zones=zones, tax_rates=rates, default_tax_category_id=default)
    priced = reprice(order, facts_of(shop, THING, BREAD, EBOOK, UNTAXED))
    taxes = [a for line in priced.line_items for a in line.adjustments if a.source == "tax_rate"]
    return [(tax.source_id, tax.amount) for tax in taxes]


def test_the_most_specific_zone_decides():
    rates = (a_tax_rate(1, COUNTRY, 50_000), a_tax_rate(2, STATE, 80_000))
    assert taxes_of(an_order(THING, ship_address=MARYLAND), *rates) == [(1, 5_00)]
    assert taxes_of(an_order(THING, ship_address=NEW_YORK), *rates) == [(2, 8_00)]


def test_a_zone_that_does_not_tax_a_category_leaves_it_to_the_next():
    rates = (
        a_tax_rate(1, COUNTRY, 50_000),
        a_tax_rate(2, STATE, 10_000, tax_category_id=FOOD),
    )
    assert taxes_of(an_order(THING, BREAD, ship_address=NEW_YORK), *rates) == [(1, 5_00), (2, 1_00)]


def test_several_rates_of_one_zone_apply_to_the_same_base():
    rates = (a_tax_rate(1, COUNTRY, 50_000), a_tax_rate(2, COUNTRY, 70_000))
    assert taxes_of(an_order(THING, ship_address=MARYLAND), *rates) == [(1, 5_00), (2, 7_00)]


def test_each_category_has_its_own_rate_and_no_category_no_tax():
    rates = (a_tax_rate(1, COUNTRY, 50_000), a_tax_rate(2, COUNTRY, 20_000, tax_category_id=FOOD))
    order = an_order(THING, BREAD, UNTAXED, ship_address=MARYLAND)
    assert taxes_of(order, *rates) == [(1, 5_00), (2, 2_00)]


def test_what_has_no_category_is_taxed_as_the_default_one_and_all_else_is_not():
    rates = (a_tax_rate(1, COUNTRY, 50_000), a_tax_rate(2, COUNTRY, 20_000, tax_category_id=FOOD))
    order = an_order(THING, UNTAXED, ship_address=MARYLAND)
    assert taxes_of(order, *rates, default=FOOD) == [(1, 5_00), (2, 2_00)]


def test_an_address_outside_every_zone_is_not_taxed():
    home = replace(ZONES[COUNTRY], default_tax=True)
    order = an_order(THING, ship_address=an_address("JP"))
    assert taxes_of(order, a_tax_rate(1, COUNTRY, 50_000), zones={COUNTRY: home}) == []


def test_without_an_address_the_zone_marked_as_default_taxes():
    rate = a_tax_rate(1, COUNTRY, 50_000)
    home = replace(ZONES[COUNTRY], default_tax=True)
    assert taxes_of(an_order(THING), rate) == []
    assert taxes_of(an_order(THING), rate, zones={COUNTRY: home}) == [(1, 5_00)]


def test_tax_follows_a_change_of_address():
    rates = (a_tax_rate(1, COUNTRY, 50_000), a_tax_rate(2, ABROAD, 190_000, included_in_price=True))
    facts = facts_of(a_shop(zones=ZONES, tax_rates=rates), THING)
    here = reprice(an_order(THING, ship_address=MARYLAND), facts)
    there = reprice(replace(here, ship_address=an_address("DE")), facts)
    assert (here.totals.additional_tax_total, here.totals.included_tax_total) == (5_00, 0)
    assert (there.totals.additional_tax_total, there.totals.included_tax_total) == (0, 15_97)


def test_goods_are_taxed_where_they_are_sent_and_downloads_where_they_are_billed():
    rates = (a_tax_rate(1, COUNTRY, 50_000), a_tax_rate(2, ABROAD, 190_000))

    def taxes(*goods):
        order = an_order(*goods, ship_address=MARYLAND, bill_address=an_address("DE"))
        return taxes_of(order, *rates)

    assert taxes(THING) == [(1, 5_00)]
    assert taxes(EBOOK) == [(2, 19_00)]
    assert taxes(EBOOK, THING) == [(1, 5_00), (1, 5_00)]


def test_goods_are_taxed_where_they_are_billed_until_it_is_said_where_they_go():
    order = an_order(THING, bill_address=MARYLAND)
    assert taxes_of(order, a_tax_rate(1, COUNTRY, 50_000)) == [(1, 5_00)]


def test_shipping_is_not_taxed():
    order = an_order(THING, shipping=[50_00], ship_address=MARYLAND)
    assert taxes_of(order, a_tax_rate(1, COUNTRY, 50_000)) == [(1, 5_00)]


def test_tax_is_due_on_what_is_paid():
    half = a_promotion(1, PercentOffLines(rate=500_000))
    ten = a_promotion(2, AmountOffOrder(amounts={"USD": 10_00}))
    order = an_order(THING, BREAD, ship_address=MARYLAND)
    rates = (a_tax_rate(1, COUNTRY, 50_000), a_tax_rate(2, COUNTRY, 20_000, tax_category_id=FOOD))
    # Each line is paid with 50.00 − 5.00.
    assert taxes_of(order, *rates, promotions=[half, ten]) == [(1, 2_25), (2, 90)]


def test_what_is_free_bears_no_tax():
    free = a_promotion(1, PercentOffLines(rate=1_000_000))
    order = an_order(THING, ship_address=MARYLAND)
    assert taxes_of(order, a_tax_rate(1, COUNTRY, 50_000), promotions=[free]) == []


@pytest.mark.parametrize(
    "fields,text",
    [
        ({}, "Sales tax 5.0%"),
        ({"rate": 88_750}, "Sales tax 8.875%"),
        ({"show_rate_in_label": False}, "Sales tax"),
        ({"included_in_price": True}, "Sales tax 5.0% (Included in Price)"),
        (
            {"included_in_price": True, "show_rate_in_label": False},
            "Sales tax (Included in Price)",
        ),
    ],
)
def test_a_tax_is_named_as_on_a_receipt(fields, text):
    rate = fields.pop("rate", 50_000)
    assert label(a_tax_rate(1, COUNTRY, rate, **fields)) == text
