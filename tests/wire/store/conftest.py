"""The API over a store full of things, on each database."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

import httpx
import pytest_asyncio

from ringup import gateways
from ringup.gateways.surroundings import Surroundings
from ringup.persistence.opening import open_store
from ringup.persistence.search.shelving import SqlShelves
from ringup.services.asking import Desk
from ringup.wire.spree.routes import api
from tests.support.stocked import NOW
from tests.support.stocked_stores import stocked_postgres, stocked_sqlite, stocked_url

__all__ = ["stocked_postgres", "stocked_sqlite", "stocked_url"]

ADMIN = "demo-admin-key"
ADA = "demo-customer-key"
GRACE = "demo-other-key"

Get = Callable[..., Awaitable[httpx.Response]]


@pytest_asyncio.fixture
async def client(stocked_url: str, tmp_path: Any) -> AsyncIterator[httpx.AsyncClient]:  # noqa: ANN401
    """Ask the API without a key."""
    ways = gateways.opened(Surroundings(folder=tmp_path, environment={}))
    store = await open_store(stocked_url, lambda: NOW, ways)
    desk = Desk(store=store, gateways=ways, clock=lambda: NOW, shelves=SqlShelves(store))
    transport = httpx.ASGITransport(app=api(desk))
    async with httpx.AsyncClient(transport=transport, base_url="http://shop.test/api") as asking:
        yield asking
    await store.close()
    gateways.close(ways)


@pytest_asyncio.fixture
async def get(client: httpx.AsyncClient) -> Get:
    """Ask for a path with a key and parameters."""

    async def ask(path: str, key: str | None = None, **parameters: str) -> httpx.Response:
        headers: Mapping[str, str] = {} if key is None else {"X-Spree-Token": key}
        return await client.get(path, params=parameters, headers=headers)

    return ask
