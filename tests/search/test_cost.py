"""A page costs the same number of statements, however many rows are on it."""

import pytest

from ringup.persistence.search.finding import found
from ringup.persistence.search.shelving import page_of
from ringup.persistence.search.table import SHELVES
from ringup.services.accounts import StoredGiftCard
from ringup.services.searchable import SEARCHABLE
from ringup.services.searching import Listing, Single
from ringup.services.shelves import OPEN_TO, KeptOrder, KeptShipment, Product

NONE_THERE = {KeptOrder, KeptShipment, StoredGiftCard}
"""There are none of these in the stocked store."""


@pytest.mark.parametrize("kind", [each for each in SHELVES if each not in NONE_THERE])
async def test_a_page_of_many_costs_no_more_than_a_page_of_one(look, kind):
    one = await page_of(look, kind, Listing(per_page=1))
    cost_of_one, look.statements = look.statements, 0
    many = await page_of(look, kind, Listing(per_page=100))
    assert len(one.rows) == 1
    assert len(many.rows) == min(many.total_count, 100)
    # One less, where the page holds all there are: they need not be counted.
    assert look.statements in {cost_of_one, cost_of_one - 1}
    assert cost_of_one <= 13


async def test_a_page_beyond_the_end_costs_no_more_than_finding_that_out(look):
    page = await page_of(look, Product, Listing(page=1000))
    assert page.rows == ()
    assert look.statements == 2


@pytest.mark.parametrize("kind", SHELVES)
async def test_every_declared_attribute_has_its_column(kind):
    shelf, searchable = SHELVES[kind], SEARCHABLE[kind]
    assert set(shelf.columns) == set(searchable.attributes)
    assert {name: set(link.columns) for name, link in shelf.links.items()} == {
        name: set(association.attributes) for name, association in searchable.associations.items()
    }


def test_every_kind_has_a_shelf_a_search_and_somebody_who_may_look():
    assert set(SHELVES) == set(SEARCHABLE) == set(OPEN_TO)


@pytest.mark.parametrize("kind", SHELVES)
async def test_an_unknown_key_finds_nothing(look, kind):
    for key in ("0", "999999999999", "9" * 30, "-1", "x", "", "٣", "\N{SUPERSCRIPT TWO}"):
        assert await found(look, kind, Single(key=key)) is None
