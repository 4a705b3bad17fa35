"""The gateway's books beside the shop's: to the cent, and nothing on one side alone."""

import contextlib
import sqlite3
from datetime import UTC, datetime

import pytest

from ringup.cli.doctoring import ledger as books
from ringup.cli.plainly import CannotStart
from ringup.persistence.examining.snapshots import snapshots
from ringup.services.examining.findings import LEDGER
from tests.support.examined import Silent


async def _compared(shop):
    async with snapshots(shop.url, lambda: datetime.now(UTC)) as looks:
        with contextlib.closing(books.opened(shop.ledger)) as ledger:
            return [finding async for finding in books.findings(looks, ledger, Silent())]


def _forged(shop, statement, *values):
    with contextlib.closing(sqlite3.connect(shop.ledger)) as connection, connection:
        changed = connection.execute(statement, values).rowcount
    assert changed > 0


async def test_the_books_of_a_busy_shop_agree(shop):
    assert await _compared(shop) == []


async def test_money_that_no_payment_knows_of_is_found(shop):
    _forged(
        shop,
        "INSERT INTO deeds SELECT 'k', kind, 'ch_unknown', 700, currency, ?, state, code,"
        " message, ready_at FROM deeds WHERE kind = 'authorize'"
        " AND state = 'approved' LIMIT 1",
        shop.numbers["cart"],
    )
    [finding] = await _compared(shop)
    assert finding.rule == "charge_without_order"
    assert shop.numbers["cart"] in finding.about
    assert finding.found == "$7.00 reserved, $0.00 kept"


async def test_money_for_an_order_that_is_not_there_is_found(shop):
    _forged(
        shop,
        "UPDATE deeds SET order_number = 'R999999999' WHERE order_number = ?",
        shop.numbers["authorized"],
    )
    [finding] = await _compared(shop)
    assert finding.rule == "charge_without_order"
    assert "R999999999" in finding.about


async def test_a_payment_that_the_gateway_does_not_know_is_found(shop):
    _forged(shop, "DELETE FROM deeds WHERE order_number = ?", shop.numbers["authorized"])
    [finding] = await _compared(shop)
    assert finding.rule == "payment_without_charge"
    assert finding.about.startswith(f"order {shop.numbers['authorized']}, payment P")


FORGERIES = {
    "UPDATE deeds SET amount = amount - 1 WHERE kind = 'capture' AND order_number = ?": (
        "$0.01 reserved, $21.78 kept"
    ),
    "DELETE FROM deeds WHERE kind = 'capture' AND order_number = ?": (
        "$21.79 reserved, $0.00 kept"
    ),
    "UPDATE deeds SET currency = 'EUR' WHERE order_number = ?": "€0.00 reserved, €21.79 kept",
}


@pytest.mark.parametrize("forgery", FORGERIES)
async def test_an_amount_that_differs_is_found(shop, forgery):
    paid = shop.numbers["paid"]
    _forged(shop, forgery, paid)
    [finding] = await _compared(shop)
    assert finding.rule == "charge_differs"
    assert finding.about.startswith(f"order {paid}, charge ")
    assert finding.expected == "$0.00 reserved, $21.79 kept"
    assert finding.found == FORGERIES[forgery]


async def test_an_order_that_a_gateway_is_being_asked_about_is_left_out(shop):
    order = shop.order_id("paid")
    await shop.tampered(
        f"UPDATE payment_attempts SET state = 'open' WHERE order_id = {order} AND kind = 'capture'"
    )
    _forged(
        shop,
        "UPDATE deeds SET amount = amount - 1 WHERE order_number = ?",
        shop.numbers["paid"],
    )
    assert await _compared(shop) == []


def test_a_file_that_is_no_ledger_is_refused_and_left_alone(tmp_path):
    other = tmp_path / "other.db"
    with pytest.raises(CannotStart):
        books.opened(other)
    assert not other.exists()
    sqlite3.connect(other).execute("CREATE TABLE t (x)").connection.close()
    before = other.read_bytes()
    with pytest.raises(CannotStart):
        books.opened(other)
    assert other.read_bytes() == before


def test_these_are_all_rules_of_the_ledger():
    assert set(LEDGER) == {"charge_without_order", "payment_without_charge", "charge_differs"}
