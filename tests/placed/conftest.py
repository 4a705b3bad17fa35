"""The whole shop over each database, and admins who change what it sold."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

import pytest
import pytest_asyncio

from ringup.persistence.examining import examination
from ringup.persistence.examining.snapshots import snapshots
from ringup.services.examining.findings import Finding
from tests.doctor.conftest import Silent
from tests.support.demo_stores import (  # noqa: F401 - fixtures
    demo_store,
    demo_templates,
    shared_demo_store,
)
from tests.support.storefront import Storefront, ledger_beside, open_storefront

Doctor: TypeAlias = Callable[[], Awaitable[list[Finding]]]
"""Examines the whole shop."""


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


@pytest_asyncio.fixture(loop_scope="module")
async def own_storefront(demo_store: str) -> AsyncIterator[Storefront]:  # noqa: F811
    """A shop of the test's own, with untouched stock."""
    async with open_storefront(demo_store) as open_shop:
        yield open_shop


@pytest.fixture
def doctor(demo_store: str) -> Doctor:  # noqa: F811
    """What the doctor finds in the test's own shop."""

    async def examined() -> list[Finding]:
        async with snapshots(demo_store, lambda: datetime.now(UTC)) as looks:
            return [finding async for finding in examination.findings(looks, Silent())]

    return examined
