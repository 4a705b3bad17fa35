"""A demo store on each database, whose admin counts what lies in it."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.editing.office import Office
from tests.support.demo_stores import (  # noqa: F401 - fixtures
    demo_store,
    demo_templates,
    shared_demo_store,
)
from tests.support.storefront import Storefront, ledger_beside, open_storefront


@pytest.fixture(scope="package", autouse=True)
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The test gateway's books lie in a folder of the tests' own."""
    folder = tmp_path_factory.mktemp("ledger")
    with pytest.MonkeyPatch.context() as patching:
        for name, value in ledger_beside(folder).items():
            patching.setenv(name, value)
        yield folder


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def storefront(shared_demo_store: str) -> AsyncIterator[Storefront]:  # noqa: F811
    """The shop that a file's tests share; they run in the file's one loop."""
    async with open_storefront(shared_demo_store) as open_shop:
        yield open_shop


@pytest.fixture
def office(storefront: Storefront) -> Office:
    """Where the shared shop is edited."""
    return Office(storefront)


@pytest_asyncio.fixture(loop_scope="module")
async def own_office(demo_store: str) -> AsyncIterator[Office]:  # noqa: F811
    """A shop of the test's own, with untouched stock."""
    async with open_storefront(demo_store) as open_shop:
        yield Office(open_shop)
