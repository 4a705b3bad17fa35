"""The whole shop over each database, with an admin who reads its log."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.support.demo_stores import demo_store, demo_templates  # noqa: F401 - fixtures
from tests.support.storefront import Storefront, open_storefront
from tests.support.storefronts import ledger  # noqa: F401 - fixtures


@pytest_asyncio.fixture
async def shop(demo_store: str) -> AsyncIterator[Storefront]:  # noqa: F811
    async with open_storefront(demo_store) as open_shop:
        yield open_shop
