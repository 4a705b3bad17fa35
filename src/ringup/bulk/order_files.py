"""Files of orders: JSON Lines, a table of our own columns, or Shopify's."""

from collections.abc import Iterator
from pathlib import Path

from ringup.bulk import orders, shopify_orders
from ringup.bulk.files import Advance, check_columns, columns_of, is_json, said_by
from ringup.bulk.gathering import ToldOrder, gathered, one_a_line


def orders_in(file: Path, advance: Advance) -> Iterator[ToldOrder]:
    """Give what is told of each order. Raises ``NotAFile``, also for columns nobody knows."""
    columns = columns_of(file)
    lines = said_by(file, advance)
    if is_json(file):
        return one_a_line(lines)
    if shopify_orders.is_shopify_orders(columns):
        return gathered(lines, shopify_orders.NAME, shopify_orders.told)
    check_columns(file, "orders", columns, orders.OrderRow.__struct_fields__)
    return gathered(lines, "number", orders.told)
