"""The whole shop on each database, and two processes' worth of it on one."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.idempotency.asking import Books, ShiftedClock, Shop
from tests.support.demo_stores import demo_store, demo_templates  # noqa: F401 - fixtures
from tests.support.storefront import ledger_beside, open_storefront


@pytest.fixture(autouse=True)
def books(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Books:
    """The test gateway's books, in a folder of the test's own; its slow card takes a moment."""
    variables = {**ledger_beside(tmp_path), "RINGUP_TEST_GATEWAY_SLOW_SECONDS": "0.6"}
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return Books(tmp_path / "test-gateway.db")


@pytest.fixture
async def shop(demo_store: str) -> AsyncIterator[Shop]:  # noqa: F811
    """A shop whose clock the test sets forward."""
    clock = ShiftedClock()
    async with open_storefront(demo_store, clock) as storefront:
        yield Shop(storefront, clock)


@pytest.fixture
async def shops(demo_store: str) -> AsyncIterator[tuple[Shop, Shop]]:  # noqa: F811
    """Two processes of one shop, as far as the database can tell."""
    clock = ShiftedClock()
    async with (
        open_storefront(demo_store, clock) as one,
        open_storefront(demo_store, clock) as another,
    ):
        yield Shop(one, clock), Shop(another, clock)
