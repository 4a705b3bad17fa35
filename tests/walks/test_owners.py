"""Whose an order is: an admin says so, and a guest who signs in takes the cart along."""

import asyncio

import pytest

from tests.support.storefront import ADA, ADMIN, GERMANY, GRACE, items

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def user_id(storefront, headers):
    shopper = await storefront.shopper(headers)
    order = await shopper.order()
    await shopper.asks("DELETE", f"orders/{shopper.number}", headers=ADMIN)
    return order["user_id"]


async def without_carts(storefront, headers):
    """Delete what the key's owner is in the middle of."""
    while (await storefront.client.get("/api/orders/current", headers=headers)).status_code == 200:
        current = await storefront.client.get("/api/orders/current", headers=headers)
        gone = await storefront.client.delete(
            f"/api/orders/{current.json()['number']}", headers=ADMIN
        )
        assert gone.status_code == 204


async def merge(shopper, headers, **others):
    return await shopper.asks(
        "PUT", f"orders/{shopper.number}/associate", headers=headers, **others
    )


async def lines(shopper_or_answer):
    order = shopper_or_answer.json()
    return {line["variant"]["sku"]: line["quantity"] for line in order["line_items"]}


async def test_an_admin_makes_an_order_for_somebody_whose_email_goes_with_it(storefront):
    ada = await user_id(storefront, ADA)
    answer = await storefront.client.post(
        "/api/orders", json={"order": {"user_id": ada}}, headers=ADMIN
    )
    assert answer.status_code == 201
    assert (answer.json()["user_id"], answer.json()["email"]) == (ada, "ada@example.com")
    given = {"order": {"user_id": ada, "email": "other@example.com"}}
    answer = await storefront.client.post("/api/orders", json=given, headers=ADMIN)
    assert (answer.json()["user_id"], answer.json()["email"]) == (ada, "other@example.com")
    mine = await storefront.client.get(f"/api/orders/{answer.json()['number']}", headers=ADA)
    assert mine.status_code == 200


@pytest.mark.parametrize("state", ["cart", "confirm", "complete"])
async def test_an_admin_gives_an_order_to_somebody(storefront, state):
    grace = await user_id(storefront, GRACE)
    shopper = await storefront.shopper_at(state)
    path = f"orders/{shopper.number}"
    answer = await shopper.asks("PUT", path, {"order": {"user_id": grace}}, headers=ADMIN)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["user_id"], answer.json()["email"]) == (grace, "grace@example.com")
    assert answer.json()["state"] == state
    mine = await storefront.client.get(f"/api/orders/{shopper.number}", headers=GRACE)
    assert mine.status_code == 200
    await without_carts(storefront, GRACE)


async def test_an_unknown_user_is_named(storefront):
    shopper = await storefront.shopper()
    before = await shopper.standing()
    for path in (f"orders/{shopper.number}", f"checkouts/{shopper.number}"):
        answer = await shopper.asks("PUT", path, {"order": {"user_id": 999_999}}, headers=ADMIN)
        assert (answer.status_code, answer.json()["code"]) == (422, "user_not_found")
        assert answer.json()["errors"] == {"user_id": ["does not exist"]}
    assert await shopper.standing() == before


async def test_nobody_else_says_whose_it_is(storefront):
    grace = await user_id(storefront, GRACE)
    shopper = await storefront.shopper(ADA)
    answer = await shopper.asks("PUT", f"orders/{shopper.number}", {"order": {"user_id": grace}})
    assert (answer.status_code, answer.json()["email"]) == (200, "ada@example.com")
    assert answer.json()["user_id"] != grace
    await without_carts(storefront, ADA)


async def test_a_guest_who_signs_in_takes_the_cart_along(own_storefront):
    shopper = await own_storefront.shopper(line_items=items(TOTE_01=2))
    answer = await merge(shopper, ADA)
    assert answer.status_code == 200
    assert (answer.json()["number"], answer.json()["email"]) == (shopper.number, "ada@example.com")
    again = await merge(shopper, ADA)
    assert again.json() == answer.json()
    assert (await merge(shopper, GRACE)).status_code == 401
    current = await own_storefront.client.get("/api/orders/current", headers=ADA)
    assert current.json()["number"] == shopper.number


