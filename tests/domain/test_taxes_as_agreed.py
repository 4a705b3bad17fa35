"""The taxes of a placed order that holds something else now: those that it was sold at."""

import pytest
from msgspec.structs import replace

from ringup.domain.order import ChildIds
from ringup.domain.pricing.reprice import reprice, reprice_placed
from tests.domain.builders import (
    NOW,
    a_shop,
    a_tax_rate,
    a_variant,
    a_zone,
    an_address,
    an_order,
    facts_of,
)

COUNTRY, ABROAD = 1, 3
ZONES = {COUNTRY: a_zone(COUNTRY, "US"), ABROAD: a_zone(ABROAD, "DE")}
THING = a_variant(1, prices={"USD": 19_99})
OTHER = a_variant(2, prices={"USD": 100_00})
FIVE, TEN = a_tax_rate(1, COUNTRY, 50_000), a_tax_rate(1, COUNTRY, 100_000)


def facts_with(*rates):
    return facts_of(a_shop(zones=ZONES, tax_rates=rates), THING, OTHER)


def placed(*rates, variants=(THING,), address=None):
    order = an_order(*variants, ship_address=address or an_address("US"))
    priced = reprice(order, facts_with(*rates))
    return replace(priced, state="complete", completed_at=NOW)


def with_quantity(order, quantity):
    line, *others = order.line_items
    return replace(order, line_items=(replace(line, quantity=quantity), *others))


def taxes_of(order):
    return [
        [(a.source_id, a.label, a.amount) for a in line.adjustments] for line in order.line_items
    ]


SALES_TAX = FIVE.name


@pytest.mark.parametrize("quantity, tax", [(1, 1_00), (2, 2_00), (3, 3_00), (30, 29_99)])
def test_at_the_same_rates_more_of_a_line_is_taxed_to_the_cent(quantity, tax):
    order = placed(FIVE)
    edited = reprice_placed(order, with_quantity(order, quantity), facts_with(FIVE))
    assert [amount for _, _, amount in taxes_of(edited)[0]] == [tax]


def test_a_rate_that_rose_meanwhile_is_not_asked():
    order = placed(FIVE, variants=(OTHER,))
    edited = reprice_placed(order, with_quantity(order, 3), facts_with(TEN))
    assert taxes_of(edited) == [[(1, f"{SALES_TAX} 5.0%", 15_00)]]
    assert edited.totals.additional_tax_total == 15_00


def test_a_rate_that_is_gone_goes_on_for_what_it_taxed():
    order = placed(FIVE, variants=(OTHER,))
    edited = reprice_placed(order, with_quantity(order, 2), facts_with())
    assert taxes_of(edited) == [[(1, f"{SALES_TAX} 5.0%", 10_00)]]


def test_a_rate_that_came_later_does_not_reach_what_was_sold_without():
    order = placed(variants=(OTHER,))
    edited = reprice_placed(order, with_quantity(order, 2), facts_with(FIVE))
    assert taxes_of(edited) == [[]]


def test_what_comes_along_later_is_taxed_at_todays_rates():
    order = placed(FIVE, variants=(OTHER,))
    [added] = an_order(THING).line_items
    ids = ChildIds(order)
    after = replace(
        order,
        line_items=(*order.line_items, replace(added, id=next(ids))),
        last_child=ids.last,
    )
    edited = reprice_placed(order, after, facts_with(TEN))
    assert taxes_of(edited) == [
        [(1, f"{SALES_TAX} 5.0%", 5_00)],
        [(1, f"{SALES_TAX} 10.0%", 2_00)],
    ]


def test_an_order_that_goes_elsewhere_is_taxed_as_they_do_there_today():
    order = placed(FIVE, variants=(OTHER,))
    moved = replace(order, ship_address=an_address("DE"))
    abroad = a_tax_rate(2, ABROAD, 190_000)
    edited = reprice_placed(order, moved, facts_with(FIVE, abroad))
    assert [(id_, amount) for id_, _, amount in taxes_of(edited)[0]] == [(2, 19_00)]


def test_a_tax_contained_in_the_price_goes_on_being_contained():
    contained = replace(FIVE, rate=200_000, included_in_price=True)
    order = placed(contained, variants=(OTHER,))
    edited = reprice_placed(order, with_quantity(order, 2), facts_with())
    assert edited.totals.included_tax_total == 33_34
    assert edited.totals.total == order.totals.total + 100_00


def test_to_edit_there_and_back_leaves_all_as_it_was():
    order = placed(FIVE, variants=(OTHER,))
    more = reprice_placed(order, with_quantity(order, 7), facts_with(TEN))
    back = reprice_placed(more, with_quantity(more, 1), facts_with(TEN))
    assert back.totals == order.totals
    assert taxes_of(back) == taxes_of(order)
