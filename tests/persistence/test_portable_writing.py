"""The portable form: changes first, then each table's new rows, and nothing of one server alone."""

import pytest

from ringup.domain.order import Address, Shipment
from ringup.services.ports.stock import Demand
from ringup.services.ports.store import Event, Wanted
from tests.persistence.conftest import PORTABLE
from tests.persistence.orders import empty, placed_in, replace, with_lines
from tests.persistence.small_shop import MAIN, NOW, PLAIN
from tests.persistence.test_plenty import (  # noqa: F401 - collected here once more
    test_buyers_of_the_same_things_in_any_order_do_not_wait_for_each_other_for_ever,
    test_forty_buyers_at_two_servers_get_the_ten_that_there_are_and_each_of_them,
    test_two_demands_of_one_place_are_one,
    test_what_is_kept_nowhere_is_not_taken,
    test_what_others_hold_is_not_taken,
)
from tests.persistence.test_statement_counts import sent  # noqa: F401 - a fixture

OF_ONE_SERVER = ("pg_logical_emit_message", "PREPARE", "EXECUTE")


@pytest.fixture(params=[PORTABLE])
def form(request):
    return request.param


async def _created(store, lines):
    async def create(transaction):
        order = with_lines(empty(await transaction.new_order_id()), lines)
        return await transaction.save(None, order, [Event(type="order.created", actor="guest")])

    return await store.write(create)


def _address(id_):
    return Address(
        id=id_,
        firstname="Ada",
        lastname="Lovelace",
        address1="1 Analytical Way",
        city="Bethesda",
        zipcode="20814",
        country_id=1,
    )


async def _loaded(store, order):
    loaded, _ = await store.read(lambda reading: reading.peek(order.id, Wanted()))
    return loaded


async def test_a_new_order_is_one_insert_of_values_a_table_parents_first(store, sent):  # noqa: F811
    await _created(store, 1)
    sent.clear()
    await _created(store, 3)
    heads = [sql.split(" (", 1)[0] for sql in sent]
    assert heads == [
        "INSERT INTO orders",
        "INSERT INTO line_items",
        "INSERT INTO shipments",
        "INSERT INTO shipping_rates",
        "INSERT INTO shipment_items",
        "INSERT INTO adjustments",
        "INSERT INTO events",
    ]
    assert all(") VALUES (" in sql and "SELECT" not in sql for sql in sent)


async def test_an_order_s_changes_are_one_statement_before_what_is_new(store, sent):  # noqa: F811
    order = await _created(store, 2)

    async def change(transaction):
        before, _ = await transaction.load(order.id, Wanted())
        sent.clear()
        lines = tuple(replace(line, quantity=9, adjustments=()) for line in before.line_items)
        after = replace(before, line_items=lines, bill_address=_address(order.id << 22 | 4000))
        return await transaction.save(before, after, [Event(type="x", actor="guest")])

    changed = await store.write(change)
    first, *others = sent[:]
    assert await _loaded(store, order) == changed
    assert first.startswith("WITH orders_updated AS (UPDATE orders")
    assert "INSERT" not in first
    heads = [sql.split(" (", 1)[0] for sql in others]
    assert heads == ["INSERT INTO addresses", "INSERT INTO events"]


async def test_what_moves_to_a_new_parcel_moves_when_that_is_there(store):
    order = await _created(store, 2)

    async def move(transaction):
        before, _ = await transaction.load(order.id, Wanted())
        [parcel] = before.shipments
        new = Shipment(
            id=order.id << 22 | 4001, stock_location_id=MAIN, created_at=NOW, updated_at=NOW
        )
        moved = replace(new, items=parcel.items)
        return await transaction.save(before, replace(before, shipments=(moved,)), ())

    moved = await store.write(move)
    assert await _loaded(store, order) == moved


async def test_nothing_is_said_that_one_server_alone_knows(store, sent):  # noqa: F811
    order = await store.write(placed_in)

    async def sell(transaction):
        before, _ = await transaction.load(order.id, Wanted())
        after = replace(before, state="complete", completed_at=NOW)
        saved = await transaction.save(before, after, [Event(type="x", actor="guest")])
        demands = [Demand(variant_id=PLAIN, stock_location_id=MAIN, quantity=1)]
        assert not await transaction.hold_plenty(saved, demands, NOW)
        assert not await transaction.take_plenty(saved, demands, 0)
        assert not (await transaction.take_stock(saved, demands)).short

    await store.write(sell)
    assert not [sql for sql in sent for word in OF_ONE_SERVER if word in sql]
