"""What becomes of stock is told in the log of the order that it became of."""

from datetime import UTC, datetime, timedelta

from ringup.services.sweeping import sweep
from tests.events.reading import log
from tests.support.storefront import MARYLAND, TestClock, a_tote_to, items, open_storefront

PRINTS = {"q[type_eq]": "stock.low"}


async def _buys(shop, quantity):
    shopper = await shop.shopper(**a_tote_to(MARYLAND) | {"line_items": items(PRINT_01=quantity)})
    await shopper.goes_to("complete")
    return shopper


async def test_the_sale_of_the_last_one_is_told_in_its_order(shop):
    await _buys(shop, 9)
    assert await log(shop, **PRINTS) == []
    last = await _buys(shop, 1)
    [event] = await log(shop, **PRINTS)
    assert event["order_number"] == last.number
    assert event["actor"] == "guest"
    assert event["data"] == {
        "variant_id": shop.ids.variants["PRINT-01"],
        "sku": "PRINT-01",
        "stock_location_id": 1,
        "from": {"count_on_hand": 1},
        "to": {"count_on_hand": 0},
    }


async def test_how_low_is_low_is_a_setting_and_told_once(demo_store):
    async with open_storefront(demo_store, low_stock=5) as shop:
        for quantity in (4, 1, 1, 2):
            await _buys(shop, quantity)
        [event] = await log(shop, **PRINTS)
    assert (event["data"]["from"], event["data"]["to"]) == (
        {"count_on_hand": 6},
        {"count_on_hand": 5},
    )


async def test_the_sweeper_tells_what_it_let_go_of(demo_store):
    clock = TestClock(datetime(2026, 11, 23, 10, tzinfo=UTC))
    async with open_storefront(demo_store, clock) as shop:
        shopper = await shop.shopper_at("payment")
        before = await log(shop)
        clock.at += timedelta(hours=1)
        await sweep(shop.desk)
        [event] = (await log(shop))[len(before) :]
        await sweep(shop.desk)
        assert len(await log(shop)) == len(before) + 1
    assert (event["type"], event["actor"]) == ("stock.released", "sweeper")
    assert event["order_number"] == shopper.number
    assert event["data"]["items"] == [
        {
            "variant_id": shop.ids.variants["TOTE-01"],
            "stock_location_id": 1,
            "quantity": 1,
        }
    ]
