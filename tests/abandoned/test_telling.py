"""That a cart was left is told once each time, by whichever process finds it first."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from ringup.services.abandonment import tell_if_left
from ringup.services.sweeping import sweep
from tests.support.storefront import ADMIN, TestClock, items, open_storefront

pytestmark = pytest.mark.asyncio(loop_scope="module")

DAY = timedelta(days=1)


@pytest.fixture
def clock():
    return TestClock(datetime.now(UTC))


@pytest_asyncio.fixture(loop_scope="module")
async def shop(demo_store, clock):
    """A shop whose carts count as left after a day."""
    async with open_storefront(demo_store, clock) as opened:
        yield opened


async def told(shop):
    """Of which orders it was told that they were left."""
    query = {"q[type_eq]": "order.abandoned", "per_page": 100}
    answer = await shop.client.get("/api/events", params=query, headers=ADMIN)
    return [event["order_number"] for event in answer.json()["events"]]


async def a_cart(shop, **order):
    tote = {"email": "guest@example.com", "line_items": items(TOTE_01=1)}
    return await shop.shopper(**{**tote, **order})


async def test_what_was_left_for_so_long_is_told_once(shop, clock):
    cart = await a_cart(shop)
    before = await cart.order()
    clock.at += DAY - timedelta(seconds=1)
    assert (await sweep(shop.desk)).abandoned == 0
    clock.at += timedelta(seconds=1)
    assert (await sweep(shop.desk)).abandoned == 1
    assert (await sweep(shop.desk)).abandoned == 0
    assert await told(shop) == [cart.number]
    query = {"q[type_eq]": "order.abandoned"}
    [event] = (await shop.client.get("/api/events", params=query, headers=ADMIN)).json()["events"]
    assert (event["actor"], event["data"]) == (
        "sweeper",
        {"state": "cart", "total": 1599, "currency": "USD"},
    )
    assert await cart.order() == before


async def test_it_is_told_again_only_after_the_cart_was_touched(shop, clock):
    cart = await a_cart(shop)
    clock.at += DAY
    await sweep(shop.desk)
    await cart.order()
    clock.at += 9 * DAY
    assert (await sweep(shop.desk)).abandoned == 0
    await cart.asks("PUT", f"orders/{cart.number}", {"order": {"special_instructions": "Hello"}})
    assert (await sweep(shop.desk)).abandoned == 0
    clock.at += DAY
    assert (await sweep(shop.desk)).abandoned == 1
    assert await told(shop) == [cart.number, cart.number]


async def test_only_what_an_admin_could_bring_back_is_told(shop, clock):
    await shop.shopper(email="guest@example.com")
    await shop.shopper(line_items=items(TOTE_01=1))
    await shop.shopper_at("complete")
    waiting = await shop.shopper_at("payment")
    clock.at += DAY
    assert (await sweep(shop.desk)).abandoned == 1
    assert await told(shop) == [waiting.number]


async def test_an_empty_cart_is_told_of_once_something_was_put_in_and_left(shop, clock):
    cart = await shop.shopper(email="guest@example.com")
    clock.at += DAY
    await sweep(shop.desk)
    await cart.asks("POST", "/line_items", {"line_item": {"sku": "TOTE-01", "quantity": 1}})
    clock.at += DAY
    assert (await sweep(shop.desk)).abandoned == 1


async def test_a_cart_that_was_left_can_still_be_bought_by_its_version(shop, clock):
    shopper = await shop.shopper_at("confirm")
    clock.at += DAY
    await sweep(shop.desk)
    assert (await shopper.steps())["state"] == "complete"
    clock.at += DAY
    assert (await sweep(shop.desk)).abandoned == 0


async def test_two_processes_that_find_it_at_once_tell_it_once(demo_store, shop, clock):
    carts = [await a_cart(shop, email=f"guest{n}@example.com") for n in range(5)]
    clock.at += DAY
    async with open_storefront(demo_store, clock) as other:
        swept = await asyncio.gather(*(sweep(each.desk) for each in (shop, other) * 3))
    assert sum(each.abandoned for each in swept) == len(carts)
    assert sorted(await told(shop)) == sorted(cart.number for cart in carts)


async def test_who_comes_back_between_listing_and_telling_did_not_leave(shop, clock):
    cart = await a_cart(shop)
    clock.at += DAY
    since = clock.at - timedelta(seconds=1)
    await cart.asks("PUT", f"orders/{cart.number}", {"order": {"special_instructions": "Hello"}})
    assert not await tell_if_left(shop.desk, cart.id, since, "sweeper")
    assert await told(shop) == []


async def test_with_the_setting_off_nothing_is_told(demo_store, clock):
    async with open_storefront(demo_store, clock, abandoned_after_hours=0) as shop:
        await a_cart(shop)
        clock.at += 100 * DAY
        assert (await sweep(shop.desk)).abandoned == 0
