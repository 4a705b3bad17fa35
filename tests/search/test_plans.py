"""SQLite goes by the indexes that are meant for a search, for the page and for the count.

Without statistics it chooses by the words of a statement alone, so small tables show what large
ones do. PostgreSQL chooses by what it knows of the rows: `make bench` shows that.
"""

import contextlib
import sqlite3

import pytest

from ringup.persistence.address import sqlite_path
from ringup.persistence.search import counting
from ringup.persistence.search.shelving import page_of
from ringup.persistence.search.text import lend_folding
from ringup.persistence.sqlite_session import SqliteSession
from ringup.services.searchable import SEARCHABLE
from ringup.services.searching import Listing
from ringup.services.shelves import KeptOrder, User
from ringup.wire.spree.store.ransack import read_search

MANY = 30


class Planning:
    """Tells how a page of orders is found, as if there were more of them than it shows."""

    def __init__(self, path):
        self._connection = sqlite3.connect(path)
        lend_folding(self._connection)
        self.plans = []

    async def select(self, statement, parameters=None):
        written = SqliteSession.statements.write(statement, parameters)
        steps = self._connection.execute(f"EXPLAIN QUERY PLAN {written.sql}", written.arguments)
        self.plans.append("; ".join(step for *_, step in steps))
        return [{"count": counting.MOST + 1, "id": number} for number in range(MANY)]

    async def peek_many(self, order_ids):
        raise LookupError(f"there are no orders {order_ids}")


async def plans(url, kind=KeptOrder, /, **given):
    planning = Planning(sqlite_path(url))
    listing = Listing(search=read_search(given, SEARCHABLE[kind]))
    with contextlib.suppress(LookupError, TypeError):
        await page_of(planning, kind, listing)
    return planning.plans


PLACED_BY_DATE = {"completed_at_not_null": "1", "s": "completed_at desc"}


@pytest.mark.parametrize(
    "given,index",
    [
        ({}, "ix_orders_created_at_id"),
        ({"s": "created_at"}, "ix_orders_created_at_id"),
        ({"created_at_gt": "2026-01-01"}, "ix_orders_created_at_id"),
        (PLACED_BY_DATE, "ix_orders_placed"),
        ({"state_eq": "complete", "s": "completed_at desc"}, "ix_orders_placed"),
        ({"payment_state_eq": "paid", "s": "completed_at desc"}, "ix_orders_placed"),
        ({"state_eq": "confirm"}, "ix_orders_open"),
        ({"completed_at_null": "1"}, "ix_orders_open"),
        ({"state_eq": "canceled"}, "ix_orders_canceled"),
        ({"payment_state_eq": "failed"}, "COVERING INDEX ix_orders_unpaid"),
        ({"payment_state_not_eq": "paid"}, "COVERING INDEX ix_orders_unpaid"),
        ({"shipment_state_in": ["ready", "partial"]}, "COVERING INDEX ix_orders_unshipped"),
        ({"email_eq": "a@example.com"}, "ix_orders_of_email"),
        ({"user_id_eq": "7"}, "ix_orders_of_user"),
        ({"id_gt": "7", "s": "id"}, "PRIMARY KEY"),
        ({"number_eq": "R387420489"}, "PRIMARY KEY"),
        ({"number_cont": "R387420489"}, "PRIMARY KEY"),
    ],
    ids=str,
)
async def test_the_usual_searches_go_by_an_index(stocked_sqlite, given, index):
    page, count = await plans(stocked_sqlite, **given)
    assert index in page
    assert index in count


async def test_what_comes_by_an_index_is_in_order_already(stocked_sqlite):
    for given in ({}, {"state_eq": "confirm"}, {"state_eq": "canceled"}, PLACED_BY_DATE):
        page, _ = await plans(stocked_sqlite, **given)
        assert "TEMP B-TREE" not in page


async def test_users_are_found_by_their_mail_address(stocked_sqlite):
    page, count, *_ = await plans(stocked_sqlite, User, email_eq="Ada@Example.com")
    assert "uq_users_email_folded" in page
    assert "uq_users_email_folded" in count