async def test_a_change_with_key_and_token_takes_it_along_too(own_storefront):
    shopper = await own_storefront.shopper(line_items=items(TOTE_01=1))
    answer = await shopper.asks(
        "PUT", f"orders/{shopper.number}", {"order": {"special_instructions": "x"}}, headers=ADA
    )
    assert (answer.status_code, answer.json()["email"]) == (200, "ada@example.com")
    other = await own_storefront.shopper(line_items=items(MUG_01=1))
    answer = await other.asks(
        "PUT", f"orders/{other.number}", {"order": {"special_instructions": "x"}}, headers=ADA
    )
    assert (answer.status_code, answer.json()["user_id"]) == (200, None)


async def test_two_carts_become_one_whose_lines_add_up(own_storefront):
    own = await own_storefront.shopper(ADA, line_items=items(TOTE_01=1, MUG_01=1))
    guest = await own_storefront.shopper(
        line_items=items(TOTE_01=2, TEE_M=1),
        bill_address=GERMANY,
        use_billing=True,
        coupon_code="TENOFF",
    )
    answer = await merge(guest, ADA)
    order = answer.json()
    assert (answer.status_code, order["number"]) == (200, own.number)
    assert await lines(answer) == {"TOTE-01": 3, "MUG-01": 1, "TEE-M": 1}
    assert order["ship_address"]["city"] == "Berlin"
    # 47.97 + 13.99 + 19.99, and a tenth off each line.
    assert (order["item_total"], order["promo_total"]) == ("81.95", "-8.2")
    assert (await guest.asks("GET")).status_code == 404
    assert (
        await own_storefront.database.rows(f"SELECT id FROM line_items WHERE order_id = {guest.id}")
        == []
    )
    [event] = await own_storefront.database.rows(
        f"SELECT data FROM events WHERE order_id = {own.id} AND type = 'order.merged'"
    )
    assert guest.number in str(event["data"])


async def test_what_the_guest_held_is_there_for_the_merged_cart(own_storefront):
    own = await own_storefront.shopper_at("payment", ADA, line_items=items(PRINT_01=4))
    guest = await own_storefront.shopper_at("payment", line_items=items(PRINT_01=6))
    answer = await merge(guest, ADA)
    assert await lines(answer) == {"PRINT-01": 10}
    held = await own_storefront.database.rows("SELECT order_id, quantity FROM stock_holds")
    assert [(row["order_id"], row["quantity"]) for row in held] in ([], [(own.id, 10)])
    stock = await own_storefront.database.rows("SELECT sum(held) AS n FROM stock_items")
    assert int(stock[0]["n"]) == sum(row["quantity"] for row in held)
    await own.goes_to("complete")


async def test_where_it_does_not_fit_both_carts_stay(own_storefront):
    own = await own_storefront.shopper(ADA, line_items=items(PRINT_01=6))
    guest = await own_storefront.shopper(line_items=items(PRINT_01=6, TOTE_01=1))
    before = await own.standing(), await guest.standing()
    answer = await merge(guest, ADA)
    assert (answer.status_code, answer.json()["code"]) == (422, "insufficient_stock")
    assert (await own.standing(), await guest.standing()) == before


async def test_it_takes_both_a_key_and_the_token(storefront):
    guest = await storefront.shopper(line_items=items(TOTE_01=1))
    before = await guest.standing()
    path = f"/api/orders/{guest.number}/associate"
    for headers, code in (
        ({}, "not_authenticated"),
        (guest.headers, "not_authenticated"),
        (ADA, "not_authorized"),
        (ADMIN, "not_authorized"),
        ({**ADA, "X-Spree-Order-Token": "wrong"}, "not_authorized"),
    ):
        answer = await storefront.client.put(path, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, code)
    assert await guest.standing() == before


async def test_a_placed_order_is_not_merged(own_storefront):
    guest = await own_storefront.shopper_at("complete")
    before = await guest.standing()
    answer = await merge(guest, ADA)
    assert (answer.status_code, answer.json()["code"]) == (422, "order_completed")
    assert await guest.standing() == before


async def test_who_signs_in_twice_at_once_loses_nothing(own_storefront):
    own = await own_storefront.shopper(ADA, line_items=items(TOTE_01=1))
    guests = [await own_storefront.shopper(line_items=items(TOTE_01=1)) for _ in range(4)]
    answers = await asyncio.gather(*(merge(guest, ADA) for guest in guests * 2))
    assert {answer.status_code for answer in answers} <= {200, 404}
    assert [line["quantity"] for line in (await own.order())["line_items"]] == [5]
