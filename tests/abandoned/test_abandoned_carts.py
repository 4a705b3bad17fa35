"""Admins find carts that were left, and send their buyers a way back that expires."""

import base64
from datetime import UTC, datetime, timedelta

import pytest

from tests.support.storefront import ADA, ADMIN, TestClock, items, open_storefront

pytestmark = pytest.mark.asyncio(loop_scope="module")

SECONDS_OF_EXPIRY = slice(8, 16)


async def found(shop, **query):
    answer = await shop.client.get("/api/orders/abandoned", params=query, headers=ADMIN)
    assert answer.is_success, answer.text
    return {order["number"] for order in answer.json()["orders"]}


async def left(shop, **order):
    """A cart of somebody who went away."""
    return await shop.shopper(
        **{"email": "guest@example.com", "line_items": items(TOTE_01=1), **order}
    )


async def recovery(shopper, **query):
    path = f"/api/orders/{shopper.number}/recovery"
    return await shopper.storefront.client.get(path, params=query, headers=ADMIN)


async def recovers(shop, token):
    return await shop.client.post("/api/orders/recover", json={"recovery_token": token})


async def test_what_was_left_has_an_email_and_something_in_it_and_was_not_placed(own_storefront):
    shop = own_storefront
    cart = await left(shop)
    gone = await left(shop, email="other@example.com")
    await shop.shopper(email="guest@example.com")
    await shop.shopper(line_items=items(TOTE_01=1))
    await shop.shopper_at("complete")
    assert await found(shop, idle_hours=0) == {cart.number, gone.number}
    assert await found(shop, idle_hours=1) == await found(shop) == set()
    query = {"idle_hours": 0, "q[email_start]": "other"}
    assert await found(shop, **query) == {gone.number}


@pytest.mark.parametrize("hours", ["-1", "1.5", "many", "9999999"])
async def test_hours_are_whole(storefront, hours):
    query = {"idle_hours": hours}
    answer = await storefront.client.get("/api/orders/abandoned", params=query, headers=ADMIN)
    assert (answer.status_code, answer.json()["code"]) == (422, "out_of_range")
    assert list(answer.json()["errors"]) == ["idle_hours"]


async def test_a_recovery_token_brings_a_fresh_token_and_the_old_one_is_no_longer_good(storefront):
    cart = await left(storefront)
    made = (await recovery(cart)).json()
    assert (made["number"], made["email"]) == (cart.number, "guest@example.com")
    assert made["recovery_token"] != cart.token
    answer = await recovers(storefront, made["recovery_token"])
    order = answer.json()
    assert (answer.status_code, order["number"], order["state"]) == (200, cart.number, "cart")
    path = f"/api/orders/{cart.number}"
    fresh = {"X-Spree-Order-Token": order["token"]}
    assert (await storefront.client.get(path, headers=fresh)).status_code == 200
    assert (await storefront.client.get(path, headers=cart.headers)).status_code == 401
    # From another device as well.
    assert (await recovers(storefront, made["recovery_token"])).status_code == 200
    rows = await storefront.database.rows(
        f"SELECT type FROM events WHERE order_id = {cart.id} AND type = 'order.recovered'"
    )
    assert len(rows) == 2


async def test_the_recovery_token_lies_nowhere(own_storefront):
    cart = await left(own_storefront)
    token = (await recovery(cart)).json()["recovery_token"]
    body = {"recovery_token": token}
    key = {"Idempotency-Key": "once"}
    first = await own_storefront.client.post("/api/orders/recover", json=body, headers=key)
    again = await own_storefront.client.post("/api/orders/recover", json=body, headers=key)
    assert first.json()["token"] == again.json()["token"]
    for table in ("events", "orders", "idempotency_keys"):
        for row in await own_storefront.database.rows(f"SELECT * FROM {table}"):
            assert token not in str(row)
            assert first.json()["token"] not in str(row)


async def test_a_token_expires_and_what_is_left_long_enough_is_found(demo_store):
    clock = TestClock(datetime.now(UTC))
    async with open_storefront(demo_store, clock) as shop:
        cart = await left(shop)
        made = (await recovery(cart, valid_hours=1)).json()
        clock.at += timedelta(hours=1)
        before = await cart.standing()
        answer = await recovers(shop, made["recovery_token"])
        assert (answer.status_code, answer.json()["code"]) == (422, "recovery_expired")
        assert await cart.standing() == before
        assert await found(shop, idle_hours=1) == {cart.number}
        assert await found(shop, idle_hours=2) == set()


async def test_nobody_can_make_or_stretch_a_token(storefront):
    cart = await left(storefront)
    made = (await recovery(cart)).json()["recovery_token"]
    raw = bytearray(base64.urlsafe_b64decode(made + "=" * (-len(made) % 4)))
    raw[SECONDS_OF_EXPIRY] = (2**40).to_bytes(8, "big")
    stretched = base64.urlsafe_b64encode(raw).decode().rstrip("=")
    before = await cart.standing()
    for token in (stretched, made[:-4], made + "AAAA", "x", "é", cart.token, "A" * 75):
        answer = await recovers(storefront, token)
        assert (answer.status_code, answer.json()["code"]) == (422, "recovery_invalid"), token
    blank = await recovers(storefront, "")
    assert (blank.status_code, blank.json()["code"]) == (422, "required")
    assert await cart.standing() == before


async def test_a_token_for_another_email_is_void(storefront):
    cart = await left(storefront)
    made = (await recovery(cart)).json()["recovery_token"]
    await cart.asks("PUT", "", {"order": {"email": "somebody@example.com"}})
    answer = await recovers(storefront, made)
    assert (answer.status_code, answer.json()["code"]) == (422, "recovery_invalid")


async def test_what_was_placed_is_not_recovered(storefront):
    shopper = await storefront.shopper_at("confirm")
    made = (await recovery(shopper)).json()["recovery_token"]
    await shopper.goes_to("complete")
    for answer in (await recovers(storefront, made), await recovery(shopper)):
        assert (answer.status_code, answer.json()["code"]) == (422, "order_completed")
    assert (await shopper.order())["token"] == shopper.token


async def test_only_admins_look_and_make_tokens(storefront):
    cart = await left(storefront)
    for path in ("/api/orders/abandoned", f"/api/orders/{cart.number}/recovery"):
        for headers in ({}, ADA, {"X-Spree-Order-Token": cart.token}):
            assert (await storefront.client.get(path, headers=headers)).status_code == 401
    nobodys = await storefront.shopper(line_items=items(TOTE_01=1))
    answer = await recovery(nobodys)
    assert (answer.status_code, answer.json()["code"]) == (422, "email_required")
