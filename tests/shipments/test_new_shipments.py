"""More of a variant, sold with a new shipment: it costs what sending it costs."""

import asyncio

import pytest

from tests.shipments.selling import admin, sold, stock
from tests.support.storefront import ADA, items

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def main_place(shop):
    [row] = await shop.database.rows("SELECT id FROM stock_locations WHERE name = 'Main'")
    return row["id"]


async def opened(shopper, sku, quantity, **other):
    if "stock_location_id" not in other:
        other["stock_location_id"] = await main_place(shopper.storefront)
    body = {
        "shipment": {"order_id": shopper.number},
        "variant_id": shopper.storefront.ids.variants[sku],
        "quantity": quantity,
    }
    return await admin(shopper, "POST", "shipments", {**body, **other})


async def test_what_is_sold_with_a_new_shipment_is_owed_for_and_taken_from_its_place(
    own_storefront,
):
    shopper = await sold(own_storefront)
    answer = await opened(shopper, "MUG-01", 2)
    assert answer.status_code == 200, answer.text
    shipment = answer.json()
    assert (shipment["order_id"], shipment["stock_location_name"]) == (shopper.number, "Main")
    assert [(each["quantity"], each["states"]) for each in shipment["manifest"]] == [
        (2, {"on_hand": 2})
    ]
    assert (shipment["cost"], shipment["state"]) == ("5.0", "pending")
    order = await shopper.order()
    assert [each["number"] for each in order["shipments"]][-1] == shipment["number"]
    assert len(order["shipments"]) == 2
    # 15.99 + 2 x 13.99 = 43.97, 0.80 + 1.40 tax, 2 x 5.00 to send it.
    assert (order["ship_total"], order["total"]) == ("10.0", "56.17")
    assert order["payment_state"] == "balance_due"
    assert (await stock(own_storefront, "MUG-01"))["Main"] == (99_998, 0)


async def test_more_of_what_it_holds_goes_into_the_new_shipment_all_the_same(own_storefront):
    shopper = await sold(own_storefront)
    assert (await opened(shopper, "TOTE-01", 1)).status_code == 200
    order = await shopper.order()
    assert [line["quantity"] for line in order["line_items"]] == [2]
    held = [each["manifest"][0]["quantity"] for each in order["shipments"]]
    assert held == [1, 1]


@pytest.mark.parametrize(
    "sku, quantity, other, code",
    [
        ("PRINT-01", 11, {}, "insufficient_stock"),
        ("MUG-01", 0, {}, "quantity_invalid"),
        ("MUG-01", 1, {"stock_location_id": 10**9}, "stock_location_not_found"),
        ("MUG-01", 1, {"shipment": {}}, "required"),
        ("MUG-01", 1, {"stock_location_id": None}, "required"),
        ("MUG-01", None, {}, "required"),
    ],
)
async def test_what_cannot_be_sent_changes_nothing(storefront, sku, quantity, other, code):
    shopper = await sold(storefront)
    before = await shopper.standing()
    answer = await opened(shopper, sku, quantity, **other)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert await shopper.standing() == before


async def test_only_an_admin_opens_one_and_only_of_an_order_that_was_placed(storefront):
    shopper = await storefront.shopper_at("confirm", ADA)
    early = await opened(shopper, "MUG-01", 1)
    assert (early.status_code, early.json()["code"]) == (422, "order_not_complete")
    unknown = await opened(shopper, "MUG-01", 1, shipment={"order_id": "R999999999"})
    assert unknown.status_code == 404
    body = {
        "shipment": {"order_id": shopper.number},
        "stock_location_id": 1,
        "variant_id": storefront.ids.variants["MUG-01"],
        "quantity": 1,
    }
    refused = await storefront.client.post("/api/shipments", json=body, headers=ADA)
    assert (refused.status_code, refused.json()["code"]) == (401, "not_authorized")
    assert (await shopper.order())["state"] == "confirm"


async def test_of_many_who_want_the_last_ones_no_more_get_them_than_there_are(own_storefront):
    shopper = await sold(own_storefront, line_items=items(PRINT_01=1))
    main = {"stock_location_id": await main_place(own_storefront)}
    answers = await asyncio.gather(*(opened(shopper, "PRINT-01", 2, **main) for _ in range(6)))
    assert [answer.status_code for answer in answers].count(200) == 4
    assert {a.json()["code"] for a in answers if a.is_error} == {"insufficient_stock"}
    assert (await stock(own_storefront, "PRINT-01"))["Main"] == (1, 0)
    order = await shopper.order()
    assert (order["line_items"][0]["quantity"], len(order["shipments"])) == (9, 5)
