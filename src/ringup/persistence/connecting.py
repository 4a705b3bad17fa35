"""A plain connection for work in bulk, whose transactions are its user's."""

import sqlite3
from collections.abc import Callable
from typing import TypeVar

import sqlalchemy
from sqlalchemy import event
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from ringup.persistence.address import asyncpg_url, is_sqlite, sqlite_path

T = TypeVar("T")

_PATIENCE_SECONDS = 60


async def connected(url: str, work: Callable[[sqlalchemy.Connection], T]) -> T:
    """Run ``work`` with a connection; it commits itself, and may do so many times."""
    if is_sqlite(url):
        return _with_file(url, work)
    engine = create_async_engine(asyncpg_url(url), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(work)
    finally:
        await engine.dispose()


def _with_file(url: str, work: Callable[[sqlalchemy.Connection], T]) -> T:
    path = sqlite_path(url)
    engine = sqlalchemy.create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(path, isolation_level=None, timeout=_PATIENCE_SECONDS),
        poolclass=NullPool,
    )

    # Who reads first and writes then would be refused if somebody else wrote in between.
    @event.listens_for(engine, "begin")
    def _begin(connection: sqlalchemy.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    try:
        with engine.connect() as connection:
            return work(connection)
    finally:
        engine.dispose()
