"""One transaction for all that a request reads and writes, until it is over."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import Protocol, TypeVar

from ringup.domain.facts import Shop
from ringup.persistence.transaction import StoreTransaction
from ringup.services.ports.store import HeldStore, Reading, Store, Transaction

T = TypeVar("T")


class Transacting(Store, Protocol):
    """A store whose transactions can be held open."""

    def transaction(self) -> AbstractAsyncContextManager[StoreTransaction]:
        """Begin; commit at the end, or roll back when something is raised."""
        ...


async def held_once(store: Transacting, work: Callable[[HeldStore], Awaitable[T]]) -> T:
    """Run ``work`` once, in one transaction until it lets go of that."""
    async with AsyncExitStack() as until_over:
        transaction = await until_over.enter_async_context(store.transaction())
        return await work(Held(store, transaction, until_over))


class Held:
    """Fits ``ports.store.HeldStore``."""

    def __init__(
        self, store: Transacting, transaction: StoreTransaction, until_over: AsyncExitStack
    ) -> None:
        """Take the store, and an open transaction that ends with ``until_over``."""
        self._store = store
        self._transaction: StoreTransaction | None = transaction
        self._until_over = until_over
        self._was_let_go = False

    @property
    def was_let_go(self) -> bool:
        return self._was_let_go

    async def shop(self) -> Shop:
        """Give the shop without another connection, of which there might be none left."""
        return await (self._transaction or self._store).shop()

    async def read(self, work: Callable[[Reading], Awaitable[T]]) -> T:
        if self._transaction is None:
            return await self._store.read(work)
        return await work(self._transaction)

    async def write(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        if self._transaction is None:
            return await self._store.write(work)
        try:
            return await work(self._transaction)
        except BaseException as error:
            await self._undo(error)
            raise

    async def held(self, work: Callable[[HeldStore], Awaitable[T]]) -> T:
        return await work(self)

    async def let_go(self) -> None:
        if self._transaction is not None:
            self._transaction = None
            await self._until_over.aclose()
            self._was_let_go = True

    async def undo(self) -> None:
        await self._undo(Undone())

    async def ping(self) -> None:
        await self._store.ping()

    async def close(self) -> None:
        """Leave the store to those who opened it."""

    async def _undo(self, error: BaseException) -> None:
        """Roll back; where the database's driver raised, this raises it in the store's words."""
        if self._transaction is not None:
            self._transaction = None
            await self._until_over.__aexit__(type(error), error, error.__traceback__)


class Undone(Exception):
    """Tells a transaction that it is not wanted any more."""
