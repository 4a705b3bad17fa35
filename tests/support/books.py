"""Compares a shop's database with the gateway's ledger and with itself: nothing may be missing.

The rules are the shop's promises: no money without an order, no order without money, nothing sold
twice, nothing left half done.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from ringup.cli.doctoring.examining import examine
from ringup.gateways.test.ledger import Ledger
from ringup.services.examining.findings import Finding
from tests.support.whole_database import opened

Rows = list[dict[str, Any]]
Place = tuple[int, int]

_TABLES = (
    *("orders", "payments", "payment_attempts", "payment_methods", "line_items", "shipments"),
    *("shipment_items", "stock_items", "stock_holds", "stock_movements", "promotions"),
    *("promotion_uses", "store_credits", "store_credit_events", "variants", "api_keys"),
)


class Books:
    """All that a shop and its gateway have written down, at one moment when nobody is at work."""

    def __init__(self, tables: Mapping[str, Rows], events: Rows, ledger: Ledger) -> None:
        self.tables = tables
        self.events = events
        self._by_order: dict[str, defaultdict[int, Rows]] = {}
        self.deeds = ledger.deeds()
        self.charges = {
            deed.reference: charge
            for deed in self.deeds
            if (charge := ledger.charge(deed.reference)) is not None
        }

    @cached_property
    def orders(self) -> dict[int, dict[str, Any]]:
        return {row["id"]: row for row in self.tables["orders"]}

    def of(self, table: str, order_id: int) -> Rows:
        if table not in self._by_order:
            self._by_order[table] = defaultdict(list)
            for row in self.tables[table]:
                self._by_order[table][row["order_id"]].append(row)
        return self._by_order[table][order_id]

    def deeds_of(self, order_number: str) -> list[str]:
        """What kinds of things the gateway was asked for an order, and did or refused."""
        deeds = [deed for deed in self.deeds if deed.order_number == order_number]
        return sorted("tombstone" if deed.is_tombstone else deed.kind for deed in deeds)

    def told(self, order_id: int) -> list[tuple[str, str]]:
        """An order's log: what happened, and by whom."""
        events = (event for event in self.events if event["order_id"] == order_id)
        return [(event["type"], event["actor"]) for event in events]

    @cached_property
    def placed(self) -> dict[int, dict[str, Any]]:
        """The orders that stand: complete, and not canceled."""
        return {
            id_: row
            for id_, row in self.orders.items()
            if row["completed_at"] is not None and row["canceled_at"] is None
        }

    def reserved_and_kept(self, order_number: str | None = None) -> tuple[int, int]:
        """What the gateway has reserved, and what it took and did not give back."""
        references = {
            deed.reference
            for deed in self.deeds
            if deed.kind in {"authorize", "purchase"} and order_number in {None, deed.order_number}
        }
        charges = [self.charges[r] for r in references if r in self.charges]
        reserved = sum(c.authorized - c.captured for c in charges if not c.voided)
        return reserved, sum(c.captured - c.credited for c in charges)

    @cached_property
    def _references(self) -> Mapping[str, set[str]]:
        references: defaultdict[str, set[str]] = defaultdict(set)
        for deed in self.deeds:
            references[deed.order_number].add(deed.reference)
        return references

    def on_hand(self, sku: str) -> int:
        [variant] = [row["id"] for row in self.tables["variants"] if row["sku"] == sku]
        stock = self.tables["stock_items"]
        return sum(row["count_on_hand"] for row in stock if row["variant_id"] == variant)

    @property
    def held(self) -> int:
        return sum(row["held"] for row in self.tables["stock_items"])


async def books_of(url: str, ledger: Path) -> Books:
    """Read everything."""
    async with opened(url) as database:
        tables = {name: await database.rows(f"SELECT * FROM {name}") for name in _TABLES}
        events = await database.rows(
            "SELECT order_id, sequence, type, actor FROM events ORDER BY order_id, sequence"
        )
    kept = Ledger(ledger)
    try:
        return Books(tables, events, kept)
    finally:
        kept.close()


async def is_settled(url: str) -> bool:
    """Tell whether nothing is being placed or asked for."""
    placing = '(SELECT count(*) FROM orders WHERE "placing")'
    open_attempts = "(SELECT count(*) FROM payment_attempts WHERE state = 'open')"
    async with opened(url) as database:
        [found] = await database.rows(f"SELECT {placing} + {open_attempts} AS unsettled")
    return int(found["unsettled"]) == 0


def opening_stock(books: Books) -> Counter[Place]:
    """What lay where before anything was sold."""
    return Counter(
        {
            (row["variant_id"], row["stock_location_id"]): row["count_on_hand"]
            for row in books.tables["stock_items"]
        }
    )


def check(books: Books, opening: Counter[Place], acknowledged: Iterable[str] = ()) -> None:
    """Hold the books against every rule; ``acknowledged`` are orders that somebody was told of."""
    check_nothing_is_half_done(books)
    check_money(books)
    check_stock(books, opening)
    check_claims(books)
    check_events(books)
    placed = {row["number"] for row in books.placed.values()}
    assert set(acknowledged) - placed == set(), "an acknowledged order is not there"


