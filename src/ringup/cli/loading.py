"""Brings a database to a shop, the demo store or one's own: migrated, and filled once."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

import sqlalchemy
from sqlalchemy.ext.asyncio import create_async_engine

from ringup.cli.plainly import CannotStart
from ringup.cli.readiness import plainly_refused, shown
from ringup.demo.load import load
from ringup.founding.shop import NewShop, NotEmpty, found_shop
from ringup.persistence.address import asyncpg_url, is_sqlite, sqlite_path
from ringup.persistence.migrate import upgrade
from ringup.persistence.schema import metadata

T = TypeVar("T")


async def loaded(url: str) -> bool:
    """Migrate, and load the demo store unless it is there; tells whether it had to be loaded.

    Raises ``CannotStart`` when the database cannot be used, or holds another shop.
    """
    return await _migrated_and(url, lambda connection: load(connection, metadata.tables, now()))


async def founded(url: str, shop: NewShop) -> str:
    """Migrate, and found a shop; gives its admin's API key. Raises ``CannotStart`` as above."""
    return await _migrated_and(
        url, lambda connection: found_shop(connection, metadata.tables, shop, now())
    )


async def _migrated_and(url: str, work: Callable[[sqlalchemy.Connection], T]) -> T:
    with plainly_refused(url):
        await upgrade(url)
        try:
            return await within(url, work)
        except NotEmpty as error:
            raise CannotStart(f"{shown(url)}: {error}") from error


async def within(url: str, work: Callable[[sqlalchemy.Connection], T]) -> T:
    """Run ``work`` in one transaction of its own connection."""
    if is_sqlite(url):
        engine = sqlalchemy.create_engine(f"sqlite:///{sqlite_path(url)}")
        with engine.begin() as connection:
            result = work(connection)
        engine.dispose()
        return result
    asynchronous = create_async_engine(asyncpg_url(url))
    async with asynchronous.begin() as connection:
        result = await connection.run_sync(work)
    await asynchronous.dispose()
    return result


def now() -> datetime:
    """Tell the time."""
    return datetime.now(UTC)
