"""Goods put into a shipment and taken out again: the order owes what it holds, stock goes along."""

import asyncio

import pytest

from tests.shipments.selling import admin, shipment_of, sold, stock
from tests.support.storefront import ADA, items

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def changed(shopper, deed, sku, quantity, place=0):
    shipment = await shipment_of(shopper, place)
    body = {"variant_id": shopper.storefront.ids.variants[sku], "quantity": quantity}
    return await admin(shopper, "PUT", f"shipments/{shipment['number']}/{deed}", body)


def contents(shipment):
    return {
        entry["variant"]["sku"]: (entry["quantity"], entry["states"])
        for entry in shipment["manifest"]
    }


async def test_what_is_added_to_a_placed_order_is_owed_for_and_taken_from_stock(own_storefront):
    shopper = await sold(own_storefront)
    answer = await changed(shopper, "add", "MUG-01", 2)
    assert answer.status_code == 200, answer.text
    assert contents(answer.json()) == {
        "TOTE-01": (1, {"on_hand": 1}),
        "MUG-01": (2, {"on_hand": 2}),
    }
    assert answer.json()["state"] == "pending"
    order = await shopper.order()
    # 15.99 + 2 x 13.99 = 43.97, 0.80 + 1.40 tax, 5.00 to send it.
    assert (order["total"], order["payment_total"]) == ("51.17", "21.79")
    assert (order["payment_state"], order["shipment_state"]) == ("balance_due", "pending")
    assert (await stock(own_storefront, "MUG-01"))["Main"] == (99_998, 0)


async def test_a_promotion_that_the_order_did_not_have_does_not_come_with_a_third_mug(
    own_storefront,
):
    shopper = await sold(own_storefront, line_items=items(MUG_01=2))
    await changed(shopper, "add", "MUG-01", 1)
    order = await shopper.order()
    assert order["line_items"][0]["quantity"] == 3
    assert order["promo_total"] == "0.0"
    await changed(shopper, "remove", "MUG-01", 2)
    order = await shopper.order()
    assert (order["item_total"], order["promo_total"], order["total"]) == ("13.99", "0.0", "19.69")
    assert order["payment_state"] == "credit_owed"
    assert (await stock(own_storefront, "MUG-01"))["Main"] == (99_999, 0)


async def test_what_is_removed_comes_out_of_that_shipment(own_storefront):
    shopper = await sold(own_storefront, line_items=items(DESK_01=2, LAMP_01=2))
    order = await shopper.order()
    lamps = next(n for n, s in enumerate(order["shipments"]) if s["stock_location_name"] == "West")
    answer = await changed(shopper, "remove", "LAMP-01", 1, lamps)
    assert contents(answer.json()) == {"LAMP-01": (1, {"on_hand": 1})}
    assert (await stock(own_storefront, "LAMP-01"))["West"] == (499, 0)
    answer = await changed(shopper, "remove", "LAMP-01", 1, lamps)
    assert (answer.status_code, answer.content) == (204, b"")
    order = await shopper.order()
    assert [line["variant"]["sku"] for line in order["line_items"]] == ["DESK-01"]
    assert len(order["shipments"]) == 1


@pytest.mark.parametrize(
    "deed, sku, quantity, code",
    [
        ("add", "PRINT-01", 11, "insufficient_stock"),
        ("add", "MUG-01", 0, "quantity_invalid"),
        ("remove", "TOTE-01", 0, "quantity_invalid"),
        ("remove", "TOTE-01", 2, "shipment_lacks_items"),
        ("remove", "MUG-01", 1, "shipment_lacks_items"),
        ("remove", "TOTE-01", 1, "line_items_required"),
    ],
)
async def test_what_cannot_be_done_changes_nothing(storefront, deed, sku, quantity, code):
    shopper = await sold(storefront)
    before = await shopper.standing()
    answer = await changed(shopper, deed, sku, quantity)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert await shopper.standing() == before


