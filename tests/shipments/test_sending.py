"""Ready, ship and follow a shipment over HTTP, by whichever path, as whoever."""

import pytest

from tests.shipments.selling import admin, shipment_of, sold, told
from tests.support.storefront import ADA, ADMIN, GRACE, items

pytestmark = pytest.mark.asyncio(loop_scope="module")

CANNOT_READY = {"error": "Cannot ready shipment.", "code": "order_not_paid"}
CANNOT_SHIP = {"error": "Cannot ship shipment.", "code": "order_not_paid"}
PATHS = ["shipments/{id}", "shipments/{number}", "orders/{order_id}/shipments/{number}"]


@pytest.mark.parametrize("path", [*PATHS, "checkouts/{order_id}/shipments/{id}"])
async def test_a_shipment_is_sent_once_it_is_paid(storefront, path):
    shopper = await sold(storefront, paid=False)
    path = path.format(**await shipment_of(shopper))
    for deed, said in (("ready", CANNOT_READY), ("ship", CANNOT_SHIP)):
        answer = await admin(shopper, "PUT", f"{path}/{deed}")
        assert (answer.status_code, answer.json()) == (422, said)
    await admin(shopper, "PUT", f"orders/{shopper.number}/payments/capture")
    answer = await admin(shopper, "PUT", f"{path}/ready")
    assert (answer.status_code, answer.json()["state"]) == (200, "ready")
    tracked = await admin(shopper, "PUT", path, {"shipment": {"tracking": "123-456"}})
    assert (tracked.status_code, tracked.json()["tracking"]) == (200, "123-456")
    sent = (await admin(shopper, "PUT", f"{path}/ship")).json()
    assert (sent["state"], sent["tracking"], sent["order_id"]) == (
        "shipped",
        "123-456",
        shopper.number,
    )
    assert (await shopper.order())["shipment_state"] == "shipped"


async def test_to_ship_again_is_answered_alike_and_told_once(storefront):
    shopper = await sold(storefront)
    path = f"shipments/{(await shipment_of(shopper))['number']}/ship"
    body = {"shipment": {"tracking": "1Z9"}}
    first = await admin(shopper, "PUT", path, body)
    before = await shopper.standing()
    again = await admin(shopper, "PUT", path, body)
    assert (again.status_code, again.json()) == (200, first.json())
    assert await shopper.standing() == before
    assert len(await told(shopper, "shipment.ready")) == 1
    assert len(await told(shopper, "shipment.shipped")) == 1


async def test_what_was_sent_is_neither_readied_nor_canceled(storefront):
    shopper = await sold(storefront)
    path = f"shipments/{(await shipment_of(shopper))['number']}"
    await admin(shopper, "PUT", f"{path}/ship")
    before = await shopper.standing()
    readied = await admin(shopper, "PUT", f"{path}/ready")
    assert (readied.status_code, readied.json()) == (
        422,
        {"error": "Cannot ready shipment.", "code": "shipment_state"},
    )
    canceled = await admin(shopper, "PUT", f"orders/{shopper.number}/cancel")
    assert (canceled.status_code, canceled.json()["code"]) == (422, "order_shipped")
    assert await shopper.standing() == before


async def test_a_canceled_order_sends_nothing(storefront):
    shopper = await sold(storefront)
    await admin(shopper, "PUT", f"orders/{shopper.number}/cancel")
    answer = await admin(shopper, "PUT", f"shipments/{(await shipment_of(shopper))['id']}/ship")
    assert (answer.status_code, answer.json()["code"]) == (422, "shipment_state")


DEEDS = [
    ("PUT", "shipments/{id}/ready", None),
    ("PUT", "shipments/{id}/ship", {"shipment": {"tracking": "1Z9"}}),
    ("PUT", "shipments/{id}", {"shipment": {"tracking": "1Z9"}}),
    ("PUT", "orders/{order_id}/shipments/{id}/ship", None),
    (
        "POST",
        "shipments/transfer_to_location",
        {"original_shipment_number": "{number}", "variant_id": 1, "quantity": 1}
        | {"stock_location_id": 1},
    ),
]


