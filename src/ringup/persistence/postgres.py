"""The store on PostgreSQL: any number of processes, each with a few connections."""

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager
from typing import NamedTuple, Self, TypeAlias, TypeVar

import asyncpg

from ringup.domain.facts import Shop
from ringup.domain.problems import Unavailable
from ringup.persistence.durability import Durability
from ringup.persistence.held import held_once
from ringup.persistence.ids import BLOCK, EVENTS_IN_A_TRANSACTION, LOW
from ringup.persistence.known import nothing_known
from ringup.persistence.named_statements import Naming, StoreConnection
from ringup.persistence.postgres_hasty import HastySession
from ringup.persistence.postgres_portable import PortableHastySession, PortableSession
from ringup.persistence.postgres_session import Connection, PostgresSession
from ringup.persistence.reading import StoreReading
from ringup.persistence.retrying import Again, retried
from ringup.persistence.session import Overtaken, Scarce
from ringup.persistence.transaction import REFILL, StoreTransaction, supplies
from ringup.persistence.writes import Writes
from ringup.services.ports.clock import Clock
from ringup.services.ports.gateway import Gateway
from ringup.services.ports.store import HeldStore, Reading, Transaction

T = TypeVar("T")

Pool: TypeAlias = "asyncpg.Pool[asyncpg.Record]"

PATIENCE_SECONDS = 10.0
"""How long a request waits for a connection."""

_SETTINGS = {
    "application_name": "ringup",
    "timezone": "UTC",
    # To plan an order's statements takes longer than to run them, and the plan is always the same.
    "plan_cache_mode": "force_generic_plan",
    "jit": "off",
    # A process that sleeps, or whose network is gone, keeps its locks no longer than this,
    "idle_in_transaction_session_timeout": "30s",
    # and nobody waits longer than this for a lock, with a connection that others could use.
    "lock_timeout": "10s",
}

# Past all events there are: where a dump was restored, transactions are numbered from below again.
_EVENTS_BASE = (
    "UPDATE id_counters SET next = greatest(next, (SELECT coalesce(max(id), 0)"
    f" / {EVENTS_IN_A_TRANSACTION} + 1 FROM events) - txid_current())"
    " WHERE name = 'events' RETURNING next"
)

_AGAIN = (asyncpg.SerializationError, asyncpg.DeadlockDetectedError, Overtaken, Scarce)
_LOST = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    # What asyncpg says when the server's farewell came while nobody listened.
    asyncpg.InternalClientError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.ReadOnlySQLTransactionError,
    OSError,
)
_UNABLE = (
    asyncpg.CannotConnectNowError,
    asyncpg.InsufficientResourcesError,
    asyncpg.LockNotAvailableError,
    TimeoutError,
)


class Kinds(NamedTuple):
    """How a transaction is tried first, and how once somebody got in its way."""

    first: type[HastySession]
    locking: type[PostgresSession]


_KINDS: Mapping[Writes, Kinds] = {
    "joined": Kinds(HastySession, PostgresSession),
    "portable": Kinds(PortableHastySession, PortableSession),
}


async def _leave_as_it_is(_connection: object) -> None:
    """Take or give a connection without a word."""


async def _never_wait_for_the_disk(connection: Connection) -> None:
    """Answer all commits at once."""
    await connection.execute("SET synchronous_commit = off")


