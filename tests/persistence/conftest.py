"""A store for each test: both databases, migrated and set up once, then copied."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from ringup.persistence.migrate import upgrade
from ringup.persistence.opening import open_store
from ringup.persistence.postgres import PostgresStore
from ringup.persistence.sqlite import SqliteStore
from ringup.persistence.writes import Writes
from tests.persistence.small_shop import NOW, set_up
from tests.support.postgres import Postgres

AnyStore = SqliteStore | PostgresStore

PORTABLE = "postgres, portable"
"""A PostgreSQL on which orders are written in the portable form."""

EVERY_FORM = ("sqlite", "postgres", PORTABLE)
"""What ``form`` gives in a file that is about writing orders."""


def writes_of(form: str) -> Writes:
    """How orders are written."""
    return "portable" if form == PORTABLE else "joined"


class StoppedClock:
    """Stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


async def _prepared(url: str) -> None:
    await upgrade(url)
    store: Any = await open_store(url, StoppedClock(), {})
    await store.write(set_up)
    await store.close()


@pytest.fixture(scope="session")
def prepared_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("prepared") / "store.db"
    asyncio.run(_prepared(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def prepared_database(postgres: Postgres) -> Iterator[str]:
    """The name of a database to copy."""
    with postgres.database() as url:
        asyncio.run(_prepared(url))
        yield url.rpartition("/")[2]


@pytest.fixture(params=["sqlite", "postgres"])
def form(request: pytest.FixtureRequest) -> str:
    """Which database, and how orders are written."""
    name: str = request.param
    return name


@pytest.fixture
def shop_url(request: pytest.FixtureRequest, form: str, tmp_path: Path) -> Iterator[str]:
    """The address of a store that holds the small shop, on each database."""
    if form == "sqlite":
        copy = tmp_path / "store.db"
        shutil.copy(request.getfixturevalue("prepared_file"), copy)
        yield f"sqlite:///{copy}"
        return
    template = request.getfixturevalue("prepared_database")
    with request.getfixturevalue("postgres").database(template) as url:
        yield url


@pytest.fixture
async def opened(
    shop_url: str, clock: StoppedClock, form: str
) -> AsyncIterator[Callable[[], Awaitable[AnyStore]]]:
    """Opens the store once more, as another process would."""
    stores: list[AnyStore] = []

    async def open_one(gateways: Mapping[str, Any] | None = None) -> AnyStore:
        store = await open_store(
            shop_url, clock, gateways or {}, connections=30, writes=writes_of(form)
        )
        assert isinstance(store, SqliteStore | PostgresStore)
        stores.append(store)
        return store

    yield open_one
    for store in stores:
        await store.close()


@pytest.fixture
async def store(opened: Callable[[], Awaitable[AnyStore]]) -> AnyStore:
    return await opened()
