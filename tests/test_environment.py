"""The parts the other tests stand on hold themselves."""

import asyncpg
import pytest


async def ask(url, statement):
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


async def test_a_postgres_database_answers(postgres_database):
    assert await ask(postgres_database, "SELECT 1") == 1


async def test_a_postgres_database_speaks_utf8(postgres_database):
    assert await ask(postgres_database, "SHOW server_encoding") == "UTF8"


async def test_two_postgres_databases_do_not_see_each_other(new_postgres_database):
    one, other = new_postgres_database(), new_postgres_database()
    await ask(one, "CREATE TABLE carts ()")
    assert await ask(one, "SELECT to_regclass('carts')::text") == "carts"
    assert await ask(other, "SELECT to_regclass('carts')::text") is None


def test_a_postgres_database_is_gone_after_its_use(postgres):
    with postgres.database() as url:
        name = url.rsplit("/", 1)[1]
    assert postgres.execute(f"SELECT count(*) FROM pg_database WHERE datname = '{name}'") == "0"


async def test_a_killed_durable_postgres_keeps_what_was_committed(durable_postgres):
    await ask(durable_postgres.url, "CREATE TABLE orders AS SELECT 1 AS id")
    durable_postgres.kill()
    with pytest.raises(OSError, match="Connect call failed"):
        await ask(durable_postgres.url, "SELECT 1")
    durable_postgres.start()
    assert await ask(durable_postgres.url, "SELECT id FROM orders") == 1


def test_a_restarted_postgres_keeps_its_address(durable_postgres):
    address = durable_postgres.url
    durable_postgres.restart()
    assert durable_postgres.url == address
    assert durable_postgres.execute("SHOW fsync") == "on"


def test_a_store_is_asked_for_on_both_databases(store_url, request):
    assert store_url.startswith("sqlite:////" if "sqlite" in request.node.name else "postgresql://")
