"""Fixtures: one stocked store on each database, which no test changes. Import them by name."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from tests.support.stocked import Look, looking, stock


@pytest.fixture(scope="session")
def stocked_sqlite(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('stocked') / 'store.db'}"
    asyncio.run(stock(url))
    return url


@pytest.fixture(scope="session")
def stocked_postgres(request: pytest.FixtureRequest) -> Iterator[str]:
    with request.getfixturevalue("postgres").database() as url:
        asyncio.run(stock(url))
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def stocked_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"stocked_{request.param}")
    return url


@pytest_asyncio.fixture
async def look(stocked_url: str) -> AsyncIterator[Look]:
    """A look at a store full of things, on each database."""
    async with looking(stocked_url) as open_look:
        yield open_look
