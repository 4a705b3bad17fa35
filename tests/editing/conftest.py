"""A demo store on each database, whose admin edits it."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.editing.office import Office
from tests.support.demo_stores import (  # noqa: F401 - fixtures
    demo_store,
    demo_templates,
    shared_demo_store,
)
from tests.support.storefront import Storefront, open_storefront
from tests.support.storefronts import ledger, storefront  # noqa: F401 - fixtures


@pytest.fixture
def office(storefront: Storefront) -> Office:  # noqa: F811
    """Where the shared shop is edited."""
    return Office(storefront)


@pytest_asyncio.fixture(loop_scope="module")
async def two_processes(demo_store: str) -> AsyncIterator[tuple[Office, Storefront]]:  # noqa: F811
    """A shop of the test's own: edited in one process, sold from in another."""
    async with open_storefront(demo_store) as here, open_storefront(demo_store) as there:
        yield Office(here), there
