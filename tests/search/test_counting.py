"""How many there are in all is told exactly, or said to be "at least"."""

import pytest

from ringup.domain.geography import Country
from ringup.persistence.search import counting
from ringup.persistence.search.shelving import page_of
from ringup.services.searching import Listing
from tests.wire.store.asking import asking

FEW = 7
PAGE = 3


@pytest.fixture
def counting_few(monkeypatch):
    """As if a shop had many of what this store has ten of."""
    monkeypatch.setattr(counting, "MOST", FEW)


async def counts(look, page):
    found = await page_of(look, Country, Listing(page=page, per_page=PAGE))
    return found.total_count, found.is_exact


async def number_of_countries(look):
    return (await page_of(look, Country, Listing(per_page=100_000))).total_count


async def test_what_can_be_counted_quickly_is_counted(look):
    there = await number_of_countries(look)
    assert await counts(look, 1) == (there, True)
    assert await counts(look, 1000) == (there, True)


@pytest.mark.usefixtures("counting_few")
async def test_of_more_it_is_told_how_many_there_are_at_least(look):
    assert await counts(look, 1) == (FEW, False)


@pytest.mark.usefixtures("counting_few")
async def test_the_bound_grows_on_the_way(look):
    assert await counts(look, 5) == (5 * PAGE + 1, False)


@pytest.mark.usefixtures("counting_few")
async def test_who_reaches_the_end_knows_how_many_there_are(look):
    there = await number_of_countries(look)
    last = -(-there // PAGE)
    assert await counts(look, last) == (there, True)
    assert await counts(look, last - 1) == ((last - 1) * PAGE + 1, False)


@pytest.mark.usefixtures("counting_few")
async def test_beyond_the_end_nothing_is_promised(look):
    assert await counts(look, 1000) == (FEW, False)


@pytest.mark.usefixtures("counting_few")
async def test_only_a_bound_is_marked_as_one(stocked_url):
    async with asking(stocked_url) as client:
        bound = (await client.get("/countries?per_page=3")).json()
        exact = (await client.get("/countries?q[iso_eq]=US")).json()
    assert (bound["total_count"], bound["pages"]) == (FEW, 3)
    assert bound["total_count_exact"] is False
    assert exact["total_count"] == 1
    assert "total_count_exact" not in exact
