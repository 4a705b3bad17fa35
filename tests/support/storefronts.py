"""Fixtures: the whole shop over each database, open for customers. Import by name.

`storefront` is one for a whole file, whose tests run in the file's one loop and get on side by
side; `own_storefront` is a test's own, with untouched stock and coupons. Both need the fixtures
of `demo_stores` beside them, and `ledger` keeps the test gateway's books out of the way.
"""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.support.storefront import Storefront, ledger_beside, open_storefront


@pytest.fixture(scope="package", autouse=True)
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The file of the test gateway's books, in a folder of the package's own."""
    folder = tmp_path_factory.mktemp("ledger")
    with pytest.MonkeyPatch.context() as patching:
        for name, value in ledger_beside(folder).items():
            patching.setenv(name, value)
        yield folder / "test-gateway.db"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def storefront(shared_demo_store: str) -> AsyncIterator[Storefront]:
    """The shop that a file's tests share; they run in the file's one loop."""
    async with open_storefront(shared_demo_store) as open_shop:
        yield open_shop


@pytest_asyncio.fixture(loop_scope="module")
async def own_storefront(demo_store: str) -> AsyncIterator[Storefront]:
    """A shop of the test's own, with untouched stock and coupons."""
    async with open_storefront(demo_store) as open_shop:
        yield open_shop
