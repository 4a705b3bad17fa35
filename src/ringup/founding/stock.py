"""Puts the first goods on the shelves, with the movements that explain them.

A count on hand is always the sum of its movements, from the opening one on.
"""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy

from ringup.founding.pen import Pen, Row

OPENING = "opening"
"""The reason of what was there when a place began to keep a variant."""


def write_stock(pen: Pen, rows: Iterable[Row], now: datetime) -> None:
    """Write rows of ``stock_items``, and an opening movement for each that is not empty."""
    items = list(rows)
    pen.write("stock_items", items)
    write_movements(pen, items, OPENING, now)


def write_movements(pen: Pen, rows: Iterable[Row], reason: str, now: datetime) -> None:
    """Write a movement of ``count_on_hand`` for each row where that is not zero."""
    filled = [row for row in rows if row["count_on_hand"]]
    if not filled:
        return
    first = _movement_ids(pen, len(filled))
    movements = (
        {
            "variant_id": row["variant_id"],
            "id": id_,
            "stock_location_id": row["stock_location_id"],
            "quantity": row["count_on_hand"],
            "reason": reason,
            "actor": "system",
            "at": now,
        }
        for id_, row in enumerate(filled, first)
    )
    pen.write("stock_movements", movements)


def _movement_ids(pen: Pen, count: int) -> int:
    """Take so many ids in a row, and give the first."""
    counters = pen.tables["id_counters"]
    taken = (
        sqlalchemy.update(counters)
        .where(counters.c.name == "stock_movements")
        .values(next=counters.c.next + count)
        .returning(counters.c.next)
    )
    return int(pen.connection.scalars(taken).one()) - count
