"""The whole shop over each database: one for a file's tests, or one of a test's own."""

import pytest

from tests.support.demo_stores import (  # noqa: F401 - fixtures
    demo_store,
    demo_templates,
    shared_demo_store,
)
from tests.support.storefronts import ledger, own_storefront, storefront  # noqa: F401 - fixtures

pytest.register_assert_rewrite(
    "tests.walks.refusing", "tests.walks.invariants", "tests.walks.world"
)
