"""Who asks too often is told when to come back, and nothing is done for them meanwhile."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from ringup.services.asking import Desk
from ringup.web.doorway import Doorway
from ringup.web.limits import UNLIMITED, Limits, Rates, limits_of
from ringup.wire.spree.limiting import Unguarded, guard_of
from ringup.wire.spree.routes import OPERATIONS, api
from tests.wire.conftest import Shopper
from tests.wire.memory import ADA, GRACE

ELSEWHERE = "203.0.113.9"


@asynccontextmanager
async def shop(desk: Desk, limits: Limits, peer: str = "127.0.0.1") -> AsyncIterator[Shopper]:
    """A guest with an order, in a shop that has these limits."""
    transport = httpx.ASGITransport(Doorway(api(desk, limits)), client=(peer, 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://shop.test") as client:
        yield Shopper(client, (await client.post("/api/checkouts")).json())


@asynccontextmanager
async def asking_from(desk: Desk, limits: Limits, peer: str) -> AsyncIterator[httpx.AsyncClient]:
    async with shop(desk, limits, peer) as shopper:
        yield shopper.client


async def statuses_of(times, ask):
    return [(await ask()).status_code for _ in range(times)]


async def test_beyond_the_limit_is_a_429_that_says_when_to_come_back(desk):
    async with shop(desk, limits_of(Rates(caller="2/minute"))) as shopper:
        assert await statuses_of(2, lambda: shopper.asks("GET")) == [200, 200]
        answer = await shopper.asks("GET")
    assert answer.status_code == 429
    assert answer.json() == {
        "error": "Too many requests. Please try again later.",
        "code": "too_many_requests",
    }
    assert answer.headers["retry-after"] in {"59", "60"}


async def test_an_address_is_limited_whatever_it_asks_for_and_another_is_not(desk):
    limits = limits_of(Rates(address="4/minute"))
    async with shop(desk, limits) as shopper, asking_from(desk, limits, ELSEWHERE) as other:
        key = {"X-Spree-Token": ADA}
        found = [
            await shopper.asks("GET"),
            await shopper.client.get("/api/nowhere"),
            await shopper.client.get("/api/orders/current", headers=key),
            await shopper.asks("GET"),
            await shopper.client.get("/api/nowhere"),
        ]
        assert [answer.status_code for answer in found] == [200, 404, 204, 429, 429]
        assert (await other.get("/api/nowhere")).status_code == 404


async def test_each_key_and_each_token_has_its_own_count(desk):
    limits = limits_of(Rates(caller="2/minute"))
    async with shop(desk, limits) as shopper:
        for key in (ADA, GRACE):
            path, headers = "/api/orders/current", {"X-Spree-Token": key}
            found = await statuses_of(3, lambda: shopper.client.get(path, headers=headers))  # noqa: B023
            assert found == [204, 204, 429]
        bearer = {"Authorization": f"Bearer {ADA}"}
        answer = await shopper.client.get("/api/orders/current", headers=bearer)
        assert answer.status_code == 429
        assert await statuses_of(3, lambda: shopper.asks("GET")) == [200, 200, 429]


async def test_who_shows_no_credentials_is_counted_by_address(desk):
    limits = limits_of(Rates(caller="2/minute"))
    async with shop(desk, limits) as shopper:
        # The order was made by one such request.
        assert await statuses_of(2, lambda: shopper.client.post("/api/orders")) == [201, 429]


@pytest.mark.parametrize("path", ["", "/next", "/advance"])
async def test_moving_an_order_on_is_limited_for_each_order(desk, path):
    limits = limits_of(Rates(order="2/minute"))
    async with shop(desk, limits) as shopper, shop(desk, limits) as another:
        for number in (shopper.number, shopper.number.lower()):
            shopper.number = number
            assert (await shopper.asks("PUT", path)).status_code in {200, 422}
        assert (await shopper.asks("PUT", path)).status_code == 429
        assert (await shopper.asks("PATCH", path)).status_code == 429
        assert (await shopper.asks("GET")).status_code == 200
        assert (await another.asks("PUT", path)).status_code in {200, 422}


def test_only_what_moves_an_order_on_has_that_limit():
    limited = {operation.name for operation in OPERATIONS if operation.limit == "order"}
    assert limited == {"updateCheckout", "nextCheckoutStep", "advanceCheckout"}
    assert all("{number}" in op.path for op in OPERATIONS if op.limit == "order")


async def test_nobody_else_can_use_up_what_an_orders_owner_has(desk):
    async with shop(desk, limits_of(Rates(order="2/minute"))) as shopper:
        for headers in ({"X-Spree-Order-Token": "wrong"}, {"X-Spree-Token": GRACE}, {}):
            path = f"/api/checkouts/{shopper.number}"
            found = await statuses_of(3, lambda: shopper.client.put(path, headers=headers))  # noqa: B023
            assert found == [401, 401, 429]
        assert (await shopper.puts({"order": {"email": "guest@example.com"}})).status_code == 422


async def test_a_refused_request_changes_nothing(desk):
    async with shop(desk, limits_of(Rates(order="1/minute"))) as shopper:
        await shopper.walks_to("address")
        kept, events = dict(desk.store.orders), len(desk.store.events)
        assert (await shopper.puts({"order": {"email": "other@example.com"}})).status_code == 429
        assert desk.store.orders == kept
        assert len(desk.store.events) == events


def test_without_limits_no_work_is_done():
    assert isinstance(guard_of(UNLIMITED), Unguarded)
