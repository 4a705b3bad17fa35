"""What points at something finds it, and no id is given twice."""

from collections.abc import Iterator, Sequence
from functools import partial

from sqlalchemy import Column, ColumnElement, Table, and_, func, literal, select

from ringup.persistence.examining.checks import Check, Words
from ringup.persistence.schema import (
    id_counters,
    metadata,
    orders,
    promotion_uses,
    stock_holds,
    stock_items,
    stock_movements,
)
from ringup.persistence.statements import Found

_NO_KEYS = (
    (stock_holds, (("order_id", orders.c.id),)),
    (
        stock_holds,
        (
            ("variant_id", stock_items.c.variant_id),
            ("stock_location_id", stock_items.c.stock_location_id),
        ),
    ),
    (promotion_uses, (("order_id", orders.c.id),)),
)
"""What points at something without a foreign key, which a sharded database could not keep."""


def _pointers() -> Iterator[tuple[Table, Sequence[tuple[str, Column[object]]]]]:
    for table in metadata.sorted_tables:
        for key in table.foreign_key_constraints:
            yield table, [(each.parent.name, each.column) for each in key.elements]
    yield from _NO_KEYS


def _orphans(table: Table, pointing: Sequence[tuple[str, Column[object]]]) -> Check:
    parent = pointing[0][1].table.alias("parent")
    found = and_(*(parent.c[to.name] == table.c[name] for name, to in pointing))
    known = [table.c[name].is_not(None) for name, _ in pointing]
    columns = {*_key(table), *(name for name, _ in pointing)}
    return Check(
        rule="orphaned",
        breaches=select(*(table.c[name] for name in sorted(columns))).where(
            *known, ~select(literal(1)).select_from(parent).where(found).exists()
        ),
        tell=partial(_orphan, table, pointing),
    )


def _key(table: Table) -> Sequence[str]:
    return [column.name for column in table.primary_key.columns]


def _orphan(table: Table, pointing: Sequence[tuple[str, Column[object]]], row: Found) -> Words:
    own = ", ".join(f"{name} {row[name]}" for name in _key(table))
    wanted = ", ".join(f"{to.name} {row[name]}" for name, to in pointing)
    return f"{table.name} ({own})", f"{pointing[0][1].table.name} ({wanted})", "none"


def _counter(name: str, table: Table, *given: ColumnElement[bool]) -> Check:
    last = select(func.max(table.c.id)).where(*given).scalar_subquery()
    return Check(
        rule="counter_behind",
        breaches=select(id_counters.c.next, last.label("last")).where(
            id_counters.c.name == name, id_counters.c.next <= last
        ),
        tell=lambda row: (f"id counter {name}", f"more than {row['last']}", row["next"]),
    )


CHECKS = (
    *(_orphans(table, pointing) for table, pointing in _pointers()),
    # Imported orders brought their ids with them.
    _counter("orders", orders, orders.c.imported.is_(False)),
    _counter("stock_movements", stock_movements),
)
