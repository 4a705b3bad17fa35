"""A shop with several shoppers in it, watched: after each request all that must hold is checked."""

import asyncio
import os
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import AsyncExitStack, ExitStack, closing
from json import dumps, loads
from pathlib import Path
from typing import Any

import httpx
from hypothesis import note

from tests.support.demo_stores import Templates
from tests.support.storefront import ADMIN, Json, Shopper, Storefront, open_storefront
from tests.walks.invariants import check_covered, check_order

LEDGER = "RINGUP_TEST_GATEWAY_LEDGER"
GATEWAY = "There was a problem with the payment gateway: "
UNLOGGED = {"version", "updated_at"}
STOCK = "SELECT variant_id, stock_location_id, count_on_hand, backorderable FROM stock_items"
HELD = (
    "SELECT variant_id, stock_location_id, sum(quantity) AS held FROM stock_holds"
    " GROUP BY variant_id, stock_location_id"
)
SOLD = (
    "SELECT i.variant_id, s.stock_location_id, sum(i.quantity) AS sold FROM shipment_items AS i"
    " JOIN shipments AS s ON s.order_id = i.order_id AND s.id = i.shipment_id"
    " JOIN orders AS o ON o.id = s.order_id"
    " WHERE o.completed_at IS NOT NULL AND o.canceled_at IS NULL"
    " GROUP BY i.variant_id, s.stock_location_id"
)
# Of the test gateway: a check that an admin took stands in no gateway's books.
MONEY = (
    "SELECT o.number, sum(CASE WHEN m.gateway = 'test' THEN p.captured - p.refunded ELSE 0 END)"
    " AS taken, sum(CASE WHEN m.gateway = 'test' AND p.state = 'pending' THEN p.amount ELSE 0 END)"
    " AS reserved FROM orders AS o LEFT JOIN payments AS p ON p.order_id = o.id"
    " LEFT JOIN payment_methods AS m ON m.id = p.payment_method_id GROUP BY o.id, o.number"
)
ONCE = "SELECT used FROM promotions WHERE code = 'ONCE'"
CREDIT = "SELECT amount, used FROM store_credits"
DEEDS = (
    "SELECT order_number, reference, kind, sum(amount) FROM deeds WHERE state = 'approved'"
    " GROUP BY order_number, reference, kind"
)


