"""The API over a store, asked as a client would."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from ringup import gateways
from ringup.gateways.surroundings import Surroundings
from ringup.persistence.opening import open_store
from ringup.persistence.search.shelving import SqlShelves
from ringup.services.asking import Desk
from ringup.wire.spree.routes import api
from tests.support.stocked import NOW

ADMIN = "demo-admin-key"
ADA = "demo-customer-key"
GRACE = "demo-other-key"


@asynccontextmanager
async def asking(url: str) -> AsyncIterator[httpx.AsyncClient]:
    """Open the store at an address, and ask its API, without a key unless one is given."""
    with tempfile.TemporaryDirectory() as folder:
        ways = gateways.opened(Surroundings(folder=Path(folder), environment={}))
        store = await open_store(url, lambda: NOW, ways)
        desk = Desk(store=store, gateways=ways, clock=lambda: NOW, shelves=SqlShelves(store))
        transport = httpx.ASGITransport(app=api(desk))
        async with httpx.AsyncClient(
            transport=transport, base_url="http://shop.test/api"
        ) as client:
            yield client
        await store.close()
        gateways.close(ways)