class PostgresStore:
    """Fits ``ports.store.Store`` on PostgreSQL.

    READ COMMITTED. An order is read without a lock and compared as it is written; whoever comes too
    late locks its row first the next time, and reads what the others left.
    """

    def __init__(
        self,
        pool: Pool,
        clock: Clock,
        gateways: Mapping[str, Gateway],
        durability: Durability,
        kinds: Kinds,
    ) -> None:
        """Take an open pool; see ``opened``."""
        self._pool = pool
        self._durability = durability
        self._kinds = kinds
        self._clock = clock
        self._known = nothing_known(gateways)
        self._naming = Naming()
        self._supplies = supplies(PostgresSession.spelling)

    @classmethod
    async def opened(  # noqa: PLR0913, PLR0917 - how an installation is set up
        cls,
        url: str,
        clock: Clock,
        gateways: Mapping[str, Gateway],
        durability: Durability = "money",
        connections: int = 10,
        writes: Writes = "joined",
    ) -> Self:
        """Connect. Raises ``Unavailable``."""
        with _unavailable():
            pool = await asyncpg.create_pool(
                url,
                min_size=1,
                max_size=connections,
                connection_class=StoreConnection,
                timeout=PATIENCE_SECONDS,
                init=_never_wait_for_the_disk if durability == "off" else _leave_as_it_is,
                reset=_leave_as_it_is,
                statement_cache_size=1024,
                max_cached_statement_lifetime=0,
                max_cacheable_statement_size=0,
                server_settings=_SETTINGS,
            )
        return cls(pool, clock, gateways, durability, _KINDS[writes])

    async def shop(self) -> Shop:
        async def work(session: PostgresSession) -> Shop:
            return await self._known.shop.current(session)

        return await retried(lambda: self._connected(work))

    async def read(self, work: Callable[[Reading], Awaitable[T]]) -> T:
        async def look(session: PostgresSession) -> T:
            return await work(StoreReading(session, self._known, self._clock))

        return await retried(lambda: self._connected(look))

    async def write(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        # Whoever was overtaken, or had another reason to begin anew, takes the lock at once.
        kinds = itertools.chain((self._kinds.first,), itertools.repeat(self._kinds.locking))
        return await retried(lambda: self._write_once(work, self._transaction(next(kinds))))

    async def held(self, work: Callable[[HeldStore], Awaitable[T]]) -> T:
        return await retried(lambda: held_once(self, work))

    async def let_go(self) -> None: ...

    async def ping(self) -> None:
        async def ask(session: PostgresSession) -> None:
            await session.fetch("SELECT 1")

        try:
            await self._connected(ask)
        except Again as error:
            raise Unavailable from error

    async def close(self) -> None:
        """Let what is under way come to its end, but not for ever."""
        try:
            await asyncio.wait_for(self._pool.close(), PATIENCE_SECONDS)
        except TimeoutError:
            self._pool.terminate()

    async def _connected(self, work: Callable[[PostgresSession], Awaitable[T]]) -> T:
        async with self._connection() as session:
            return await work(session)

    async def _write_once(
        self,
        work: Callable[[Transaction], Awaitable[T]],
        transaction: AbstractAsyncContextManager[StoreTransaction],
    ) -> T:
        async with transaction as begun:
            return await work(begun)

    def transaction(self) -> AbstractAsyncContextManager[StoreTransaction]:
        """Begin with the first change; commit at the end, or roll back when something is raised."""
        return self._transaction(self._kinds.locking)

    @contextlib.asynccontextmanager
    async def _transaction(self, kind: type[PostgresSession]) -> AsyncIterator[StoreTransaction]:
        async with self._connection(kind) as session:
            await self._refill(session)
            transaction = StoreTransaction(session, self._known, self._clock, self._supplies)
            try:
                yield transaction
            except BaseException:
                await self._roll_back(session)
                raise
            await self._commit(session, transaction)
            transaction.committed()

    @contextlib.asynccontextmanager
    async def _connection(
        self, kind: type[PostgresSession] = PostgresSession
    ) -> AsyncIterator[PostgresSession]:
        with _unavailable():
            connection = await self._pool.acquire(timeout=PATIENCE_SECONDS)
        try:
            session = kind(connection, self._naming)
            with _translated(), _abandoned_if_lost(session):
                yield session
        finally:
            # One that broke the pool may have taken back already.
            with contextlib.suppress(*_LOST):
                await self._pool.release(connection)

    async def _commit(self, session: PostgresSession, transaction: StoreTransaction) -> None:
        """Commit; when the connection breaks here, nobody knows what came of it.

        So it is not done again. Whoever asked looks at the order, or repeats under the same
        idempotency key. What fails with the connection unbroken is rolled back. Of one that broke
        before it is known that nothing came of it.
        """
        if session.is_broken:
            raise Again
        must_last = self._durability == "all" or (
            self._durability == "money" and transaction.must_last
        )
        try:
            with _abandoned_if_lost(session):
                await (session.commit_to_disk() if must_last else session.commit())
        except _LOST as error:
            raise Unavailable from error
        except BaseException:
            await self._roll_back(session)
            raise

    async def _roll_back(self, session: PostgresSession) -> None:
        """Undo what was begun; where the connection is lost, the server does."""
        with contextlib.suppress(*_LOST), _abandoned_if_lost(session):
            await session.roll_back()

    async def _refill(self, session: PostgresSession) -> None:
        for block in self._supplies.blocks:
            if len(block) < LOW:
                # Outside of any transaction, so that nobody waits for the counter.
                [[first]] = await session.fetch(REFILL, block.counter, BLOCK)
                block.refill(first)
        if self._supplies.event_ids.base is None:
            [[self._supplies.event_ids.base]] = await session.fetch(_EVENTS_BASE)


@contextlib.contextmanager
def _unavailable() -> Iterator[None]:
    """Say that nobody answers."""
    try:
        yield
    except (*_LOST, *_UNABLE) as error:
        raise Unavailable from error


@contextlib.contextmanager
def _abandoned_if_lost(session: PostgresSession) -> Iterator[None]:
    """See to it that nobody is given a connection that broke."""
    try:
        yield
    except _LOST:
        session.abandon()
        raise


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    """Say in the store's words what the driver raises."""
    try:
        yield
    except _UNABLE as error:
        raise Unavailable from error
    except asyncpg.DataError:
        raise
    except (*_AGAIN, *_LOST) as error:
        raise Again from error
