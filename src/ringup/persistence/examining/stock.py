"""Stock: every count on hand is explained by its movements, and what is held by the holds."""

from typing import Any

from sqlalchemy import ColumnElement, Table, select

from ringup.persistence.examining.checks import Check, Words, total
from ringup.persistence.schema import (
    orders,
    stock_holds,
    stock_items,
    stock_locations,
    stock_movements,
    variants,
)
from ringup.persistence.statements import Found


def _of_item(table: Table) -> ColumnElement[int]:
    """Sum the quantities of a stock item's rows in another table."""
    return (
        select(total(table.c.quantity))
        .where(
            table.c.variant_id == stock_items.c.variant_id,
            table.c.stock_location_id == stock_items.c.stock_location_id,
        )
        .scalar_subquery()
    )


def _items(expected: ColumnElement[Any], found: ColumnElement[Any]) -> Any:  # noqa: ANN401 - a select
    return select(
        variants.c.sku,
        stock_locations.c.name,
        expected.label("expected"),
        found.label("found"),
    ).select_from(
        stock_items.join(variants, variants.c.id == stock_items.c.variant_id).join(
            stock_locations, stock_locations.c.id == stock_items.c.stock_location_id
        )
    )


def _told(row: Found) -> Words:
    return f"{row['sku']} at {row['name']}", row["expected"], row["found"]


def _sold(row: Found) -> Words:
    place = f"variant {row['variant_id']} at stock location {row['stock_location_id']}"
    return place, f"0 taken by order {row['order_id']}, which is gone", -row["moved"]


_count, _held = stock_items.c.count_on_hand, stock_items.c.held
_moved_in_all, _held_in_all = _of_item(stock_movements), _of_item(stock_holds)
_taken = (
    *(stock_movements.c.order_id, stock_movements.c.variant_id),
    stock_movements.c.stock_location_id,
)
_taken_in_all = total(stock_movements.c.quantity)

CHECKS = (
    Check(
        rule="stock_differs",
        breaches=_items(_moved_in_all, _count).where(_count != _moved_in_all),
        tell=_told,
    ),
    Check(
        rule="held_differs",
        breaches=_items(_held_in_all, _held).where(_held != _held_in_all),
        tell=_told,
    ),
    Check(
        rule="stock_below_zero",
        breaches=_items(_count, _count).where(_count < 0, stock_items.c.backorderable.is_(False)),
        tell=lambda row: (f"{row['sku']} at {row['name']}", "0 or more", row["found"]),
    ),
    Check(
        rule="sold_to_nobody",
        breaches=select(*_taken, _taken_in_all.label("moved"))
        .where(
            stock_movements.c.order_id.is_not(None),
            ~select(1).where(orders.c.id == stock_movements.c.order_id).exists(),
        )
        .group_by(*_taken)
        .having(_taken_in_all != 0),
        tell=_sold,
    ),
)
