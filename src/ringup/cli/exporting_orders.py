"""Writes placed orders as ``ringup import orders`` takes them over; docs/importing-orders.md."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import TypeAlias

from ringup.app import desk_at, installed
from ringup.bulk.exporting import cells, heads
from ringup.bulk.orders import OrderRow, rows_of
from ringup.config import Configuration
from ringup.domain.past.told import PastOrder
from ringup.services.export_orders import BEGINNING, exported_orders
from ringup.wire.spree.write.exports import order_line

Write: TypeAlias = Callable[[str], None]


async def as_json(configuration: Configuration, since: datetime | None, write: Write) -> None:
    """Give each order placed since then to ``write``, as one line of JSON."""
    async for past in _orders(configuration, since):
        write(order_line(past))


async def as_table(configuration: Configuration, since: datetime | None, write: Write) -> None:
    """Give the same to ``write`` as CSV, a row for each line item."""
    write(heads(OrderRow))
    async for past in _orders(configuration, since):
        for row in rows_of(past):
            write(cells(row))


async def _orders(configuration: Configuration, since: datetime | None) -> AsyncIterator[PastOrder]:
    installed(configuration)
    async with desk_at(configuration) as desk:
        async for past in exported_orders(desk, since or BEGINNING):
            yield past
