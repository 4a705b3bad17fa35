"""A desk at the demo store, on each database; loaded once for all tests of a file."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from ringup.app import desk_at
from ringup.cli.loading import loaded
from ringup.config import Configuration
from ringup.services.asking import Desk


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def demo_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a database that holds the demo store."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.db'}"
        assert asyncio.run(loaded(url))
        yield url
        return
    with request.getfixturevalue("postgres").database() as url:
        assert asyncio.run(loaded(url))
        yield url


@pytest.fixture
async def desk(demo_url: str) -> AsyncIterator[Desk]:
    """Where the verbs work, over the demo store."""
    async with desk_at(Configuration(database=demo_url)) as desk:
        yield desk
