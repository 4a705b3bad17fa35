"""On PostgreSQL, nobody waits for ever for a lock that somebody else sleeps on."""

import asyncio
import contextlib

import asyncpg
import pytest

from ringup.persistence import postgres
from ringup.services.ports.store import Wanted
from tests.support.demo_stores import DATABASES
from tests.support.storefront import ledger_beside, open_storefront

pytestmark = pytest.mark.parametrize("demo_store", [DATABASES[1]], indirect=True)


async def test_who_waits_too_long_for_an_order_is_told_to_come_again(
    demo_store, tmp_path, monkeypatch
):
    shorter = {**postgres._SETTINGS, "lock_timeout": "200ms"}
    monkeypatch.setattr(postgres, "_SETTINGS", shorter)
    for name, value in ledger_beside(tmp_path).items():
        monkeypatch.setenv(name, value)
    async with open_storefront(demo_store) as storefront:
        shopper = await storefront.shopper_at("confirm")
        async with _somebody_asleep_on(demo_store, shopper.id):
            answer = await shopper.puts()
            assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
            assert answer.headers["retry-after"] == "1"
            assert (await shopper.order())["state"] == "confirm"
        assert (await shopper.puts()).json()["state"] == "complete"


async def test_who_sleeps_on_a_lock_loses_it(demo_store, tmp_path, monkeypatch):
    shorter = {**postgres._SETTINGS, "idle_in_transaction_session_timeout": "200ms"}
    monkeypatch.setattr(postgres, "_SETTINGS", shorter)
    for name, value in ledger_beside(tmp_path).items():
        monkeypatch.setenv(name, value)
    async with open_storefront(demo_store) as storefront:
        shopper = await storefront.shopper_at("confirm")
        slept = await _lock_and_sleep(storefront.desk.store, shopper.id)
        assert slept > 1, "it was not done again"
        assert (await shopper.puts()).json()["state"] == "complete"


@contextlib.asynccontextmanager
async def _somebody_asleep_on(url, order_id):
    """A connection that holds an order's lock, and does nothing."""
    sleeper = await asyncpg.connect(url)
    try:
        async with sleeper.transaction():
            await sleeper.execute("SELECT 1 FROM orders WHERE id = $1 FOR UPDATE", order_id)
            yield
    finally:
        await sleeper.close()


async def _lock_and_sleep(store, order_id):
    """Sleep in a transaction that holds an order's lock, but only the first time."""
    tries = []

    async def work(transaction):
        await transaction.load(order_id, Wanted())
        await transaction._session.begin()
        tries.append(1)
        if len(tries) == 1:
            await asyncio.sleep(0.6)
        await transaction._session.fetch("SELECT 1")

    await store.write(work)
    return len(tries)
