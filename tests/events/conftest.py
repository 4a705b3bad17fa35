"""The whole shop over each database, with an admin who reads its log."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.support.demo_stores import demo_store, demo_templates  # noqa: F401 - fixtures
from tests.support.storefront import Storefront, ledger_beside, open_storefront


@pytest.fixture(scope="package", autouse=True)
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The test gateway's books lie in a folder of the tests' own."""
    folder = tmp_path_factory.mktemp("ledger")
    with pytest.MonkeyPatch.context() as patching:
        for name, value in ledger_beside(folder).items():
            patching.setenv(name, value)
        yield folder / "test-gateway.db"


@pytest_asyncio.fixture
async def shop(demo_store: str) -> AsyncIterator[Storefront]:  # noqa: F811
    async with open_storefront(demo_store) as open_shop:
        yield open_shop
