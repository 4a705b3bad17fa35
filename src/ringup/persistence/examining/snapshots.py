"""Looks at a database that others go on working on: each look sees one moment of it."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Protocol, TypeVar

import asyncpg

from ringup.persistence.address import is_sqlite, sqlite_path
from ringup.persistence.known import nothing_known
from ringup.persistence.named_statements import Naming
from ringup.persistence.postgres_session import PostgresSession
from ringup.persistence.reading import StoreReading
from ringup.persistence.sqlite import SqliteStore
from ringup.services.ports.clock import Clock
from ringup.services.ports.store import Reading

T = TypeVar("T")


class Snapshots(Protocol):
    """A database, seen one moment at a time."""

    async def look(self, work: Callable[[StoreReading], Awaitable[T]]) -> T:
        """Run ``work``, all of whose statements see the same moment."""
        ...


class SqliteSnapshots:
    """A store's reading is one snapshot already."""

    def __init__(self, store: SqliteStore) -> None:
        """Look through an open store."""
        self._store = store

    async def look(self, work: Callable[[StoreReading], Awaitable[T]]) -> T:
        async def see(reading: Reading) -> T:
            assert isinstance(reading, StoreReading)  # noqa: S101 - what the store reads with
            return await work(reading)

        return await self._store.read(see)


class PostgresSnapshots:
    """Transactions that only read, each on one snapshot; they keep nobody waiting."""

    def __init__(self, connection: "asyncpg.Connection[asyncpg.Record]", clock: Clock) -> None:
        """Look through a connection of its own."""
        self._connection = connection
        self._clock = clock
        self._known = nothing_known({})

    async def look(self, work: Callable[[StoreReading], Awaitable[T]]) -> T:
        async with self._connection.transaction(isolation="repeatable_read", readonly=True):
            session = PostgresSession(self._connection, Naming())
            return await work(StoreReading(session, self._known, self._clock))


@contextlib.asynccontextmanager
async def snapshots(url: str, clock: Clock) -> AsyncIterator[Snapshots]:
    """Open the database at ``url``, whose tables must be there."""
    if is_sqlite(url):
        store = SqliteStore(sqlite_path(url), clock, {})
        try:
            yield SqliteSnapshots(store)
        finally:
            await store.close()
        return
    connection = await asyncpg.connect(url, server_settings={"timezone": "UTC", "jit": "off"})
    try:
        yield PostgresSnapshots(connection, clock)
    finally:
        await connection.close()
