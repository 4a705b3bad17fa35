"""Brings a database to the demo store: migrated, and filled once."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

import sqlalchemy
from sqlalchemy.ext.asyncio import create_async_engine

from ringup.cli.plainly import CannotStart
from ringup.cli.readiness import plainly_refused, shown
from ringup.demo.load import NotEmpty, load
from ringup.persistence.address import asyncpg_url, is_sqlite, sqlite_path
from ringup.persistence.migrate import upgrade
from ringup.persistence.schema import metadata

T = TypeVar("T")


async def loaded(url: str) -> bool:
    """Migrate, and load the demo store unless it is there; tells whether it had to be loaded.

    Raises ``CannotStart`` when the database cannot be used, or holds another shop.
    """
    with plainly_refused(url):
        await upgrade(url)
        try:
            return await within(url, _load)
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


def _load(connection: sqlalchemy.Connection) -> bool:
    return load(connection, metadata.tables, datetime.now(UTC))
