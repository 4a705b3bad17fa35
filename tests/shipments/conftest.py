"""The whole shop over each database, and admins who send what it sold."""

from tests.support.demo_stores import (  # noqa: F401 - fixtures
    demo_store,
    demo_templates,
    shared_demo_store,
)
from tests.support.storefronts import ledger, own_storefront, storefront  # noqa: F401 - fixtures
