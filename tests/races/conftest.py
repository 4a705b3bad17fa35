"""Shops of real server processes on each database, for tests that race, kill and cut them off."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.races.racing import Race
from tests.support.books import Place, opening_stock
from tests.support.demo_stores import (  # noqa: F401 - fixtures
    demo_store,
    demo_templates,
    shared_demo_store,
)
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
    race = Race(fleet, opening_stock(await fleet.books()))
    yield race
    await race.close()


@pytest.fixture(scope="module")
def lasting_fleet(
    nursery: Nursery,
    shared_demo_store: str,  # noqa: F811
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Fleet]:
    """The servers of a demo store that the file's tests share, one after the other."""
    fleet = Fleet(nursery, shared_demo_store, tmp_path_factory.mktemp("fleet"))
    yield fleet
    fleet.end()


@pytest.fixture(scope="module")
def lasting_stock(lasting_fleet: Fleet) -> Counter[Place]:
    """What lay in stock before the first of them."""
    return opening_stock(asyncio.run(lasting_fleet.books()))


@pytest.fixture
async def lasting_race(lasting_fleet: Fleet, lasting_stock: Counter[Place]) -> AsyncIterator[Race]:
    """One server that sweeps, for tests that leave nothing behind but books that agree."""
    race = Race(lasting_fleet, lasting_stock)
    await race.goes_on()
    yield race
    await race.close()
