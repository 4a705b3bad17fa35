"""What comes is given to those who wait for it, the oldest first, and never twice."""

import asyncio

import pytest

from ringup.services.fill_backorders import fill_backorders, fill_what_came
from ringup.services.ports.store import Wanted
from ringup.services.sweeping import sweep
from tests.shipments.selling import admin, sold, stock, told
from tests.support.storefront import items

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def coats(shop, count):
    """Let so many coats come to Main."""
    coat = shop.ids.variants["COAT-01"]

    async def come(transaction):
        await transaction._session.change(
            "UPDATE stock_items SET count_on_hand = count_on_hand + $2"
            " WHERE variant_id = $1 AND backorderable AND stock_location_id ="
            " (SELECT id FROM stock_locations WHERE is_default)",
            coat,
            count,
        )

    await shop.desk.store.write(come)


async def release(transaction, shopper):
    """Let go of an order's holds, as when they have run out."""
    order, _ = await transaction.load(shopper.id, Wanted())
    await transaction.release_holds(order)


async def sold_to(shopper):
    assert (await shopper.goes_to("complete"))["state"] == "complete"


async def waiters(shop, *quantities):
    return [await sold(shop, line_items=items(COAT_01=quantity)) for quantity in quantities]


async def states(shoppers):
    orders = [await shopper.order() for shopper in shoppers]
    return [
        (order["shipment_state"], order["shipments"][0]["manifest"][0]["states"])
        for order in orders
    ]


async def test_the_oldest_get_theirs_first_and_the_last_of_them_a_part(own_storefront):
    shop = own_storefront
    shoppers = await waiters(shop, 2, 3, 1)
    assert (await stock(shop, "COAT-01"))["Main"] == (-6, 6)
    assert await states(shoppers) == [("backorder", {"backordered": n}) for n in (2, 3, 1)]
    await coats(shop, 4)
    assert await fill_what_came(shop.desk) == 4
    assert await states(shoppers) == [
        ("ready", {"on_hand": 2}),
        ("backorder", {"backordered": 1, "on_hand": 2}),
        ("backorder", {"backordered": 1}),
    ]
    assert (await stock(shop, "COAT-01"))["Main"] == (-2, 2)
    assert await fill_what_came(shop.desk) == 0
    assert len(await told(shoppers[0], "shipment.filled")) == 1
    assert len(await told(shoppers[0], "shipment.ready")) == 1
    await coats(shop, 10)
    await sweep(shop.desk)
    assert [state for state, _ in await states(shoppers)] == ["ready"] * 3
    assert (await stock(shop, "COAT-01"))["Main"] == (8, 0)


async def test_several_at_once_give_no_more_than_came(own_storefront):
    shop = own_storefront
    shoppers = await waiters(shop, 1, 1, 1, 1)
    await coats(shop, 2)
    coat = shop.ids.variants["COAT-01"]
    rows = await shop.database.rows("SELECT id FROM stock_locations WHERE is_default")
    given = await asyncio.gather(
        *(fill_backorders(shop.desk, coat, rows[0]["id"]) for _ in range(4))
    )
    assert sum(given) == 2
    assert [state for state, _ in await states(shoppers)].count("ready") == 2
    assert (await stock(shop, "COAT-01"))["Main"] == (-2, 2)


async def held(shop, sku):
    [row] = await shop.database.rows(
        f"SELECT sum(held) AS held FROM stock_items WHERE variant_id = {shop.ids.variants[sku]}"
    )
    return row["held"]


async def test_of_many_who_race_for_the_last_coat_one_has_it_and_the_others_wait(own_storefront):
    """All of them saw it lying there; who came to pay first has it held."""
    shop = own_storefront
    await coats(shop, 1)
    shoppers = [await shop.shopper_at("delivery", line_items=items(COAT_01=1)) for _ in range(6)]
    assert await states(shoppers) == [(None, {"on_hand": 1})] * 6
    await asyncio.gather(*(shopper.goes_to("confirm") for shopper in shoppers))
    assert await held(shop, "COAT-01") == 1
    before = await states(shoppers)
    assert sorted(str(each) for _, each in before) == [
        *["{'backordered': 1}"] * 5,
        "{'on_hand': 1}",
    ]
    await asyncio.gather(*(shopper.goes_to("complete") for shopper in shoppers))
    assert [each for _, each in await states(shoppers)] == [each for _, each in before]
    assert (await stock(shop, "COAT-01"))["Main"] == (-5, 5)
    assert await held(shop, "COAT-01") == 0


async def test_whose_hold_ran_out_waits_if_others_were_faster(own_storefront):
    shop = own_storefront
    await coats(shop, 1)
    late, quick = [await shop.shopper_at("confirm", line_items=items(COAT_01=1)) for _ in range(2)]
    assert [each for _, each in await states([late, quick])] == [
        {"on_hand": 1},
        {"backordered": 1},
    ]
    await shop.desk.store.write(lambda t: release(t, late))
    await sold_to(quick)
    await sold_to(late)
    assert [each for _, each in await states([late, quick])] == [
        {"backordered": 1},
        {"on_hand": 1},
    ]
    assert len(await told(late, "shipment.lacking")) == 1
    assert len(await told(quick, "shipment.filled")) == 1
    assert (await stock(shop, "COAT-01"))["Main"] == (-1, 1)


async def test_a_resumed_order_waits_for_what_was_sold_meanwhile(own_storefront):
    shop = own_storefront
    await coats(shop, 2)
    [first] = await waiters(shop, 2)
    assert await states([first]) == [("ready", {"on_hand": 2})]
    await admin(first, "PUT", f"orders/{first.number}/cancel")
    [second] = await waiters(shop, 1)
    assert (await admin(first, "PUT", f"orders/{first.number}/resume")).status_code == 200
    assert await states([first, second]) == [
        ("backorder", {"on_hand": 1, "backordered": 1}),
        ("ready", {"on_hand": 1}),
    ]
    assert (await stock(shop, "COAT-01"))["Main"] == (-1, 1)


async def test_what_a_canceled_order_waited_for_nobody_waits_for(own_storefront):
    shop = own_storefront
    first, second = await waiters(shop, 1, 1)
    await admin(first, "PUT", f"orders/{first.number}/cancel")
    assert (await stock(shop, "COAT-01"))["Main"] == (-1, 1)
    await coats(shop, 1)
    await sweep(shop.desk)
    assert [state for state, _ in await states([first, second])] == ["canceled", "ready"]
    await admin(second, "PUT", f"orders/{second.number}/cancel")
    assert (await stock(shop, "COAT-01"))["Main"] == (1, 0)
    resumed = await admin(first, "PUT", f"orders/{first.number}/resume")
    assert resumed.status_code == 200
    assert (await stock(shop, "COAT-01"))["Main"] == (0, 0)
    assert await states([first]) == [("pending", {"on_hand": 1})]
