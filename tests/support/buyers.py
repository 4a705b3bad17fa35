"""Buyers over real sockets: each with an order, at whichever server answers."""

from collections.abc import Iterable, Mapping
from typing import Any

import httpx

from tests.support.storefront import ADMIN, APPROVED, MARYLAND, NOBODY, card, items

Json = dict[str, Any]

EVERYTHING = {"email": "guest@example.com", "bill_address": MARYLAND, "use_billing": True}


class Shop:
    """The servers of a shop, asked in turn, and what they said that no server may say."""

    def __init__(self, addresses: Iterable[str]) -> None:
        self.addresses = list(addresses)
        # Servers let go of a silent connection after five seconds; nobody shall write into it then.
        limits = httpx.Limits(max_connections=None, keepalive_expiry=1)
        self.client = httpx.AsyncClient(timeout=60, limits=limits)
        self.answers: list[httpx.Response] = []
        self.payment_methods: Mapping[str, int] = {}
        self._turn = 0

    async def close(self) -> None:
        await self.client.aclose()

    async def asks(
        self,
        method: str,
        path: str,
        body: object = None,
        headers: Mapping[str, str] = NOBODY,
        at: int | None = None,
    ) -> httpx.Response:
        """Ask the next server, or a certain one, for what is below `/api/`."""
        self._turn += 1
        address = self.addresses[(self._turn if at is None else at) % len(self.addresses)]
        answer = await self.client.request(
            method, f"{address}/api/{path}", json=body, headers=dict(headers)
        )
        self.answers.append(answer)
        return answer

    async def learn(self) -> None:
        """Learn how one may pay here."""
        shown = (await self.asks("GET", "payment_methods", headers=ADMIN)).json()
        self.payment_methods = {each["name"]: each["id"] for each in shown["payment_methods"]}

    def faults(self) -> list[tuple[int, str]]:
        """All answers of 500 and above that were not 503 with a time to come back."""
        return [
            (answer.status_code, answer.text)
            for answer in self.answers
            if answer.is_server_error
            and not (answer.status_code == 503 and answer.headers.get("retry-after"))
        ]


class Buyer:
    """Somebody with an order, known by its token and perhaps by a key."""

    def __init__(self, shop: Shop, order: Json, headers: Mapping[str, str] = NOBODY) -> None:
        self.shop = shop
        self.id: int = order["id"]
        self.number: str = order["number"]
        self.headers = {**headers, "X-Spree-Order-Token": order["token"]}

    @classmethod
    async def comes(
        cls, shop: Shop, headers: Mapping[str, str] = NOBODY, /, **quantities: int
    ) -> "Buyer":
        """Somebody who comes with all that an order needs until it is paid for."""
        order = {**EVERYTHING, "line_items": items(**(quantities or {"TOTE_01": 1}))}
        answer = await shop.asks("POST", "checkouts", {"order": order}, headers)
        assert answer.status_code == httpx.codes.OK, answer.text
        return cls(shop, answer.json(), headers)

    async def asks(
        self,
        method: str,
        path: str = "",
        body: object = None,
        at: int | None = None,
        headers: Mapping[str, str] = NOBODY,
    ) -> httpx.Response:
        path = f"checkouts/{self.number}{path}"
        return await self.shop.asks(method, path, body, {**self.headers, **headers}, at)

    async def puts(self, body: object = None, at: int | None = None) -> httpx.Response:
        return await self.asks("PUT", "", body, at)

    async def order(self) -> Json:
        answer = await self.asks("GET")
        assert answer.status_code == httpx.codes.OK, answer.text
        shown: Json = answer.json()
        return shown

    async def goes_to_payment(self) -> Json:
        answer = await self.asks("PUT", "/advance")
        shown: Json = answer.json()
        assert (answer.status_code, shown.get("state")) == (200, "payment"), answer.text
        return shown

    async def goes_to_confirm(self, number: str = APPROVED) -> Json:
        """Go as far as it goes without being charged."""
        await self.goes_to_payment()
        return await self.pays(number)

    async def pays(self, number: str = APPROVED) -> Json:
        """Give a card, and come to the last step."""
        answer = await self.puts(self.by_card(number))
        shown: Json = answer.json()
        assert (answer.status_code, shown.get("state")) == (200, "confirm"), answer.text
        return shown

    def by_card(self, number: str = APPROVED) -> Json:
        method = self.shop.payment_methods["Credit Card"]
        return {
            "order": {"payments_attributes": [{"payment_method_id": method}]},
            "payment_source": {str(method): card(number)},
        }

    async def gives(self, name: str, amount: str | None = None, number: str = APPROVED) -> None:
        """Give one payment of several."""
        payment: Json = {"payment_method_id": self.shop.payment_methods[name]}
        if amount is not None:
            payment["amount"] = amount
        if name == "Credit Card":
            payment["source_attributes"] = card(number)
        answer = await self.asks("POST", "/payments", {"payment": payment})
        assert answer.status_code == httpx.codes.CREATED, answer.text
