"""A demo store on each database, whose admin counts what lies in it."""

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
async def own_office(demo_store: str) -> AsyncIterator[Office]:  # noqa: F811
    """A shop of the test's own, with untouched stock."""
    async with open_storefront(demo_store) as open_shop:
        yield Office(open_shop)
