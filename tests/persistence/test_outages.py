"""When the database is gone, the shop says so, and goes on when it is back."""

import asyncio
import contextlib
import sqlite3
import threading
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from ringup.domain.problems import Unavailable
from ringup.persistence import postgres, sqlite
from ringup.persistence.address import UnknownAddress, is_sqlite, sqlite_path
from ringup.persistence.migrate import upgrade
from ringup.persistence.opening import open_store
from ringup.services.ports.stock import Demand
from ringup.services.ports.store import Wanted
from tests.persistence.conftest import StoppedClock
from tests.persistence.orders import placed_in, replace
from tests.persistence.small_shop import MAIN, NOW, PLAIN, set_up


async def _set_up(url, durability="all"):
    await upgrade(url)
    store: Any = await open_store(url, StoppedClock(), {}, durability=durability, connections=3)
    await store.write(set_up)
    return store


async def test_a_killed_postgresql_is_unavailable_and_what_was_answered_is_still_there(
    durable_postgres,
):
    with durable_postgres.database() as url:
        store = await _set_up(url)
        order = await store.write(placed_in)
        durable_postgres.kill()
        with pytest.raises(Unavailable):
            await store.write(placed_in)
        with pytest.raises(Unavailable):
            await store.ping()
        durable_postgres.start()
        loaded, _ = await store.read(lambda reading: reading.peek(order.id, Wanted()))
        assert loaded == order
        assert (await store.write(placed_in)).id != order.id
        await store.close()


async def test_a_file_that_another_process_has_to_itself_is_waited_for(tmp_path):
    url = f"sqlite:///{tmp_path / 'store.db'}"
    await (await _set_up(url)).close()
    alone = sqlite3.connect(tmp_path / "store.db", isolation_level=None, check_same_thread=False)
    alone.execute("PRAGMA locking_mode = EXCLUSIVE")
    alone.execute("BEGIN IMMEDIATE")
    alone.execute("COMMIT")
    impatient = sqlite3.connect(tmp_path / "store.db", timeout=0)
    with contextlib.closing(impatient), pytest.raises(sqlite3.OperationalError, match="locked"):
        impatient.execute("SELECT * FROM stores")
    leaving = threading.Timer(0.3, alone.close)
    leaving.start()
    store = await open_store(url, StoppedClock(), {})
    leaving.join()
    assert (await store.write(placed_in)).id
    await store.close()


async def test_a_store_closes_although_somebody_does_not_come_to_an_end(
    postgres_database, monkeypatch
):
    store = await _set_up(postgres_database)
    monkeypatch.setattr(postgres, "PATIENCE_SECONDS", 0.1)
    has_begun = asyncio.Event()

    async def for_ever(_reading):
        has_begun.set()
        await asyncio.Event().wait()

    endless = asyncio.create_task(store.read(for_ever))
    await has_begun.wait()
    await store.close()
    with pytest.raises(Unavailable):
        await store.ping()
    endless.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await endless


async def test_a_placed_order_outlives_a_killed_postgresql_although_carts_need_not(
    durable_postgres,
):
    with durable_postgres.database() as url:
        store = await _set_up(url, "money")
        cart = await store.write(placed_in)
        placed = await store.write(lambda transaction: _completed(transaction, cart.id))
        durable_postgres.kill()
        durable_postgres.start()
        with contextlib.suppress(Unavailable):
            await store.ping()
        assert (await store.read(lambda reading: reading.peek(cart.id, Wanted())))[0] == placed
        await store.close()


async def test_what_a_placed_order_took_outlives_a_killed_postgresql(durable_postgres):
    """Its row is let go of before the disk has it; the answer waits for the disk all the same."""
    with durable_postgres.database() as url:
        store = await _set_up(url, "money")
        for sold in range(1, 4):
            cart = await store.write(placed_in)
            placed = await store.write(lambda transaction, cart=cart: _sold(transaction, cart.id))
            durable_postgres.kill()
            durable_postgres.start()
            with contextlib.suppress(Unavailable):
                await store.ping()
            found = await store.read(lambda reading, cart=cart: reading.peek(cart.id, Wanted()))
            assert found[0] == placed
            [[count]] = await store.read(
                lambda reading: reading._session.fetch(
                    "SELECT count_on_hand FROM stock_items"
                    f" WHERE variant_id = {PLAIN} AND stock_location_id = {MAIN}"
                )
            )
            assert count == 1_000 - sold
        await store.close()


async def _sold(transaction, order_id):
    after = await _completed(transaction, order_id)
    demand = Demand(variant_id=PLAIN, stock_location_id=MAIN, quantity=1)
    assert await transaction.take_plenty(after, [demand], 1)
    return after


async def _completed(transaction, order_id):
    before, _ = await transaction.load(order_id, Wanted())
    after = replace(before, state="complete", completed_at=NOW)
    return await transaction.save(before, after, ())


