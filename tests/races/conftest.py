"""Shops of real server processes on each database, for tests that race, kill and cut them off."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.races.racing import Race
from tests.support.books import books_of, opening_stock
from tests.support.demo_stores import demo_store, demo_templates  # noqa: F401 - fixtures
from tests.support.servers import Fleet, Nursery, open_nursery


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """Where servers come from."""
    with open_nursery() as nursery:
        yield nursery


@pytest.fixture
def fleet(nursery: Nursery, demo_store: str, tmp_path: Path) -> Iterator[Fleet]:  # noqa: F811
    """The servers of a demo store that nobody else uses; none is started yet."""
    fleet = Fleet(nursery, demo_store, tmp_path)
    yield fleet
    fleet.end()


@pytest.fixture
async def race(fleet: Fleet) -> AsyncIterator[Race]:
    """Two servers of one shop, and the books as they were before anybody came."""
    books = await books_of(fleet.url, fleet.ledger)
    race = Race(fleet, opening_stock(books))
    yield race
    await race.close()
