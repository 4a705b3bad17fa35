"""Words in which these tests ask a shop: by keys, at once, and again."""

import asyncio
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from ringup.app import joined
from ringup.gateways.test.gateway import TestGateway
from ringup.persistence import schema
from tests.support.storefront import MARYLAND, NOBODY, Json, Shopper, Storefront, items

SLOW = "4000000000000044"
KEY = "3e0f8a52-5b0e-4a5c-9c57-1d9b7f1f6a11"


class ShiftedClock:
    """Tells the time, later by what a test adds; with a step, later each time it is asked."""

    def __init__(self) -> None:
        self.later = timedelta()
        self.step = timedelta()

    def __call__(self) -> datetime:
        self.later += self.step
        return datetime.now(UTC) + self.later


class Books:
    """The test gateway's own books."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def deeds(self, order_number: str) -> list[tuple[str, int, str]]:
        """What was asked for an order: kind, amount and what came of it."""
        if not self._path.exists():
            return []
        with closing(sqlite3.connect(self._path)) as connection:
            found = connection.execute(
                "SELECT kind, amount, state FROM deeds WHERE order_number = ?", (order_number,)
            )
            return sorted(found.fetchall())


class Shop:
    """A storefront, asked with idempotency keys."""

    def __init__(self, storefront: Storefront, clock: ShiftedClock) -> None:
        self.storefront = storefront
        self.desk = storefront.desk
        self.ids = storefront.ids
        self.clock = clock
        self.client = storefront.client

    def from_address(self, address: str) -> "Shop":
        """The same shop, asked from elsewhere."""
        elsewhere = Shop(self.storefront, self.clock)
        transport = httpx.ASGITransport(joined(self.desk), client=(address, 5555))
        elsewhere.client = httpx.AsyncClient(transport=transport, base_url="http://shop.test")
        return elsewhere

    async def asks(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        key: str | bytes | None = KEY,
        **headers: str,
    ) -> httpx.Response:
        """Ask for a path below the server's root; header names with `_` for their dashes."""
        given = [(name.replace("_", "-").encode(), text) for name, text in _bytes(headers)]
        if key is not None:
            given.append((b"Idempotency-Key", key if isinstance(key, bytes) else key.encode()))
        return await self.client.request(method, path, json=body, headers=given)

    async def creates(self, body: object = None, **options: Any) -> httpx.Response:  # noqa: ANN401
        return await self.asks("POST", "/api/checkouts", body, **options)

    @property
    def gateway(self) -> TestGateway:
        """The test gateway of this process."""
        gateway = self.desk.gateways["test"]
        assert isinstance(gateway, TestGateway)
        return gateway

    async def revokes_every_key(self) -> None:
        """Take everybody's API key away."""
        revoked = schema.api_keys.update().values(revoked_at=self.clock())

        async def work(transaction: Any) -> None:  # noqa: ANN401 - persistence's own transaction
            await transaction.execute(revoked)

        await self.desk.store.write(work)

    async def count(self, table: str) -> int:
        [row] = await self.storefront.database.rows(f"SELECT count(*) AS n FROM {table}")
        count: int = row["n"]
        return count

    async def shopper_at(self, state: str, headers: Mapping[str, str] = NOBODY) -> Shopper:
        return await self.storefront.shopper_at(state, headers)

    async def shopper_paying(self, number: str) -> Shopper:
        """Somebody whose order stands in `confirm`, to be paid by the card."""
        shopper = await self.shopper_at("payment")
        await shopper.steps(self.ids.card_payment(number))
        return shopper


async def keyed(
    shopper: Shopper, method: str, path: str = "", body: object = None, key: str = KEY
) -> httpx.Response:
    """Ask for the order, or what is below it, by a key."""
    return await shopper.asks(method, path, body, headers={"Idempotency-Key": key})


async def at_once(asked: Iterable[Any]) -> list[httpx.Response]:
    return list(await asyncio.gather(*asked))


def said(answer: httpx.Response) -> tuple[int, str, str | None]:
    """What must be the same in two answers that agree."""
    return answer.status_code, answer.text, answer.headers.get("etag")


def replayed(answer: httpx.Response) -> bool:
    header: str | None = answer.headers.get("idempotency-replayed")
    return header == "true"


def _bytes(headers: Mapping[str, str]) -> Iterable[tuple[str, bytes]]:
    return ((name, text.encode()) for name, text in headers.items())


A_TOTE: Json = {
    "order": {
        "email": "guest@example.com",
        "line_items": items(TOTE_01=1),
        "bill_address": MARYLAND,
        "use_billing": True,
    }
}
