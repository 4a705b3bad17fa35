"""What comes back over HTTP: credited to the cent, refunded to the card, restocked or not, once."""

import asyncio

import pytest

from tests.returns.coming_back import asks, authorized, received, returns, sent, sums
from tests.shipments.selling import admin, sold, stock, told
from tests.support.storefront import ADA, items

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_what_comes_back_is_refunded_with_its_tax_and_lies_in_stock_again(own_storefront):
    # Two totes at 15.99, 1.60 tax on both, 5.00 to send them.
    shopper = await sent(own_storefront, line_items=items(TOTE_01=2))
    assert await sums(shopper) == ("38.58", "38.58", "0.0", "paid")
    before = (await stock(own_storefront, "TOTE-01"))["Main"]
    made = await authorized(shopper, {"variant_id": own_storefront.ids.variants["TOTE-01"]})
    assert (made["state"], made["amount"]) == ("authorized", "0.0")
    assert await sums(shopper) == ("38.58", "38.58", "0.0", "paid")
    done = await received(shopper, made)
    assert (done["state"], done["amount"]) == ("received", "16.79")
    [item] = done["return_items"]
    assert (item["amount"], item["tax_amount"], item["quantity"]) == ("16.79", "0.8", 1)
    assert await sums(shopper) == ("21.79", "21.79", "0.0", "paid")
    order = await shopper.order()
    assert (order["state"], order["shipment_state"]) == ("complete", "shipped")
    [manifest] = order["shipments"][0]["manifest"]
    assert manifest["states"] == {"shipped": 1, "returned": 1}
    [credit] = order["adjustments"]
    assert (credit["source_type"], credit["source_id"], credit["amount"]) == (
        "Spree::ReturnAuthorization",
        made["id"],
        "-16.79",
    )
    assert (await stock(own_storefront, "TOTE-01"))["Main"] == (before[0] + 1, before[1])
    assert await movements(own_storefront, shopper) == [("sold", -2), ("returned", 1)]


async def test_all_of_an_order_returned_one_by_one_gives_back_what_was_paid_for_it(storefront):
    shopper = await sent(storefront, line_items=items(TEE_M=3, MUG_01=1), coupon_code="ONCE")
    order = await shopper.order()
    for line in order["line_items"]:
        for _ in range(line["quantity"]):
            made = await authorized(shopper, {"line_item_id": line["id"], "quantity": 1})
            await received(shopper, made)
    assert await sums(shopper) == ("5.0", "5.0", "0.0", "paid")
    assert (await shopper.order())["state"] == "returned"
    once_more = {"line_item_id": order["line_items"][0]["id"]}
    again = {"return_authorization": {"return_items": [once_more]}}
    answer = await asks(shopper, "POST", "", again)
    assert (answer.status_code, answer.json()["code"]) == (422, "quantity_not_returnable")


async def test_a_part_of_what_was_authorized_comes_and_the_rest_later(own_storefront):
    shopper = await sent(own_storefront, line_items=items(MUG_01=3))
    made = await authorized(shopper)
    [item] = made["return_items"]
    broken = {"id": item["id"], "quantity": 1, "restock": False}
    before = await stock(own_storefront, "MUG-01")
    first = await received(shopper, made, return_items=[broken])
    assert first["state"] == "authorized"
    came, awaited = first["return_items"]
    assert (came["quantity"], came["restock"], awaited["quantity"]) == (1, False, 2)
    assert (came["received_at"] is None, awaited["received_at"]) == (False, None)
    assert await stock(own_storefront, "MUG-01") == before
    # What has come does not come again.
    assert await received(shopper, made, return_items=[broken]) == first
    second = await received(shopper, made)
    assert second["state"] == "received"
    assert (await stock(own_storefront, "MUG-01"))["Main"][0] == before["Main"][0] + 2
    assert await sums(shopper) == ("5.0", "5.0", "0.0", "paid")


async def test_things_go_to_the_stock_location_that_the_return_names(own_storefront):
    shopper = await sent(own_storefront, line_items=items(LAMP_01=1))
    west = await location(own_storefront, "West")
    main = await location(own_storefront, "Main")
    before = await stock(own_storefront, "LAMP-01")
    made = await authorized(shopper, stock_location_id=west)
    [item] = made["return_items"]
    to_main = {"id": item["id"], "stock_location_id": main}
    await received(shopper, made, return_items=[to_main])
    after = await stock(own_storefront, "LAMP-01")
    assert (after["Main"][0], after["West"]) == (before["Main"][0] + 1, before["West"])
    assert await movements(own_storefront, shopper) == [("sold", -1), ("returned", 1)]


async def test_a_refund_may_wait(storefront):
    shopper = await sent(storefront)
    made = await authorized(shopper)
    await received(shopper, made, refund=False)
    assert await sums(shopper) == ("5.0", "21.79", "-16.79", "credit_owed")
    assert await told(shopper, "payment.refunded") == []
    body = {"amount": "16.79"}
    await admin(shopper, "PUT", f"orders/{shopper.number}/payments/credit", body)
    assert await sums(shopper) == ("5.0", "5.0", "0.0", "paid")