async def test_a_connection_that_breaks_within_a_transaction_has_it_done_again(
    durable_postgres,
):
    with durable_postgres.database() as url:
        store = await _set_up(url)
        order = await store.write(placed_in)
        tries = []

        async def broken_once(transaction):
            before, _ = await transaction.load(order.id, Wanted())
            tries.append(1)
            if len(tries) == 1:
                await asyncio.to_thread(
                    durable_postgres.execute,
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                    " WHERE application_name = 'ringup'",
                )
                await asyncio.sleep(0.1)
            return await transaction.save(before, replace(before, email="b@example.com"), ())

        saved = await store.write(broken_once)
        assert (len(tries), saved.version) == (2, order.version + 1)
        await store.close()


async def test_a_connection_that_breaks_while_all_is_written_is_not_tried_again(durable_postgres):
    """Nobody knows what came of it, so to do it again could be to do it twice."""
    with durable_postgres.database() as url:
        store = await _set_up(url)
        order = await store.write(placed_in)
        tries = []

        async def renamed(transaction):
            tries.append(1)
            before, _ = await transaction.load(order.id, Wanted())
            return await transaction.save(before, replace(before, email="b@example.com"), ())

        locker = await asyncpg.connect(url)
        async with locker.transaction():
            await locker.execute("SELECT 1 FROM orders WHERE id = $1 FOR UPDATE", order.id)
            writing = asyncio.create_task(store.write(renamed))
            await asyncio.sleep(0.3)
            assert not writing.done()
            await locker.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'ringup'"
            )
            with pytest.raises(Unavailable):
                await writing
        await locker.close()
        assert len(tries) == 1
        assert (await store.write(renamed)).version == order.version + 1
        await store.close()


async def test_nobody_at_the_address_is_unavailable():
    with pytest.raises(Unavailable):
        await open_store("postgresql://ringup@127.0.0.1:9/ringup", StoppedClock(), {})


async def test_a_file_that_somebody_else_writes_is_waited_for_without_stopping_others(tmp_path):
    path = tmp_path / "store.db"
    store = await _set_up(f"sqlite:///{path}")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    writing = asyncio.create_task(store.write(placed_in))
    for _ in range(5):
        await asyncio.sleep(0.01)
        assert await store.read(lambda reading: reading.open_order_of(1)) is None
    assert not writing.done()
    other.execute("COMMIT")
    other.close()
    order = await writing
    assert await store.read(lambda reading: reading.open_order_of(1)) == order.id
    await store.close()


async def test_a_file_that_stays_busy_is_unavailable(tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite, "PATIENCE_SECONDS", 0.05)
    path = tmp_path / "store.db"
    store = await _set_up(f"sqlite:///{path}")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable):
        await store.write(placed_in)
    other.close()
    await store.close()


async def test_an_ephemeral_store_has_its_tables_and_leaves_no_file():
    store: Any = await open_store("sqlite://", StoppedClock(), {})
    await store.write(set_up)
    order = await store.write(placed_in)
    loaded, _ = await store.read(lambda reading: reading.peek(order.id, Wanted()))
    assert loaded == order
    path = store._path
    assert path.exists()
    await store.close()
    assert not path.parent.exists()


@pytest.mark.parametrize("url", ["mysql://x/y", "store.db", ""])
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(UnknownAddress):
        is_sqlite(url)


def test_an_address_of_sqlite_names_a_file():
    assert sqlite_path("sqlite:///a/b.db") == Path("a/b.db")
    assert sqlite_path("sqlite:////a/b.db") == Path("/a/b.db")
    with pytest.raises(UnknownAddress):
        sqlite_path("sqlite:///")


async def test_a_connection_that_forgot_its_statements_is_told_them_in_full(durable_postgres):
    async def forget(connection):
        known = await connection.fetch("SELECT name FROM pg_prepared_statements WHERE from_sql")
        for (name,) in known:
            await connection.execute(f"DEALLOCATE {name}")

    await _held_three_times(durable_postgres, forget)


async def test_a_connection_whose_statements_are_known_already_is_told_them_in_full(
    durable_postgres,
):
    async def mistake(connection):
        connection.named.clear()

    await _held_three_times(durable_postgres, mistake)


async def _held_three_times(durable_postgres, meanwhile):
    """As behind a pooler of transactions: the connection is another server's session by then."""
    with durable_postgres.database() as url:
        store = await _set_up(url)
        order = await store.write(placed_in)
        trusted = []

        async def hold(quantity):
            demand = Demand(variant_id=PLAIN, stock_location_id=MAIN, quantity=quantity)

            async def work(transaction):
                trusted.append(await transaction.hold_plenty(order, [demand], NOW))
                if not trusted[-1]:
                    await transaction.hold_stock(order, [demand], NOW)

            await store.write(work)
            async with store._pool.acquire() as connection:
                await meanwhile(connection)
                return await connection.fetchval(
                    "SELECT held FROM stock_items WHERE variant_id = $1 AND stock_location_id = $2",
                    PLAIN,
                    MAIN,
                )

        assert [await hold(quantity) for quantity in (1, 4, 2)] == [1, 4, 2]
        # Only once had it to be done again.
        assert trusted == [True, True, False, True]
        await store.close()