async def test_what_was_sent_is_not_changed_any_more(storefront):
    shopper = await sold(storefront, line_items=items(TOTE_01=2))
    await admin(shopper, "PUT", f"shipments/{(await shipment_of(shopper))['id']}/ship")
    before = await shopper.standing()
    for deed, sku in (("add", "MUG-01"), ("remove", "TOTE-01")):
        answer = await changed(shopper, deed, sku, 1)
        assert (answer.status_code, answer.json()["code"]) == (422, "shipment_state")
    assert await shopper.standing() == before


async def test_only_admins_and_only_with_words_that_say_something(storefront):
    shopper = await storefront.shopper_at("complete", ADA)
    shipment = await shipment_of(shopper)
    before = await shopper.standing()
    body = {"variant_id": storefront.ids.variants["TOTE-01"], "quantity": 1}
    for deed in ("add", "remove"):
        path = f"shipments/{shipment['number']}/{deed}"
        refused = await storefront.client.put(f"/api/{path}", json=body, headers=ADA)
        assert (refused.status_code, refused.json()["code"]) == (401, "not_authorized")
        for given, fields in (
            ({}, {"variant_id": ["can't be blank"], "quantity": ["can't be blank"]}),
            ({"variant_id": "x", "quantity": 1}, {"variant_id": ["is not a number"]}),
        ):
            answer = await admin(shopper, "PUT", path, given)
            assert (answer.status_code, answer.json()["errors"]) == (422, fields)
    path = f"shipments/{shipment['number']}/add"
    unknown = await admin(shopper, "PUT", path, {**body, "variant_id": 10**9})
    assert unknown.json()["errors"] == {"variant_id": ["does not exist"]}
    assert await shopper.standing() == before


async def test_before_it_is_placed_the_cart_is_what_changes(own_storefront):
    shopper = await own_storefront.shopper_at("confirm")
    answer = await changed(shopper, "add", "MUG-01", 1)
    assert answer.status_code == 200, answer.text
    order = await shopper.order()
    assert [line["quantity"] for line in order["line_items"]] == [1, 1]
    assert order["state"] in {"address", "delivery", "payment"}
    await changed(shopper, "remove", "MUG-01", 1)
    assert [line["quantity"] for line in (await shopper.order())["line_items"]] == [1]
    assert (await stock(own_storefront, "MUG-01"))["Main"] == (100_000, 0)


async def test_many_who_add_at_once_add_up(own_storefront):
    shopper = await sold(own_storefront, line_items=items(PRINT_01=1))
    answers = await asyncio.gather(*(changed(shopper, "add", "PRINT-01", 2) for _ in range(6)))
    assert [answer.status_code for answer in answers].count(200) == 4
    assert {a.json()["code"] for a in answers if a.is_error} == {"insufficient_stock"}
    assert (await stock(own_storefront, "PRINT-01"))["Main"] == (1, 0)
    assert (await shopper.order())["line_items"][0]["quantity"] == 9


async def test_a_part_is_sent_and_the_rest_later(own_storefront):
    shopper = await sold(own_storefront, line_items=items(TOTE_01=3))
    shipment = await shipment_of(shopper)
    tote = {"variant_id": own_storefront.ids.variants["TOTE-01"], "quantity": 2}
    [place] = await own_storefront.database.rows("SELECT id FROM stock_locations WHERE is_default")
    split = await admin(
        shopper,
        "POST",
        f"orders/{shopper.number}/shipments/{shipment['id']}/transfer_to_location",
        {**tote, "stock_location_id": place["id"]},
    )
    assert split.status_code == 201, split.text
    await admin(shopper, "PUT", f"shipments/{shipment['id']}/ship")
    assert (await shopper.order())["shipment_state"] == "partial"
    added = await changed(shopper, "add", "TOTE-01", 1, 1)
    assert contents(added.json()) == {"TOTE-01": (3, {"on_hand": 3})}
    order = await shopper.order()
    assert (order["line_items"][0]["quantity"], order["payment_state"]) == (4, "balance_due")
