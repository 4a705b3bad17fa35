"""The embedded store: one file, one writer at a time, readers beside it."""

import asyncio
import base64
import contextlib
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from ringup.domain.facts import Shop
from ringup.domain.problems import Unavailable
from ringup.persistence.durability import Durability, Flushing
from ringup.persistence.held import held_once
from ringup.persistence.ids import BLOCK, LOW
from ringup.persistence.known import nothing_known
from ringup.persistence.reading import StoreReading
from ringup.persistence.retrying import Again, pause, retried
from ringup.persistence.search.text import lend_folding
from ringup.persistence.session import Overtaken, Scarce
from ringup.persistence.sqlite_session import SqliteSession
from ringup.persistence.transaction import REFILL, StoreTransaction, supplies
from ringup.services.ports.clock import Clock
from ringup.services.ports.gateway import Gateway
from ringup.services.ports.store import HeldStore, Reading, Transaction

T = TypeVar("T")

PATIENCE_SECONDS = 15.0
"""How long a writer waits for other processes before the store counts as unavailable."""

_OPENING_SECONDS = 5.0
"""How long opening waits while another process has the file to itself: a moment, as it leaves."""

CACHE_KILOBYTES = 4_000
"""How much of the file each connection keeps; the system keeps all that it has room for."""

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_OUT_OF_ORDER = {
    *(sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN),
    *(sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB),
}


class SqliteStore:
    """Fits ``ports.store.Store`` on an SQLite file.

    Statements run in the event loop: each takes microseconds, and a thread would cost more. The
    loop is never blocked by waiting: a busy file is asked again after a pause.
    """

    def __init__(
        self,
        path: Path,
        clock: Clock,
        gateways: Mapping[str, Gateway],
        durability: Durability = "money",
        on_close: Callable[[], None] = lambda: None,
    ) -> None:
        """Open the file, whose tables must be there already."""
        self._on_close = on_close
        self._path = path
        self._clock = clock
        self._durability = durability
        self._flushing = Flushing(path)
        self._known = nothing_known(gateways)
        self._supplies = supplies(SqliteSession.spelling)
        self._turn = asyncio.Lock()
        self._writer = self._opened()
        self._idle: list[sqlite3.Connection] = []

    async def shop(self) -> Shop:
        async def look() -> Shop:
            with self._snapshot() as session:
                return await self._known.shop.current(session)

        return await retried(look)

    async def read(self, work: Callable[[Reading], Awaitable[T]]) -> T:
        return await retried(lambda: self._read_once(work))

    async def write(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        return await retried(lambda: self._write_once(work))

    async def held(self, work: Callable[[HeldStore], Awaitable[T]]) -> T:
        return await retried(lambda: held_once(self, work))

    async def let_go(self) -> None: ...

    async def ping(self) -> None:
        with _translated():
            self._writer.execute("SELECT 1").fetchone()

    async def close(self) -> None:
        async with self._turn:
            for connection in (self._writer, *self._idle):
                connection.close()
            self._idle.clear()
            self._flushing.close()
        self._on_close()

    async def _read_once(self, work: Callable[[Reading], Awaitable[T]]) -> T:
        with self._snapshot() as session:
            return await work(StoreReading(session, self._known, self._clock))

    @contextlib.contextmanager
    def _snapshot(self) -> Iterator[SqliteSession]:
        """Lend a connection that sees one moment."""
        with _translated():
            connection = self._idle.pop() if self._idle else self._opened()
        try:
            with _translated():
                connection.execute("BEGIN")
                yield SqliteSession(connection)
        finally:
            if connection.in_transaction:
                connection.execute("COMMIT")
            self._idle.append(connection)

    async def _write_once(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        async with self.transaction() as transaction:
            return await work(transaction)

    @contextlib.asynccontextmanager
    async def transaction(self) -> AsyncIterator[StoreTransaction]:
        """Begin; commit at the end, or roll back when something is raised.

        What must last is on the disk when this is over.
        """
        async with self._turn:
            await self._refill()
            async with self._begun():
                transaction = StoreTransaction(
                    SqliteSession(self._writer), self._known, self._clock, self._supplies
                )
                yield transaction
            transaction.committed()
        if self._durability == "all" or (self._durability == "money" and transaction.must_last):
            await self._flushing.flushed()

    async def _refill(self) -> None:
        for block in self._supplies.blocks:
            if len(block) < LOW:
                async with self._begun():
                    session = SqliteSession(self._writer)
                    [[first]] = await session.fetch(REFILL, block.counter, BLOCK)
                block.refill(first)

    @contextlib.asynccontextmanager
    async def _begun(self) -> AsyncIterator[None]:
        """Begin, and commit at the end, or roll everything back when something is raised."""
        with _translated():
            await self._begin()
            try:
                yield
                self._writer.execute("COMMIT")
            finally:
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")

    async def _begin(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        tries = 0
        while not _has_begun(self._writer):
            if time.monotonic() > deadline:
                raise Unavailable
            await asyncio.sleep(pause(tries))
            tries += 1

    def _opened(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path,
            timeout=_OPENING_SECONDS,
            isolation_level=None,
            cached_statements=512,
            check_same_thread=False,
        )
        lend_folding(connection)
        connection.create_function("encode", 2, _base64, deterministic=True)
        # NORMAL keeps the file whole whatever happens; ``Flushing`` does the rest.
        synchronous = "OFF" if self._durability == "off" else "NORMAL"
        for pragma in (
            "foreign_keys = ON",
            f"synchronous = {synchronous}",
            "wal_autocheckpoint = 4000",
            "temp_store = MEMORY",
            f"cache_size = -{CACHE_KILOBYTES}",
            "busy_timeout = 0",
        ):
            connection.execute(f"PRAGMA {pragma}")
        return connection


def _has_begun(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if _code(error) in _BUSY:
            return False
        raise
    return True


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    """Say in the store's words what SQLite raises."""
    try:
        yield
    except sqlite3.Error as error:
        if _code(error) in _BUSY:
            raise Again from error
        if _code(error) in _OUT_OF_ORDER:
            raise Unavailable from error
        raise
    except (Overtaken, Scarce) as error:
        raise Again from error


def _code(error: sqlite3.Error) -> int:
    """Give SQLite's primary result code."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF


def _base64(value: bytes | None, _encoding: str) -> str | None:
    """Stand in for PostgreSQL's ``encode``, to put bytes into JSON."""
    return None if value is None else base64.b64encode(value).decode()
