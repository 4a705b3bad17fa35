"""A demo store behind the whole application, asked over HTTP without a socket, and its shoppers."""

import contextlib
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx

from ringup import app
from ringup.config import NO_RATE_LIMITS, Configuration
from ringup.domain.facts import Shop
from ringup.services.asking import Desk
from ringup.services.ports.clock import Clock
from ringup.services.ports.store import Wanted
from tests.support.whole_database import WholeDatabase, opened

Json = dict[str, Any]

ADMIN = {"X-Spree-Token": "demo-admin-key"}
ADA = {"X-Spree-Token": "demo-customer-key"}
GRACE = {"X-Spree-Token": "demo-other-key"}
NOBODY: dict[str, str] = {}

SKUS = (
    *("TOTE-01", "MUG-01", "TEE-S", "TEE-M", "TEE-L", "PRINT-01", "CAP-01", "COAT-01"),
    *("DESK-01", "LAMP-01", "BOOK-01", "FREE-01"),
)
PERSON = {"firstname": "Ada", "lastname": "Lovelace", "phone": "410 555 0100"}
MARYLAND = {
    **PERSON,
    "address1": "1 Analytical Way",
    "city": "Bethesda",
    "zipcode": "20814",
    "country_iso": "US",
    "state_name": "Maryland",
}
GERMANY = {
    **PERSON,
    "address1": "Unter den Linden 1",
    "city": "Berlin",
    "zipcode": "10117",
    "country_iso": "DE",
}
AUSTRALIA = {
    **PERSON,
    "address1": "1 George Street",
    "city": "Sydney",
    "zipcode": "2000",
    "country_iso": "AU",
    "state_name": "New South Wales",
}
APPROVED = "4111111111111111"
DECLINED = "4000000000000002"


def card(number: str = APPROVED, **others: object) -> Json:
    """A card as it is typed."""
    typed = {"month": "12", "year": "2030", "verification_value": "123", "name": "Ada Lovelace"}
    return {"number": number, **typed, **others}


def items(**quantities: int) -> list[Json]:
    """Line items by SKU, with `_` for its dash: `items(TOTE_01=1)`."""
    return [
        {"sku": sku.replace("_", "-"), "quantity": quantity} for sku, quantity in quantities.items()
    ]


class Ids:
    """The ids that the database gave to what the demo store has."""

    def __init__(self, shop: Shop, variants: Mapping[str, int]) -> None:
        self.variants = variants
        self.shipping_methods = {
            method.name: method.id for method in shop.shipping_methods.values()
        }
        self.payment_methods = {method.name: method.id for method in shop.payment_methods.values()}
        self.countries = {country.iso: country.id for country in shop.countries.values()}
        self.us_states = {
            state.abbr: state.id
            for state in shop.states.values()
            if state.country_id == self.countries["US"]
        }

    def card_payment(self, number: str = APPROVED, **others: object) -> Json:
        """The parameters that pay an order by card."""
        method = self.payment_methods["Credit Card"]
        return {
            "order": {"payments_attributes": [{"payment_method_id": method}]},
            "payment_source": {str(method): card(number, **others)},
        }

    def payment_by(self, name: str) -> Json:
        """The parameters that pay an order by a method that takes no card."""
        method = self.payment_methods[name]
        return {"order": {"payments_attributes": [{"payment_method_id": method}]}}


class Storefront:
    """What a test holds: a client, the ids, and a look at the database past all of it."""

    def __init__(
        self, client: httpx.AsyncClient, desk: Desk, ids: Ids, database: WholeDatabase
    ) -> None:
        self.client = client
        self.desk = desk
        self.ids = ids
        self.database = database

    async def shopper(self, headers: Mapping[str, str] = NOBODY, **order: object) -> "Shopper":
        """Somebody with a new order, known by the headers and by its token."""
        created = await self.client.post("/api/checkouts", json={"order": order}, headers=headers)
        assert created.status_code == httpx.codes.OK, created.text
        return Shopper(self, created.json(), headers)

    async def shopper_at(
        self, state: str, headers: Mapping[str, str] = NOBODY, **order: object
    ) -> "Shopper":
        """Somebody whose order (one tote to Maryland, by card, unless told) stands in the state."""
        shopper = await self.shopper(headers, **{**a_tote_to(MARYLAND), **order})
        await shopper.goes_to(state)
        return shopper


