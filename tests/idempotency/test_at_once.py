"""The same request, sent many times at once with one key, takes effect once."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

import httpx

from tests.idempotency.asking import A_TOTE, KEY, SLOW, Shop, at_once, keyed, replayed, said
from tests.support.storefront import items

TIMES = 20


async def until_final(ask: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
    """Repeat while the first request is still running, as a client should."""
    while (answer := await ask()).status_code == httpx.codes.CONFLICT:
        assert answer.headers["retry-after"] == "1"
        await asyncio.sleep(0.05)
    return answer


async def test_one_create_sent_twenty_times_over_two_processes_makes_one_order(shops):
    before = await shops[0].count("orders")
    answers = await at_once(
        until_final(partial(shops[n % 2].creates, A_TOTE)) for n in range(TIMES)
    )
    assert {said(answer) for answer in answers} == {said(answers[0])}
    assert answers[0].status_code == 200
    assert answers[0].json()["token"]
    assert sum(not replayed(answer) for answer in answers) == 1
    assert await shops[0].count("orders") == before + 1


async def test_one_line_item_added_twenty_times_with_one_key_is_added_once(shops):
    shopper = await shops[0].storefront.shopper()
    path = f"/api/orders/{shopper.number}/line_items"
    body = {"line_item": {"sku": "MUG-01", "quantity": 2}}
    answers = await at_once(
        shops[n % 2].asks("POST", path, body, X_Spree_Order_Token=shopper.token)
        for n in range(TIMES)
    )
    assert {said(answer) for answer in answers} == {said(answers[0])}
    assert answers[0].status_code == 201
    order = await shopper.order()
    assert [line["quantity"] for line in order["line_items"]] == [2]


async def test_twenty_keys_add_twenty_times(shops):
    shopper = await shops[0].storefront.shopper()
    path = f"/api/orders/{shopper.number}/line_items"
    body = {"line_item": {"sku": "MUG-01", "quantity": 1}}
    answers = await at_once(
        shops[n % 2].asks("POST", path, body, key=f"key-{n}", X_Spree_Order_Token=shopper.token)
        for n in range(TIMES)
    )
    assert {answer.status_code for answer in answers} == {201}
    order = await shopper.order()
    assert [line["quantity"] for line in order["line_items"]] == [TIMES]


async def test_while_a_slow_bank_thinks_a_repeat_is_told_to_wait_and_then_gets_the_answer(
    shops, books
):
    shopper = await shops[0].shopper_paying(SLOW)
    path = f"/api/checkouts/{shopper.number}"

    async def complete(shop: Shop) -> httpx.Response:
        return await shop.asks("PUT", path, {}, X_Spree_Order_Token=shopper.token)

    running = asyncio.create_task(complete(shops[0]))
    await asyncio.sleep(0.25)
    meanwhile = await complete(shops[1])
    assert meanwhile.status_code == 409
    assert meanwhile.headers["retry-after"] == "1"
    assert meanwhile.json()["code"] == "idempotency_key_in_flight"
    assert not running.done()

    first = await running
    assert first.status_code == 200
    assert first.json()["state"] == "complete"
    again = await complete(shops[1])
    assert said(again) == said(first)
    assert replayed(again)
    assert books.deeds(shopper.number) == [("authorize", 2179, "approved")]


async def test_one_complete_sent_twenty_times_is_one_order_and_one_charge(shops, books):
    shopper = await shops[0].shopper_at("confirm")
    path = f"/api/checkouts/{shopper.number}"
    complete = [
        partial(shop.asks, "PUT", path, {}, X_Spree_Order_Token=shopper.token) for shop in shops
    ]
    answers = await at_once(until_final(complete[n % 2]) for n in range(TIMES))
    assert {said(answer) for answer in answers} == {said(answers[0])}
    assert answers[0].json()["state"] == "complete"
    assert books.deeds(shopper.number) == [("authorize", 2179, "approved")]


async def test_twenty_buyers_with_one_key_each_get_what_they_ordered(shops):
    quantities = range(1, TIMES + 1)
    answers = await at_once(
        shops[n % 2].creates(
            {"order": {"line_items": items(TOTE_01=n)}}, key=KEY, X_Spree_Order_Token=f"cart-{n}"
        )
        for n in quantities
    )
    assert [answer.json()["total_quantity"] for answer in answers] == list(quantities)
    assert len({answer.json()["token"] for answer in answers}) == TIMES


async def test_a_slow_bank_keeps_nobody_else_waiting(shop):
    shopper = await shop.shopper_paying(SLOW)
    running = asyncio.create_task(keyed(shopper, "PUT"))
    await asyncio.sleep(0.2)
    other = await asyncio.wait_for(shop.creates(A_TOTE), 0.3)
    assert other.status_code == 200
    assert not running.done()
    assert (await running).json()["state"] == "complete"
