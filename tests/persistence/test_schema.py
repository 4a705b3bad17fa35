"""The tables keep the door to a sharded database open (see the decision in the docs)."""

from sqlalchemy import Boolean, Float, Numeric, UniqueConstraint

from ringup.persistence.records import FAMILY
from ringup.persistence.schema import (
    events,
    metadata,
    orders,
    stock_holds,
    stock_items,
    stock_movements,
)

FAMILY_TABLES = (*(kept.table for kept in FAMILY), events)
STOCK_TABLES = (stock_items, stock_holds, stock_movements)


def test_whatever_belongs_to_an_order_is_keyed_by_the_order_first():
    for table in FAMILY_TABLES:
        assert next(iter(table.primary_key.columns)).name == "order_id", table.name


def test_foreign_keys_within_the_family_include_the_order():
    family = {table.name for table in (orders, *FAMILY_TABLES)}
    for table in FAMILY_TABLES:
        for key in table.foreign_key_constraints:
            if key.referred_table.name in family:
                assert "order_id" in key.column_keys, key.name


def test_nothing_in_the_family_is_unique_but_its_keys_and_the_open_attempt():
    for table in (orders, *FAMILY_TABLES):
        assert not [each for each in table.constraints if isinstance(each, UniqueConstraint)]
    unique = [index for table in FAMILY_TABLES for index in table.indexes if index.unique]
    assert [index.name for index in unique] == ["uq_payment_attempts_open"]
    assert unique[0].columns.keys()[0] == "order_id"


def test_orders_and_stock_do_not_point_at_each_other():
    for table in STOCK_TABLES:
        assert "orders" not in {key.referred_table.name for key in table.foreign_key_constraints}
    for table in (orders, *FAMILY_TABLES):
        pointed_at = {key.referred_table for key in table.foreign_key_constraints}
        assert not pointed_at & set(STOCK_TABLES)


def test_no_amount_is_a_float():
    for table in metadata.tables.values():
        for column in table.columns:
            assert not isinstance(column.type, (Float, Numeric)), f"{table.name}.{column.name}"


def test_a_flag_is_never_unknown():
    for table in metadata.tables.values():
        for column in table.columns:
            assert not (isinstance(column.type, Boolean) and column.nullable), column.name


def test_no_column_that_every_save_changes_is_indexed():
    indexed = {column.name for index in orders.indexes for column in index.columns}
    assert not indexed & {"version", "updated_at", "total", "last_child"}