def a_tote_to(address: Json) -> Json:
    """All that an order needs until it is paid."""
    return {
        "email": "guest@example.com",
        "line_items": items(TOTE_01=1),
        "bill_address": address,
        "use_billing": True,
    }


class Shopper:
    """Somebody with an order, who asks for things below `/api`."""

    def __init__(
        self, storefront: Storefront, order: Json, headers: Mapping[str, str] = NOBODY
    ) -> None:
        self.storefront = storefront
        self.ids = storefront.ids
        self.id: int = order["id"]
        self.number: str = order["number"]
        self.token: str = order["token"]
        self.headers = {**headers, "X-Spree-Order-Token": self.token}

    async def asks(
        self,
        method: str,
        path: str = "",
        body: object = None,
        **options: Any,  # noqa: ANN401 - httpx's own
    ) -> httpx.Response:
        """Ask for the order, for what is below it (`/next`), or for any other path (`orders/…`)."""
        below = path[:1] in {"", "/", "?", "."}
        address = f"/api/checkouts/{self.number}{path}" if below else f"/api/{path}"
        headers = {**self.headers, **options.pop("headers", {})}
        return await self.storefront.client.request(
            method, address, json=body, headers=headers, **options
        )

    async def puts(self, body: object = None, path: str = "") -> httpx.Response:
        return await self.asks("PUT", path, body)

    async def order(self) -> Json:
        answer = await self.asks("GET")
        assert answer.status_code == httpx.codes.OK, answer.text
        shown: Json = answer.json()
        return shown

    async def steps(self, body: object = None) -> Json:
        """A `PUT` that must succeed; gives the order."""
        answer = await self.puts(body)
        assert answer.is_success, answer.text
        order: Json = answer.json()
        return order

    async def goes_to(self, state: str) -> Json:
        """Walk on to the state, paying by an approved card when it comes to that."""
        order = await self.order()
        while order["state"] != state:
            assert order["state"] != "complete", f"there is no {state} on the way"
            pays = order["state"] == "payment"
            order = await self.steps(self.ids.card_payment() if pays else None)
        return order

    async def standing(self) -> Json:
        """All that a refused request must leave as it was: answer, version, and what is stored."""
        shown = await self.asks("GET")
        stored = await self.storefront.database.about(self.id)
        return {"order": shown.json(), "etag": shown.headers["etag"], **stored}


@contextlib.asynccontextmanager
async def open_storefront(
    url: str,
    clock: Clock = app.now,
    **settings: Any,  # noqa: ANN401 - Configuration's own
) -> AsyncIterator[Storefront]:
    """Serve the store at the address, by this clock."""
    with patch.object(app, "now", clock):
        at_desk = app.desk_at(Configuration(database=url, **{**NO_RATE_LIMITS, **settings}))
        async with contextlib.AsyncExitStack() as open_until_left:
            desk = await open_until_left.enter_async_context(at_desk)
            transport = httpx.ASGITransport(app.joined(desk))
            client = httpx.AsyncClient(transport=transport, base_url="http://shop.test")
            await open_until_left.enter_async_context(client)
            database = await open_until_left.enter_async_context(opened(url))
            yield Storefront(client, desk, await _ids(desk), database)


async def _ids(desk: Desk) -> Ids:
    wanted = Wanted(skus=frozenset(SKUS))
    facts = await desk.store.read(lambda reading: reading.facts(wanted))
    return Ids(facts.shop, {variant.sku: variant.id for variant in facts.variants.values()})


class TestClock:
    """A clock that a test sets forward."""

    __test__ = False

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


def ledger_beside(folder: Path) -> dict[str, str]:
    """The variables that keep the test gateway's books out of the way, and its slow card quick."""
    return {
        "RINGUP_TEST_GATEWAY_LEDGER": str(folder / "test-gateway.db"),
        "RINGUP_TEST_GATEWAY_SLOW_SECONDS": "0.05",
    }
