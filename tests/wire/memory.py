"""A store that is a dict: enough to ask the wire what it answers, with the real verbs behind it.

What databases do (locks, migrations, searches) is asked of the real ones in tests/persistence.
"""

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar, cast

from msgspec.structs import replace

from ringup import gateways
from ringup.domain.facts import Facts, Shop
from ringup.domain.money import Money
from ringup.domain.order import Order
from ringup.domain.variants import Variant
from ringup.gateways.surroundings import Surroundings
from ringup.services.asking import Desk, Settings
from ringup.services.ports.caller import Caller
from ringup.services.ports.stock import SYSTEM, Cause, Demand, Supplied
from ringup.services.ports.store import Event, Store, Wanted
from tests.domain.builders import DEMO_VARIANTS, NOW, demo_shop

T = TypeVar("T")

ADMIN, ADA, GRACE = "admin-key", "ada-key", "grace-key"
CALLERS: Mapping[bytes, Caller] = {
    hashlib.sha256(key.encode()).digest(): Caller(user_id=n, email=email, admin=n == 1, key_id=n)
    for n, (key, email) in enumerate(
        [
            (ADMIN, "admin@example.com"),
            (ADA, "ada@example.com"),
            (GRACE, "grace@example.com"),
        ],
        start=1,
    )
}


class MemoryStore:
    """Fits ``Store`` and ``Transaction`` of the ports at once; a refused work leaves no trace."""

    def __init__(self, shop: Shop, variants: Mapping[int, Variant]) -> None:
        self._shop = shop
        self.variants = dict(variants)
        self.orders: dict[int, Order] = {}
        self.events: list[Event] = []

    async def shop(self) -> Shop:
        return self._shop

    async def read(self, work: Callable[[Any], Awaitable[T]]) -> T:
        return await work(self)

    async def write(self, work: Callable[[Any], Awaitable[T]]) -> T:
        kept = dict(self.orders)
        try:
            return await work(self)
        except BaseException:
            self.orders = kept
            raise

    def now(self) -> datetime:
        return NOW

    async def let_go(self) -> None: ...

    async def ping(self) -> None: ...

    async def close(self) -> None: ...

    async def caller_by_key(self, key_hash: bytes) -> Caller | None:
        return CALLERS.get(key_hash)

    async def facts(
        self, wanted: Wanted, *, user_id: int | None = None, currency: str | None = None
    ) -> Facts:
        del wanted, user_id, currency
        return Facts(now=NOW, shop=self._shop, variants=self.variants)

    async def peek(self, order_id: int, wanted: Wanted) -> tuple[Order, Facts] | None:
        order = self.orders.get(order_id)
        return (order, await self.facts(wanted)) if order else None

    load = peek

    async def open_order_of(self, user_id: int, store_id: int | None = None) -> int | None:
        del store_id
        own = (o.id for o in self.orders.values() if o.user_id == user_id and not o.is_complete)
        return max(own, default=None)

    async def new_order_id(self) -> int:
        return max(self.orders, default=0) + 1

    async def save(self, before: Order | None, after: Order, events: Sequence[Event]) -> Order:
        self.events += events
        saved = after
        if before != after:
            saved = replace(after, version=after.version + 1, updated_at=NOW)
        self.orders[saved.id] = saved
        return saved

    async def delete(self, order: Order) -> None:
        del self.orders[order.id]

    async def hold_stock(
        self, order: Order, demands: Sequence[Demand], expires_at: datetime
    ) -> Supplied:
        del order, demands, expires_at
        return Supplied()

    async def release_holds(self, order: Order) -> None: ...

    async def take_stock(
        self, order: Order, demands: Sequence[Demand], actor: str = SYSTEM
    ) -> Supplied:
        del order, demands, actor
        return Supplied()

    async def hold_plenty(
        self, order: Order, demands: Sequence[Demand], expires_at: datetime
    ) -> bool:
        del order, demands, expires_at
        return False

    async def take_plenty(
        self, order: Order, demands: Sequence[Demand], left: int, actor: str = SYSTEM
    ) -> bool:
        del order, demands, left, actor
        return False

    async def return_stock(self, order: Order, demands: Sequence[Demand], cause: Cause) -> None: ...

    async def exchange_stock(
        self, order: Order, taken: Sequence[Demand], returned: Sequence[Demand], cause: Cause
    ) -> Supplied:
        del order, taken, returned, cause
        return Supplied()

    async def claim_promotions(self, order: Order, promotion_ids: Sequence[int]) -> Sequence[int]:
        del order, promotion_ids
        return ()

    async def release_promotions(self, order: Order) -> None: ...

    async def claim_store_credit(self, order: Order, amount: Money) -> bool:
        del order, amount
        return True

    async def release_store_credit(self, order: Order, amount: Money) -> None: ...

    async def orders_with_due_attempts(self, now: datetime, limit: int) -> Sequence[int]:
        del now, limit
        return ()

    async def orders_with_expired_holds(self, now: datetime, limit: int) -> Sequence[int]:
        del now, limit
        return ()

    async def orders_left(self, since: datetime, limit: int) -> Sequence[int]:
        del since, limit
        return ()


def a_desk(folder: Path, **settings: Any) -> Desk:  # noqa: ANN401
    """Set up the demo store's desk, with the real test gateway beside it."""
    return Desk(
        # It cannot keep idempotency keys: those are asked of the real stores.
        store=cast("Store", MemoryStore(demo_shop(), DEMO_VARIANTS)),
        gateways=gateways.opened(Surroundings(folder=folder)),
        clock=_ticking(),
        settings=Settings(**settings),
    )


def _ticking() -> Callable[[], datetime]:
    """Tell a time that goes on a little whenever it is asked."""
    moments = [datetime(2026, 11, 23, 12, tzinfo=UTC)]

    def clock() -> datetime:
        moments.append(moments[-1] + timedelta(milliseconds=10))
        return moments[-1]

    return clock
