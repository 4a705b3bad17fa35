"""The migrations make exactly the tables that the schema speaks of, on both databases."""

import warnings

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, create_engine, inspect
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.schema import CreateIndex

from ringup.persistence.address import asyncpg_url, is_sqlite, sqlite_path
from ringup.persistence.migrate import upgrade
from ringup.persistence.schema import metadata


async def _looking(url, look):
    """Give what ``look`` finds on a plain connection."""
    if is_sqlite(url):
        engine = create_engine(f"sqlite:///{sqlite_path(url)}")
        with engine.connect() as connection:
            found = look(connection)
        engine.dispose()
        return found
    asynchronous = create_async_engine(asyncpg_url(url))
    async with asynchronous.connect() as connection:
        found = await connection.run_sync(look)
    await asynchronous.dispose()
    return found


def _differences(connection):
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return compare_metadata(context, metadata)


def _checks(connection):
    inspector = inspect(connection)
    return {
        (table, check["name"])
        for table in metadata.tables
        for check in inspector.get_check_constraints(table)
    }


async def test_migrations_and_schema_agree(store_url):
    await upgrade(store_url)
    assert await _looking(store_url, _differences) == []


async def test_every_rule_of_the_schema_is_in_the_database(store_url):
    await upgrade(store_url)
    named = {
        (table.name, str(constraint.name))
        for table in metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }
    assert await _looking(store_url, _checks) == named
    assert ("stock_items", "ck_stock_items_sold_only_what_is_there") in named


def _partial(connection):
    inspector = inspect(connection)
    return {
        index["name"]
        for table in metadata.tables
        for index in inspector.get_indexes(table)
        if any(option.endswith("_where") for option in index["dialect_options"])
    }


async def test_the_same_indexes_hold_only_some_rows(store_url):
    await upgrade(store_url)
    indexes = (index for table in metadata.tables.values() for index in table.indexes)
    some = {index.name for index in indexes if " WHERE " in str(CreateIndex(index).compile())}
    assert await _looking(store_url, _partial) == some
    assert {"uq_users_email_folded", "ix_orders_open"} <= some


async def test_upgrading_twice_is_upgrading_once(store_url):
    await upgrade(store_url)
    await upgrade(store_url)
    assert await _looking(store_url, _differences) == []
