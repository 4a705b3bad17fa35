"""How large an order is never changes how many statements it costs."""

import pytest

from ringup.persistence.postgres_session import PostgresSession
from ringup.persistence.schema import promotions
from ringup.persistence.sqlite_session import SqliteSession
from ringup.services.ports.stock import Demand
from ringup.services.ports.store import Event, Wanted
from tests.persistence.conftest import EVERY_FORM, PORTABLE
from tests.persistence.orders import empty, replace, with_lines
from tests.persistence.small_shop import MAIN, NOW, PLAIN, PREORDER, WEST

SAVED = {"sqlite": 6, "postgres": 2, PORTABLE: 3}
"""SQLite, in the same process, needs one for each table that changes, and no lock. In the portable
form there is one for all that changes or goes, and one for the new events."""


@pytest.fixture(params=EVERY_FORM)
def form(request):
    return request.param


class _CountingConnection:
    """Counts what is sent, but for the beginning and the end of a transaction."""

    def __init__(self, connection, sent):
        self._connection = connection
        self._sent = sent

    def __getattr__(self, name):
        method = getattr(self._connection, name)
        if name not in {"execute", "executemany", "fetch"}:
            return method

        def counted(sql, *arguments):
            if not sql.endswith(("BEGIN", "COMMIT", "ROLLBACK")):
                self._sent.append(sql)
            return method(sql, *arguments)

        return counted


@pytest.fixture
def sent(monkeypatch):
    """The statements sent so far, in their order."""
    statements: list[str] = []
    for session in (SqliteSession, PostgresSession):
        original = session.__init__

        def counting(self, connection, *others, original=original):
            original(self, _CountingConnection(connection, statements), *others)

        monkeypatch.setattr(session, "__init__", counting)
    return statements


async def _costs(store, sent, lines):
    """Count what it costs to create an order of so many lines, to change each of them, to sell."""

    async def create(transaction):
        order = with_lines(empty(await transaction.new_order_id()), lines)
        return await transaction.save(None, order, [Event(type="order.created", actor="guest")])

    async def change(transaction):
        before, _ = await transaction.load(order.id, Wanted())
        longer = tuple(
            replace(line, quantity=line.quantity + 1, adjustments=()) for line in before.line_items
        )
        shipments = tuple(replace(shipment, items=()) for shipment in before.shipments)
        after = replace(before, line_items=longer, shipments=shipments)
        return await transaction.save(before, after, [Event(type="x", actor="guest")])

    async def look(reading):
        return await reading.peek(order.id, Wanted())

    order = await store.write(create)
    counts = []
    for verb, doing in ((store.write, change), (store.read, look)):
        sent.clear()
        await verb(doing)
        counts.append(len(sent))
    return counts


async def test_an_order_of_200_lines_costs_as_many_statements_as_one_of_one(store, sent):
    await _costs(store, sent, 1)
    of_one = await _costs(store, sent, 1)
    of_many = await _costs(store, sent, 200)
    assert of_one == of_many


async def _no_promotion_counts_uses(transaction):
    automatic = promotions.c.code.is_(None)
    await transaction.execute(promotions.update().where(automatic).values(deleted_at=NOW))


async def test_an_order_is_read_and_saved_in_so_many_statements(store, sent, form):
    await store.write(_no_promotion_counts_uses)
    await _costs(store, sent, 1)
    assert await _costs(store, sent, 3) == [SAVED[form], 1]


async def test_uses_of_promotions_are_counted_in_one_statement_more(store, sent, form):
    await _costs(store, sent, 1)
    assert await _costs(store, sent, 3) == [SAVED[form] + 1, 2]


async def test_stock_costs_two_statements_on_postgresql_whatever_is_taken(store, sent, shop_url):
    async def take(transaction, demands):
        order = await transaction.save(None, empty(await transaction.new_order_id()), ())
        # To look at it is to have it written.
        await transaction.peek(order.id, Wanted())
        sent.clear()
        assert not (await transaction.take_stock(order, demands)).short
        taking = len(sent)
        await transaction.hold_stock(order, demands, NOW)
        return taking, len(sent) - taking

    one = [Demand(variant_id=PLAIN, stock_location_id=MAIN, quantity=1)]
    three = [
        *one,
        Demand(variant_id=PLAIN, stock_location_id=WEST, quantity=1),
        Demand(variant_id=PREORDER, stock_location_id=MAIN, quantity=1),
    ]
    of_one = await store.write(lambda transaction: take(transaction, one))
    of_three = await store.write(lambda transaction: take(transaction, three))
    assert of_one == of_three == ((2, 2) if shop_url.startswith("postgresql") else (4, 4))
