"""The API over the real verbs, the demo store in memory, and the real test gateway."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from ringup.services.asking import Desk
from ringup.web.doorway import Doorway
from ringup.wire.spree.routes import api
from tests.wire.memory import a_desk

ADDRESS = {
    "firstname": "Ada",
    "lastname": "Lovelace",
    "address1": "1 Analytical Way",
    "city": "Bethesda",
    "zipcode": "20814",
    "phone": "3015550100",
    "country_id": 1,
    "state_id": 1,
}
CARD = {
    "number": "4111111111111111",
    "month": "12",
    "year": "2030",
    "verification_value": "123",
    "name": "Ada Lovelace",
}
PAID_BY_CARD = {
    "order": {"payments_attributes": [{"payment_method_id": "1"}]},
    "payment_source": {"1": CARD},
}


class Shopper:
    """Somebody with an order and its token, who asks for things below ``/api``."""

    def __init__(self, client: httpx.AsyncClient, order: dict[str, Any]) -> None:
        self.client = client
        self.number: str = order["number"]
        self.headers = {"X-Spree-Order-Token": order["token"]}

    async def asks(self, method: str, path: str = "", body: object = None) -> httpx.Response:
        address = f"/api/{path}" if path[:1].isalpha() else f"/api/checkouts/{self.number}{path}"
        return await self.client.request(method, address, json=body, headers=self.headers)

    async def puts(self, body: object = None, path: str = "") -> httpx.Response:
        return await self.asks("PUT", path, body)

    async def order(self) -> dict[str, Any]:
        shown: dict[str, Any] = (await self.asks("GET")).json()
        return shown

    async def walks_to(self, state: str) -> dict[str, Any]:
        """Walk the checkout up to a state, with one tote to Maryland."""
        steps: list[object] = [
            {"order": {"email": "guest@example.com", "line_items": [{"sku": "TOTE-01"}]}},
            {"order": {"bill_address": ADDRESS, "use_billing": True}},
            {},
            PAID_BY_CARD,
            {},
        ]
        order = await self.order()
        while order["state"] != state:
            answer = await self.puts(steps.pop(0))
            assert answer.is_success, answer.text
            order = answer.json()
        return order


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(tmp_path)


@pytest.fixture
async def client(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(Doorway(api(desk)))
    async with httpx.AsyncClient(transport=transport, base_url="http://shop.test") as client:
        yield client


@pytest.fixture
async def shopper(client: httpx.AsyncClient) -> Shopper:
    """A guest with an empty order."""
    return Shopper(client, (await client.post("/api/checkouts")).json())
