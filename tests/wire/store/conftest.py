"""The API over a store full of things, on each database."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

import httpx
import pytest
import pytest_asyncio

from tests.support.stocked_stores import stocked_postgres, stocked_sqlite, stocked_url
from tests.wire.store.asking import asking

__all__ = ["stocked_postgres", "stocked_sqlite", "stocked_url"]

Get = Callable[..., Awaitable[httpx.Response]]


@pytest_asyncio.fixture
async def client(stocked_url: str) -> AsyncIterator[httpx.AsyncClient]:
    """Ask the API without a key."""
    async with asking(stocked_url) as open_client:
        yield open_client


@pytest.fixture
def get(client: httpx.AsyncClient) -> Get:
    """Ask for a path with a key and parameters."""

    async def ask(path: str, key: str | None = None, **parameters: str) -> httpx.Response:
        headers: Mapping[str, str] = {} if key is None else {"X-Spree-Token": key}
        return await client.get(path, params=parameters, headers=headers)

    return ask
