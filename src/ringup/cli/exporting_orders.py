"""Writes placed orders as ``ringup import orders`` takes them over; docs/importing-orders.md."""

from collections.abc import Callable
from datetime import datetime

from ringup.app import desk_at, installed
from ringup.config import Configuration
from ringup.services.export_orders import BEGINNING, exported_orders
from ringup.wire.spree.write.exports import order_line


async def orders_written(
    configuration: Configuration, since: datetime | None, write: Callable[[str], None]
) -> None:
    """Give each order placed since then to ``write``."""
    installed(configuration)
    async with desk_at(configuration) as desk:
        async for past in exported_orders(desk, since or BEGINNING):
            write(order_line(past))