def filled(body, shipment):
    if body is None:
        return None
    return {k: v.format(**shipment) if isinstance(v, str) else v for k, v in body.items()}


@pytest.mark.parametrize("method, path, body", DEEDS)
async def test_only_admins_do_anything_with_shipments(storefront, method, path, body):
    shopper = await storefront.shopper_at("complete", ADA)
    await admin(shopper, "PUT", f"orders/{shopper.number}/payments/capture")
    before = await shopper.standing()
    shipment = before["order"]["shipments"][0]
    address = "/api/" + path.format(**shipment)
    for headers, code in (
        ({}, "not_authenticated"),
        ({"X-Spree-Order-Token": shopper.token}, "not_authenticated"),
        (ADA, "not_authorized"),
        (GRACE, "not_authorized"),
        ({"X-Spree-Token": "wrong"}, "invalid_api_key"),
    ):
        answer = await storefront.client.request(
            method, address, json=filled(body, shipment), headers=headers
        )
        assert (answer.status_code, answer.json()["code"]) == (401, code), headers
    assert await shopper.standing() == before


@pytest.mark.parametrize("path", ["shipments/{id}", "orders/{order_id}/shipments/{number}"])
async def test_a_shipment_is_seen_by_those_who_may_see_its_order(storefront, path):
    shopper = await storefront.shopper_at("complete", ADA)
    address = "/api/" + path.format(**await shipment_of(shopper))
    token = {"X-Spree-Order-Token": shopper.token}
    for headers, status in ((ADMIN, 200), (ADA, 200), (token, 200), (GRACE, 401), ({}, 401)):
        answer = await storefront.client.get(address, headers=headers)
        assert answer.status_code == status, headers


async def test_a_shipment_of_another_order_is_not_found(storefront):
    mine, theirs = await sold(storefront), await sold(storefront)
    before = [await mine.standing(), await theirs.standing()]
    other = await shipment_of(theirs)
    for deed in ("", "/ready", "/ship"):
        answer = await admin(mine, "PUT", f"orders/{mine.number}/shipments/{other['id']}{deed}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    for name in ("H0", "0", "H1", "abc", "9" * 19, "9" * 40, "%00", "H"):
        answer = await admin(mine, "PUT", f"shipments/{name}/ship")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), name
    assert [await mine.standing(), await theirs.standing()] == before


async def test_if_match_guards_a_shipment_too(storefront):
    shopper = await sold(storefront)
    shipment = await shipment_of(shopper)
    answer = await storefront.client.put(
        f"/api/shipments/{shipment['id']}/ship", headers={**ADMIN, "If-Match": '"1"'}
    )
    assert (answer.status_code, answer.json()["code"]) == (412, "stale_version")


async def test_mine_are_the_shipments_of_what_i_bought(own_storefront):
    bought = [await own_storefront.shopper_at("complete", ADA) for _ in range(2)]
    await own_storefront.shopper_at("complete", GRACE)
    await own_storefront.shopper_at("confirm", ADA)
    path = "/api/v1/shipments/mine"
    page = (await own_storefront.client.get(f"{path}?per_page=1", headers=ADA)).json()
    assert (page["total_count"], page["pages"], page["count"]) == (2, 2, 1)
    [shipment] = page["shipments"]
    assert shipment["order"]["number"] == shipment["order_id"] == bought[1].number
    assert shipment["inventory_units"][0]["line_item"]["quantity"] == 1
    assert shipment["manifest"][0]["variant"]["sku"] == "TOTE-01"
    sent = {"q[state_eq]": "shipped"}
    none = await own_storefront.client.get(path, params=sent, headers=ADA)
    assert none.json()["shipments"] == []
    assert (await own_storefront.client.get(path)).status_code == 401


async def test_the_shipments_of_an_order_are_listed_a_page_at_a_time(storefront):
    shopper = await sold(storefront, line_items=items(DESK_01=1, LAMP_01=1))
    page = (await shopper.asks("GET", "/shipments?per_page=1&page=2")).json()
    assert (page["total_count"], page["pages"]) == (2, 2)
    assert page["shipments"][0]["id"] == (await shipment_of(shopper, 1))["id"]
