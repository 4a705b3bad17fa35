"""The whole shop over each database, and admins who change what it sold."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import pytest

from ringup.services.examining.findings import Finding
from tests.support.demo_stores import (  # noqa: F401 - fixtures
    demo_store,
    demo_templates,
    shared_demo_store,
)
from tests.support.examined import examined
from tests.support.storefronts import ledger, own_storefront, storefront  # noqa: F401 - fixtures

Doctor: TypeAlias = Callable[[], Awaitable[list[Finding]]]
"""Examines the whole shop."""


@pytest.fixture
def doctor(demo_store: str) -> Doctor:  # noqa: F811
    """What the doctor finds wrong in the test's own shop; what is still owed is no wrong."""

    async def errors() -> list[Finding]:
        return [found for found in await examined(demo_store) if found.weight == "error"]

    return errors