async def test_the_same_receipt_sent_twenty_times_at_once_refunds_and_restocks_once(own_storefront):
    shopper = await sent(own_storefront, line_items=items(PRINT_01=2))
    made = await authorized(shopper)
    before = await stock(own_storefront, "PRINT-01")
    answers = await asyncio.gather(
        *(asks(shopper, "PUT", f"/{made['id']}/receive") for _ in range(20))
    )
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.json()["amount"] for answer in answers} == {"102.9"}
    assert (await stock(own_storefront, "PRINT-01"))["Main"][0] == before["Main"][0] + 2
    assert await sums(shopper) == ("5.0", "5.0", "0.0", "paid")
    assert len(await told(shopper, "payment.refunded")) == 1
    assert len(await told(shopper, "return.received")) == 1


async def test_two_returns_never_hold_more_than_was_sent(storefront):
    shopper = await sent(storefront, line_items=items(TOTE_01=3))
    tote = storefront.ids.variants["TOTE-01"]
    await authorized(shopper, {"variant_id": tote, "quantity": 2})
    wish = {"return_authorization": {"return_items": [{"variant_id": tote, "quantity": 1}]}}
    answers = await asyncio.gather(*(asks(shopper, "POST", "", wish) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [201, 422, 422, 422, 422]


async def test_nothing_comes_back_that_was_not_sent(storefront):
    shopper = await sold(storefront)
    before = await shopper.standing()
    answer = await asks(shopper, "POST", "", {"return_authorization": {"memo": "too big"}})
    assert (answer.status_code, answer.json()["code"]) == (422, "nothing_shipped")
    assert await shopper.standing() == before


async def test_what_has_come_is_neither_canceled_nor_deleted(storefront):
    shopper = await sent(storefront)
    made = await authorized(shopper)
    await received(shopper, made)
    for method, under in (("PUT", "/cancel"), ("DELETE", "")):
        answer = await asks(shopper, method, f"/{made['id']}{under}")
        assert (answer.status_code, answer.json()["code"]) == (422, "return_received")
    more = await asks(shopper, "PUT", f"/{made['id']}/add", {"line_item_id": 1})
    assert (more.status_code, more.json()["code"]) == (422, "return_state")


async def test_a_return_that_was_canceled_or_deleted_leaves_everything_to_come_back(storefront):
    shopper = await sent(storefront)
    first = await authorized(shopper)
    assert (await returns(shopper, "PUT", f"/{first['number']}/cancel"))["state"] == "canceled"
    late = await asks(shopper, "PUT", f"/{first['id']}/receive")
    assert (late.status_code, late.json()["code"]) == (422, "return_state")
    second = await authorized(shopper)
    assert await returns(shopper, "DELETE", f"/{second['id']}") is None
    third = await authorized(shopper)
    listed = await returns(shopper, "GET")
    assert [each["id"] for each in listed["return_authorizations"]] == [first["id"], third["id"]]
    assert [each["type"] for each in await log(shopper)] == [
        *("return.authorized", "return.canceled"),
        *("return.authorized", "return.deleted", "return.authorized"),
    ]


async def test_an_empty_return_cannot_be_received(storefront):
    shopper = await sent(storefront)
    made = await returns(shopper, "POST")
    answer = await asks(shopper, "PUT", f"/{made['id']}/receive")
    assert (answer.status_code, answer.json()["code"]) == (422, "return_empty")
    assert await sums(shopper) == ("21.79", "21.79", "0.0", "paid")


async def movements(shop, shopper):
    rows = await shop.database.rows(
        f"SELECT reason, quantity FROM stock_movements WHERE order_id = {shopper.id} ORDER BY id"
    )
    return [(row["reason"], row["quantity"]) for row in rows]


async def location(shop, name):
    rows = await shop.database.rows(f"SELECT id FROM stock_locations WHERE name = '{name}'")
    return rows[0]["id"]


async def log(shopper):
    return await shopper.storefront.database.rows(
        f"SELECT type FROM events WHERE order_id = {shopper.id} AND type LIKE 'return.%'"
        " ORDER BY sequence"
    )


async def test_store_credit_comes_back_as_store_credit(own_storefront):
    shop = own_storefront
    shopper = await shop.shopper_at("payment", ADA)
    await shopper.steps(shop.ids.payment_by("Store Credit"))
    await shopper.goes_to("complete")
    used = await credit_used(shop)
    order = await shopper.order()
    assert await told(shopper, "payment.authorized") == []
    await admin(shopper, "PUT", f"shipments/{order['shipments'][0]['id']}/ship")
    await received(shopper, await authorized(shopper))
    assert await sums(shopper) == ("5.0", "5.0", "0.0", "paid")
    assert await credit_used(shop) == used - 16_79


async def credit_used(shop):
    [row] = await shop.database.rows("SELECT sum(used) AS used FROM store_credits")
    return int(row["used"])
