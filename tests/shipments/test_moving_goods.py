"""Goods moved to other shipments and places, and their stock with them, on both databases."""

import pytest

from tests.shipments.selling import admin, shipment_of, sold, stock
from tests.support.storefront import items

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def transferred(shopper, to, body, place=0):
    shipment = await shipment_of(shopper, place)
    given = {"original_shipment_number": shipment["number"], **body}
    return await admin(shopper, "POST", f"shipments/transfer_to_{to}", given)


async def locations(shop):
    rows = await shop.database.rows("SELECT id, name FROM stock_locations")
    return {row["name"]: row["id"] for row in rows}


async def test_a_part_is_split_off_and_sent_by_itself(own_storefront):
    shopper = await sold(own_storefront, line_items=items(TOTE_01=3))
    places = await locations(own_storefront)
    before = await stock(own_storefront, "TOTE-01")
    total = (await shopper.order())["total"]
    body = {"variant_id": own_storefront.ids.variants["TOTE-01"], "quantity": 2}
    answer = await transferred(shopper, "location", {**body, "stock_location_id": places["Main"]})
    assert (answer.status_code, answer.json()["success"]) == (201, True)
    new = answer.json()["shipment"]
    assert (new["state"], new["cost"], new["manifest"][0]["quantity"]) == ("ready", "0.0", 2)
    sent = await admin(shopper, "PUT", f"shipments/{new['number']}/ship")
    assert sent.status_code == 200
    order = await shopper.order()
    assert (order["shipment_state"], order["total"]) == ("partial", total)
    assert await stock(own_storefront, "TOTE-01") == before


async def test_stock_goes_back_where_it_came_from_and_is_taken_where_it_leaves(own_storefront):
    shop = own_storefront
    shopper = await sold(shop, line_items=items(DESK_01=1, LAMP_01=1))
    order = await shopper.order()
    assert len(order["shipments"]) == 2
    places = await locations(shop)
    lamps = next(n for n, s in enumerate(order["shipments"]) if s["stock_location_name"] == "West")
    assert await stock(shop, "LAMP-01") == {"Main": (0, 0), "West": (499, 0)}
    lamp = {"variant_id": shop.ids.variants["LAMP-01"], "quantity": 1}
    refused = await transferred(
        shopper, "location", {**lamp, "stock_location_id": places["Main"]}, lamps
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "insufficient_stock")
    await shop.desk.store.write(lambda t: _put(t, shop.ids.variants["LAMP-01"], places["Main"], 1))
    moved = await transferred(
        shopper,
        "shipment",
        {**lamp, "target_shipment_number": order["shipments"][1 - lamps]["number"]},
        lamps,
    )
    assert moved.status_code == 201, moved.text
    assert await stock(shop, "LAMP-01") == {"Main": (0, 0), "West": (500, 0)}
    after = await shopper.order()
    [left] = after["shipments"]
    assert (after["total"], left["cost"]) == (order["total"], "10.0")
    canceled = await admin(shopper, "PUT", f"orders/{shopper.number}/cancel")
    assert canceled.status_code == 200
    assert await stock(shop, "LAMP-01") == {"Main": (1, 0), "West": (500, 0)}


async def _put(transaction, variant_id, location_id, count):
    await transaction._session.change(
        "UPDATE stock_items SET count_on_hand = count_on_hand + $3"
        " WHERE variant_id = $1 AND stock_location_id = $2",
        variant_id,
        location_id,
        count,
    )


async def test_what_is_refused_changes_nothing(storefront):
    shopper, other = await sold(storefront), await sold(storefront)
    before = await shopper.standing()
    tote = storefront.ids.variants["TOTE-01"]
    theirs = (await shipment_of(other))["number"]
    own = before["order"]["shipments"][0]["number"]
    for to, body, code, field in (
        ("location", {}, "required", {"variant_id", "quantity"}),
        ("location", {"variant_id": tote, "quantity": 1}, "required", {"stock_location_id"}),
        (
            "location",
            {"variant_id": tote, "quantity": 2, "stock_location_id": 1},
            "shipment_lacks_items",
            {"quantity"},
        ),
        (
            "location",
            {"variant_id": tote, "quantity": 1, "stock_location_id": 99},
            "stock_location_not_found",
            {"stock_location_id"},
        ),
        (
            "shipment",
            {"variant_id": tote, "quantity": 1, "target_shipment_number": theirs},
            "shipment_not_found",
            {"target_shipment_number"},
        ),
        (
            "shipment",
            {"variant_id": tote, "quantity": 1, "target_shipment_number": own},
            "shipment_not_found",
            {"target_shipment_number"},
        ),
    ):
        answer = await transferred(shopper, to, body)
        assert (answer.status_code, answer.json()["code"]) == (422, code), body
        assert set(answer.json()["errors"]) == field
    assert await shopper.standing() == before