def check_nothing_is_half_done(books: Books) -> None:
    placing = [row["number"] for row in books.tables["orders"] if row["placing"]]
    assert placing == [], "orders are still being placed"
    attempts = [row for row in books.tables["payment_attempts"] if row["state"] == "open"]
    assert attempts == [], "attempts are still open"
    processing = [row for row in books.tables["payments"] if row["state"] == "processing"]
    assert processing == [], "payments are still being asked for"


def check_money(books: Books) -> None:
    """Every order that stands is paid to the cent, and no other; the gateway says the same."""
    gateways = {row["id"]: row["gateway"] for row in books.tables["payment_methods"]}
    for order_id, order in books.orders.items():
        payments = books.of("payments", order_id)
        cards = [row for row in payments if gateways[row["payment_method_id"]] == "test"]
        told = (order["number"], order["state"], payments)
        reserved = sum(row["amount"] for row in cards if row["state"] == "pending")
        kept = sum(row["captured"] - row["refunded"] for row in cards)
        assert books.reserved_and_kept(order["number"]) == (reserved, kept), told
        paid = sum(_worth(row) for row in payments)
        if order_id in books.placed:
            paid += sum(_promise(row, gateways) for row in payments)
            assert paid == order["total"], told
        else:
            assert paid == 0, told
    numbers = {order["number"] for order in books.tables["orders"]}
    strangers = {deed.order_number for deed in books.deeds} - numbers
    assert all(books.reserved_and_kept(number) == (0, 0) for number in strangers), strangers


def _worth(payment: Mapping[str, Any]) -> int:
    if payment["state"] in {"pending", "completed"}:
        return int(payment["amount"] - payment["refunded"])
    return 0


def _promise(payment: Mapping[str, Any], gateways: Mapping[int, str]) -> int:
    """A check that is still to come is as good as money, once the order is placed."""
    is_check = gateways[payment["payment_method_id"]] == "manual"
    return int(payment["amount"]) if is_check and payment["state"] == "checkout" else 0


def check_stock(books: Books, opening: Counter[Place]) -> None:
    """What is there, and what was sold, is what there was."""
    sold: Counter[Place] = Counter()
    for order_id in books.placed:
        places = {row["id"]: row["stock_location_id"] for row in books.of("shipments", order_id)}
        # In these tests whatever comes back goes back to where it was.
        out = (i for i in books.of("shipment_items", order_id) if i["state"] != "returned")
        for item in out:
            sold[item["variant_id"], places[item["shipment_id"]]] += item["quantity"]
    moved: Counter[Place] = Counter()
    for row in books.tables["stock_movements"]:
        moved[row["variant_id"], row["stock_location_id"]] += row["quantity"]
    held: Counter[Place] = Counter()
    for row in books.tables["stock_holds"]:
        held[row["variant_id"], row["stock_location_id"]] += row["quantity"]
        assert books.orders[row["order_id"]]["state"] in {"payment", "confirm"}, row
    for row in books.tables["stock_items"]:
        place = row["variant_id"], row["stock_location_id"]
        assert row["count_on_hand"] == opening[place] - sold[place], ("sold", place)
        assert row["count_on_hand"] == moved[place], ("moved", place)
        assert row["held"] == held[place], ("held", place)


def check_claims(books: Books) -> None:
    """Coupons and store credit are used up by the orders that stand, and by no others."""
    uses = Counter(row["promotion_id"] for row in books.tables["promotion_uses"])
    assert {row["order_id"] for row in books.tables["promotion_uses"]} <= books.placed.keys()
    for row in books.tables["promotions"]:
        if row["usage_limit"] is not None:
            assert row["used"] == uses[row["id"]] <= row["usage_limit"], row["name"]
    spent: Counter[int] = Counter()
    by_order: Counter[int] = Counter()
    for row in books.tables["store_credit_events"]:
        spent[row["store_credit_id"]] += row["amount"]
        by_order[row["order_id"]] += row["amount"]
    for row in books.tables["store_credits"]:
        assert row["used"] == spent[row["id"]] <= row["amount"]
    credit = {m["id"] for m in books.tables["payment_methods"] if m["gateway"] == "store_credit"}
    for order_id in books.orders:
        paid = [p for p in books.of("payments", order_id) if p["payment_method_id"] in credit]
        assert by_order[order_id] == sum(p["captured"] - p["refunded"] for p in paid), order_id


def check_events(books: Books) -> None:
    """Every order's log counts from one without a gap, and tells of one completion at most."""
    logs: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for event in books.events:
        logs[event["order_id"]].append(event)
    for order_id, log in logs.items():
        assert [event["sequence"] for event in log] == list(range(1, len(log) + 1)), order_id
        completions = sum(event["type"] == "order.completed" for event in log)
        assert completions == (books.orders[order_id]["completed_at"] is not None), order_id


class Heard:
    """What the doctor says."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.findings: list[Finding] = []

    def begin(self) -> None: ...

    def tell(self, finding: Finding) -> None:
        self.findings.append(finding)

    def end(self, examined: Counter[str]) -> None:
        self.counts = examined


async def diagnosed(url: str, ledger: Path) -> list[Finding]:
    """What `ringup doctor` finds wrong with the shop and the gateway's books."""
    heard = Heard()
    await examine(url, ledger, heard)
    return heard.findings
