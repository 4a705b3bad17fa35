"""Tell of placed orders as they are, a page at a time, in the order they were placed in."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime

from ringup.domain.facts import Facts
from ringup.domain.order import Order
from ringup.domain.past.retold import retold
from ringup.domain.past.told import PastOrder
from ringup.services.asking import Desk
from ringup.services.ports.store import PlacedAt, Reading

PAGE = 100

BEGINNING = datetime(1, 1, 1, tzinfo=UTC)


async def exported_orders(desk: Desk, since: datetime = BEGINNING) -> AsyncIterator[PastOrder]:
    """Tell of every order placed then or later; each page is as it is when it is reached."""
    after = (since, 0)
    while page := await _page(desk, after):
        for order, facts in page:
            yield retold(order, facts)
        last = page[-1][0]
        after = (last.completed_at or since, last.id)


async def _page(desk: Desk, after: PlacedAt) -> Sequence[tuple[Order, Facts]]:
    async def work(reading: Reading) -> Sequence[tuple[Order, Facts]]:
        return await reading.placed_orders(after, PAGE)

    return await desk.store.read(work)
