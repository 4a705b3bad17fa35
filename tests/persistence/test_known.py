"""What a process keeps is never out of date, and never what was undone."""

import pytest
from sqlalchemy import update

from ringup.domain.variants import Variant
from ringup.persistence import schema
from ringup.persistence.known import Goods, KnownGoods, KnownOrders, KnownVariants
from ringup.services.ports.stock import Cause
from ringup.services.ports.store import Wanted
from tests.domain.builders import TOTE, a_shop, facts_of
from tests.persistence.orders import empty, placed_in, replace, with_lines
from tests.persistence.small_shop import PLAIN

PLAINLY = Wanted(variant_ids=frozenset({PLAIN}))


class Undone(Exception):
    """Rolls a transaction back."""


def _seen(store, order_id, wanted=PLAINLY):
    return store.read(lambda reading: reading.peek(order_id, wanted))


def _with_email(order_id, email):
    async def write(transaction):
        before, _ = await transaction.load(order_id, Wanted())
        return await transaction.save(before, replace(before, email=email), ())

    return write


async def _dearer(transaction):
    prices = schema.prices
    await transaction.execute(update(prices).where(prices.c.variant_id == PLAIN).values(amount=7))


async def test_an_order_that_nobody_changed_is_not_decoded_again(store):
    order = await store.write(placed_in)
    first, _ = await _seen(store, order.id)
    again, _ = await _seen(store, order.id)
    assert first is again


async def test_what_another_process_saved_is_seen_at_once(opened):
    here, there = await opened(), await opened()
    order = await here.write(placed_in)
    assert (await _seen(there, order.id))[0] == order
    saved = await here.write(_with_email(order.id, "new@example.com"))
    assert (await _seen(there, order.id))[0] == saved
    assert (await _seen(here, order.id))[0].email == "new@example.com"


async def test_what_a_process_saved_it_knows_as_others_read_it(opened):
    here, there = await opened(), await opened()

    async def write(transaction):
        order = with_lines(empty(await transaction.new_order_id()), 3)
        backwards = replace(
            order,
            line_items=order.line_items[::-1],
            shipments=tuple(replace(s, items=s.items[::-1]) for s in order.shipments),
        )
        return await transaction.save(None, backwards, ())

    order = await here.write(write)
    assert (await _seen(here, order.id))[0] == (await _seen(there, order.id))[0]


async def test_what_was_rolled_back_is_not_known(store):
    order = await store.write(placed_in)

    async def undone(transaction):
        await _with_email(order.id, "undone@example.com")(transaction)
        raise Undone

    with pytest.raises(Undone):
        await store.write(undone)
    # At the version that was rolled back there is another order now.
    await store.write(_with_email(order.id, "kept@example.com"))
    assert (await _seen(store, order.id))[0].email == "kept@example.com"


async def test_a_deleted_order_is_not_known(store):
    order = await store.write(placed_in)
    await store.write(lambda transaction: transaction.delete(order))
    assert await _seen(store, order.id) is None


async def test_prices_that_were_rolled_back_are_not_known(store):
    order = await store.write(placed_in)
    before = (await _seen(store, order.id))[1].variants[PLAIN]

    async def undone(transaction):
        await _dearer(transaction)
        seen = (await transaction.peek(order.id, PLAINLY))[1].variants[PLAIN]
        assert seen.prices["USD"] == 7
        raise Undone

    async def renamed(transaction):
        await transaction.execute(update(schema.products).values(name="Renamed"))

    with pytest.raises(Undone):
        await store.write(undone)
    await store.write(renamed)
    after = (await _seen(store, order.id))[1].variants[PLAIN]
    assert (after.name, after.prices) == ("Renamed", before.prices)


async def test_stock_is_read_afresh_each_time(opened):
    here, there = await opened(), await opened()
    order = await here.write(placed_in)
    await _seen(there, order.id)

    async def emptied(transaction):
        await transaction.execute(update(schema.stock_items).values(count_on_hand=0))

    await here.write(emptied)
    assert (await _seen(there, order.id))[1].variants[PLAIN].available == 0


async def test_facts_whose_stock_is_as_before_go_on_from_what_was_worked_out_then(store):
    order = await store.write(placed_in)
    _, first = await _seen(store, order.id)
    worked_out = first.remembered("something", (order,), object)
    _, again = await _seen(store, order.id)
    assert again.variants is first.variants
    assert again.remembered("something", (order,), object) is worked_out
    await store.write(
        lambda transaction: transaction.recount_stock({(PLAIN, 1): 1}, Cause("counted"))
    )
    _, later = await _seen(store, order.id)
    assert later.variants is not first.variants
    assert later.remembered("something", (order,), object) is not worked_out


async def test_facts_of_a_shop_that_changed_begin_anew(store):
    order = await store.write(placed_in)
    _, first = await _seen(store, order.id)
    worked_out = first.remembered("something", (order,), object)
    await store.write(lambda transaction: transaction.shop_changed())
    _, later = await _seen(store, order.id)
    assert later.remembered("something", (order,), object) is not worked_out


def test_goods_are_kept_as_long_as_there_is_room_for_their_variants():
    known = KnownGoods(most=5)
    goods = Goods(1, "[]", "[]")
    facts = facts_of(a_shop(), TOTE)
    for order_id in (1, 2, 3):
        known.keep(order_id, goods, facts)
    assert [known.get(order_id, goods) for order_id in (1, 2, 3)] == [None, facts, facts]
    assert known.get(3, replace(goods, stock="[[1]]")) is None


def test_only_so_many_variants_are_kept_the_last_ones_used():
    known = KnownVariants(most=2)
    one, two, three = (
        Variant(id=number, product_id=1, name="", sku=str(number), slug="") for number in (1, 2, 3)
    )
    known.keep({1: one, 2: two})
    known.at(0, [1])
    known.keep({3: three})
    assert known.at(0, [1, 2, 3]) == {1: one, 3: three}
    assert known.at(1, [1, 2, 3]) == {}


def test_orders_are_kept_as_long_as_there_is_room_for_their_records():
    known = KnownOrders(most=10)
    small, large = replace(empty(1), last_child=4), replace(empty(2), last_child=4)
    known.keep(small)
    known.keep(large)
    assert known.get(1) is small
    known.keep(replace(large, last_child=5))
    assert known.get(1) is None
    kept = known.get(2)
    assert kept is not None
    assert kept.last_child == 5