class World:
    """A fresh demo store on one database; synchronous, as state machines are."""

    def __init__(self, templates: Templates, database: str, folder: Path) -> None:
        self._kept = ExitStack()
        self._runner = self._kept.enter_context(asyncio.Runner())
        self._ledger = folder / "ledger.db"
        url = self._kept.enter_context(templates.copied(database, folder))
        self._opened = AsyncExitStack()
        before = os.environ.get(LEDGER)
        os.environ[LEDGER] = str(self._ledger)
        self.storefront: Storefront = self._run(
            self._opened.enter_async_context(open_storefront(url))
        )
        os.environ[LEDGER] = before or ""
        self._stock = self._stock_now()
        self.shoppers: list[Shopper] = []
        self.edited: list[Shopper] = []
        """Those whose placed orders an admin changed: what is owed then is another matter."""

    def close(self) -> None:
        self._run(self._opened.aclose())
        self._kept.close()

    def enters(self, headers: Mapping[str, str], **order: object) -> Shopper:
        shopper: Shopper = self._run(self.storefront.shopper(headers, **order))
        self.shoppers.append(shopper)
        return shopper

    def order(self, shopper: Shopper) -> Json:
        shown: Json = self._run(shopper.order())
        return shown

    def asks(
        self,
        shopper: Shopper,
        method: str,
        path: str = "",
        body: object = None,
        **options: Any,  # noqa: ANN401 - httpx's own
    ) -> httpx.Response:
        """One request of one shopper, and everything that must hold after it."""
        note(f"{method} {shopper.number}{path} {body}")
        before = self._standing(shopper)
        others = self._versions(shopper)
        answer: httpx.Response = self._run(shopper.asks(method, path, body, **options))
        note(f"  {answer.status_code} {answer.text[:300] if answer.is_error else ''}")
        assert answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR
        assert self._versions(shopper) == others, "another order changed"
        after = self._standing(shopper)
        if answer.is_client_error and answer.json()["error"].startswith(GATEWAY):
            # What stops a placing sends the buyer back; an admin's deed moves no order.
            deed = "/payments/" in path
            assert after["order"]["state"] == (before["order"]["state"] if deed else "payment")
        elif answer.is_client_error:
            assert after == before, "a refusal changed something"
        self._check_version(before, after)
        check_order(after["order"])
        if shopper not in self.edited:
            check_covered(after["order"])
        self._check_shop()
        return answer

    def deletes(self, shopper: Shopper) -> None:
        """An admin deletes the order, or is told why not; money never hangs on a deleted one."""
        others = self._versions(shopper)
        asked = shopper.asks("DELETE", f"orders/{shopper.number}", headers=ADMIN)
        answer: httpx.Response = self._run(asked)
        assert answer.status_code in {204, 422}
        assert self._versions(shopper) == others
        if answer.is_success:
            self.shoppers.remove(shopper)
            assert self._run(shopper.asks("GET")).status_code == httpx.codes.NOT_FOUND
            assert self._charged().get(shopper.number, (0, 0)) == (0, 0)
        self._check_shop()

    def _standing(self, shopper: Shopper) -> Json:
        standing: Json = self._run(shopper.standing())
        return standing

    def _check_version(self, before: Json, after: Json) -> None:
        """The `ETag` tells whether the order is as it was, neither more nor less."""
        changed = _content(before["rows"]) != _content(after["rows"])
        assert changed == (before["etag"] != after["etag"])

    def _check_shop(self) -> None:
        stock = self._stock_now()
        held = self._by_place(HELD, "held")
        sold = self._by_place(SOLD, "sold")
        for place, (count, backorderable) in stock.items():
            assert self._stock[place][0] == count + sold.get(place, 0), "stock was lost or made"
            assert backorderable or count >= held.get(place, 0) >= 0, "sold what is not there"
        [once] = self._rows(ONCE)
        assert once["used"] in {0, 1}
        assert all(0 <= row["used"] <= row["amount"] for row in self._rows(CREDIT))
        self._check_money()

    def _check_money(self) -> None:
        """What the gateway took and holds is what the orders say."""
        charged = self._charged()
        for row in self._rows(MONEY):
            believed = (int(row["taken"] or 0), int(row["reserved"] or 0))
            assert charged.get(row["number"], (0, 0)) == believed, "the books differ"

    def _charged(self) -> dict[str, tuple[int, int]]:
        """By order: what was taken and not given back, and what is reserved beyond it."""
        charged: dict[str, tuple[int, int]] = {}
        for number, kinds in self._charges():
            captured = kinds.get("capture", 0) + kinds.get("purchase", 0)
            free = "void" in kinds or "purchase" in kinds
            reserved = 0 if free else kinds.get("authorize", 0) - captured
            before = charged.get(number, (0, 0))
            charged[number] = (
                before[0] + captured - kinds.get("credit", 0),
                before[1] + reserved,
            )
        return charged

    def _charges(self) -> Iterable[tuple[str, dict[str, int]]]:
        if not self._ledger.exists():
            return ()
        with closing(sqlite3.connect(self._ledger)) as books:
            deeds = books.execute(DEEDS).fetchall()
        charges: dict[tuple[str, str], dict[str, int]] = {}
        for number, reference, kind, amount in deeds:
            charges.setdefault((number, reference), {})[kind] = amount
        return ((number, kinds) for (number, _), kinds in charges.items())

    def _stock_now(self) -> dict[tuple[int, int], tuple[int, bool]]:
        return {
            (row["variant_id"], row["stock_location_id"]): (
                row["count_on_hand"],
                bool(row["backorderable"]),
            )
            for row in self._rows(STOCK)
        }

    def _by_place(self, sql: str, name: str) -> dict[tuple[int, int], int]:
        rows = self._rows(sql)
        return {(row["variant_id"], row["stock_location_id"]): int(row[name]) for row in rows}

    def _versions(self, but: Shopper) -> list[tuple[int, int]]:
        rows = self._rows("SELECT id, version FROM orders ORDER BY id")
        return [(row["id"], row["version"]) for row in rows if row["id"] != but.id]

    def _rows(self, sql: str) -> list[Json]:
        rows: list[Json] = self._run(self.storefront.database.rows(sql))
        return rows

    def _run(self, coroutine: Any) -> Any:  # noqa: ANN401 - whatever is asked
        return self._runner.run(coroutine)


def _content(rows: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The order's rows without what tells versions, and without the log of what happened."""
    return {
        name: [_without_version(text) for text in texts] if name == "orders" else texts
        for name, texts in rows.items()
        if name not in {"events", "stock_items", "stock_holds", "store_credits", "promotions"}
    }


def _without_version(text: str) -> str:
    row = {name: value for name, value in loads(text).items() if name not in UNLOGGED}
    return dumps(row, sort_keys=True)
