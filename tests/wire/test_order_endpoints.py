"""An order's own endpoints, and who may use them."""

import pytest

from tests.wire.conftest import ADDRESS, CARD, Shopper
from tests.wire.memory import ADA, ADMIN, GRACE


async def test_orders_are_created_with_201_by_id_or_sku(client):
    lines = {"0": {"sku": "TEE-M", "quantity": "2"}, "1": {"variant_id": "2"}}
    answer = await client.post("/api/orders", json={"order": {"line_items": lines}})
    assert answer.status_code == 201
    assert [(o["variant"]["sku"], o["quantity"]) for o in answer.json()["line_items"]] == [
        ("TEE-M", 2),
        ("MUG-01", 1),
    ]


async def test_the_current_order_is_the_owners_open_one_or_204(client):
    headers = {"X-Spree-Token": ADA}
    assert (await client.get("/api/orders/current", headers=headers)).status_code == 204
    made = await client.post("/api/orders", headers=headers)
    current = await client.get("/api/orders/current", headers=headers)
    assert current.json()["number"] == made.json()["number"]
    assert (await client.get("/api/orders/current")).json()["code"] == "not_authenticated"


async def test_a_line_item_is_added_changed_and_removed(shopper):
    added = await shopper.asks("POST", "/line_items", {"line_item": {"sku": "MUG-01"}})
    assert (added.status_code, added.json()["quantity"]) == (201, 1)
    again = await shopper.asks("POST", "/line_items", {"line_item": {"variant_id": 2}})
    assert (again.json()["id"], again.json()["quantity"]) == (added.json()["id"], 2)
    path = f"/line_items/{added.json()['id']}"
    changed = await shopper.puts({"line_item": {"quantity": "5"}}, path)
    assert (changed.status_code, changed.json()["quantity"]) == (200, 5)
    gone = await shopper.asks("DELETE", path)
    assert (gone.status_code, gone.content) == (204, b"")
    assert (await shopper.asks("DELETE", path)).status_code == 404


async def test_quantity_zero_removes_the_line_and_answers_it(shopper):
    added = await shopper.asks("POST", "/line_items", {"line_item": {"sku": "MUG-01"}})
    answer = await shopper.puts({"line_item": {"quantity": 0}}, f"/line_items/{added.json()['id']}")
    assert (answer.status_code, answer.json()["quantity"]) == (200, 0)
    assert (await shopper.order())["line_items"] == []


@pytest.mark.parametrize("line_id", ["999", "abc", "9" * 30, "-1", "0", "1e3", "%00"])
async def test_a_line_that_is_not_there_is_a_404(shopper, line_id):
    for method in ("PUT", "DELETE"):
        body = {"line_item": {"quantity": 1}}
        answer = await shopper.asks(method, f"/line_items/{line_id}", body)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_emptying_answers_204_and_leaves_nothing(shopper):
    await shopper.walks_to("delivery")
    answer = await shopper.asks("PUT", f"orders/{shopper.number}/empty")
    assert (answer.status_code, answer.content) == (204, b"")
    order = await shopper.order()
    assert (order["line_items"], order["shipments"], order["total"]) == ([], [], "0.0")


async def test_delivery_takes_one_of_the_methods(shopper):
    await shopper.walks_to("delivery")
    path = f"orders/{shopper.number}/delivery"
    chosen = await shopper.asks("PUT", path, {"shipping_method_id": "3"})
    assert (chosen.json()["ship_total"], chosen.json()["state"]) == ("15.0", "delivery")
    unknown = await shopper.asks("PUT", path, {"shipping_method_id": 999})
    assert unknown.json()["code"] == "shipping_method_not_found"
    none = await shopper.asks("PUT", path, {})
    assert none.json()["errors"] == {"shipping_method_id": ["can't be blank"]}


async def test_a_rate_is_selected_per_shipment(shopper):
    order = await shopper.walks_to("delivery")
    rates = order["shipments"][0]["shipping_rates"]
    choice = {"id": order["shipments"][0]["id"], "selected_shipping_rate_id": rates[1]["id"]}
    answer = await shopper.puts({"order": {"shipments_attributes": {"0": choice}}})
    assert answer.json()["ship_total"] == "10.0"


async def test_payments_are_offered_made_listed_and_shown(shopper):
    await shopper.walks_to("payment")
    offered = await shopper.asks("GET", "/payments/new")
    assert [method["id"] for method in offered.json()["payment_methods"]] == [1, 2]
    body = {"payment": {"payment_method_id": 1, "source_attributes": CARD}}
    made = await shopper.asks("POST", "/payments", body)
    assert (made.status_code, made.json()["amount"]) == (201, "21.79")
    listed = (await shopper.asks("GET", "/payments")).json()
    assert (listed["count"], listed["total_count"], listed["pages"]) == (1, 1, 1)
    for name in (made.json()["number"], made.json()["id"]):
        shown = await shopper.asks("GET", f"/payments/{name}")
        assert shown.json() == made.json()
    assert (await shopper.asks("GET", "/payments/P1")).status_code == 404
    assert (await shopper.asks("GET", "/payments?per_page=0")).status_code == 422


@pytest.mark.parametrize(
    "payment, field",
    [
        ({"amount": "1"}, "payment_method"),
        ({"payment_method_id": 999}, "payment_method_id"),
        ({"payment_method_id": 2, "amount": "abc"}, "amount"),
        ({"payment_method_id": 2, "amount": {}}, "amount"),
        ({"payment_method_id": 1}, "source"),
    ],
)
async def test_a_payment_that_cannot_be_is_refused_by_field(shopper, payment, field):
    await shopper.walks_to("payment")
    answer = await shopper.asks("POST", "/payments", {"payment": payment})
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {field}


async def test_an_address_is_shown_and_changed_by_its_id(shopper):
    order = await shopper.walks_to("delivery")
    address_id = order["ship_address"]["id"]
    for path in (f"/addresses/{address_id}", f"addresses/{address_id}"):
        assert (await shopper.asks("GET", path)).json() == order["ship_address"]
    changed = await shopper.puts({"address": {"city": "Baltimore"}}, f"/addresses/{address_id}")
    assert (changed.status_code, changed.json()["city"]) == (200, "Baltimore")
    assert (await shopper.asks("GET", "/addresses/7")).status_code == 404


async def test_a_coupon_that_does_not_exist_is_answered_as_clients_know_it(shopper):
    answer = await shopper.asks(
        "PUT", f"orders/{shopper.number}/apply_coupon_code", {"coupon_code": "NOPE"}
    )
    assert answer.status_code == 422
    assert answer.json() == {
        "success": None,
        "error": "The coupon code you entered doesn't exist. Please try again.",
        "successful": False,
        "status_code": "coupon_code_not_found",
        "code": "coupon_not_found",
    }


async def test_only_an_admin_deletes_an_order_and_only_an_open_one(client, shopper):
    path = f"/api/orders/{shopper.number}"
    assert (await client.delete(path, headers=shopper.headers)).status_code == 401
    assert (await client.delete(path, headers={"X-Spree-Token": ADMIN})).status_code == 204
    assert (await client.get(path, headers={"X-Spree-Token": ADMIN})).status_code == 404


async def test_a_price_is_set_by_admins_and_ignored_for_all_others(client):
    line = {"line_items": [{"sku": "TOTE-01", "price": "0.01"}]}
    for key, total in ((ADMIN, "0.01"), (ADA, "15.99")):
        made = await client.post(
            "/api/orders", json={"order": line}, headers={"X-Spree-Token": key}
        )
        assert (made.status_code, made.json()["item_total"]) == (201, total)


async def test_what_only_the_shop_may_set_is_ignored(client):
    given = {"state": "complete", "number": "R000000001", "total": "1", "completed_at": "2026"}
    order = (await client.post("/api/orders", json={"order": given})).json()
    assert (order["state"], order["total"], order["completed_at"]) == ("cart", "0.0", None)
    assert order["number"] != "R000000001"


@pytest.mark.parametrize(
    "headers, code",
    [
        ({}, "not_authenticated"),
        ({"X-Spree-Token": "wrong"}, "invalid_api_key"),
        ({"X-Spree-Token": GRACE}, "not_authorized"),
        ({"X-Spree-Order-Token": "wrong"}, "not_authorized"),
        ({"X-Spree-Order-Token": ""}, "not_authenticated"),
    ],
)
async def test_a_stranger_is_told_nothing_on_any_verb(client, headers, code):
    made = await client.post("/api/orders", headers={"X-Spree-Token": ADA})
    shopper = Shopper(client, made.json())
    shopper.headers = headers
    number = shopper.number
    for method, path in (
        ("GET", ""),
        ("PUT", ""),
        ("PUT", "/next"),
        ("PUT", "/advance"),
        ("POST", "/line_items"),
        ("GET", "/payments"),
        ("GET", "/payments/new"),
        ("GET", f"orders/{number}"),
        ("PUT", f"orders/{number}"),
        ("PUT", f"orders/{number}/empty"),
        ("PUT", f"orders/{number}/address"),
        ("PUT", f"orders/{number}/apply_coupon_code"),
        ("DELETE", f"orders/{number}"),
        ("GET", f"orders/{number}/addresses/4194306"),
    ):
        body = {"line_item": {"sku": "TOTE-01"}} if path == "/line_items" else {}
        answer = await shopper.asks(method, path, body)
        assert (answer.status_code, answer.json()["code"]) == (401, code), (method, path)


async def test_a_right_order_token_does_not_excuse_a_wrong_key(shopper):
    shopper.headers["X-Spree-Token"] = "wrong"
    answer = await shopper.asks("GET")
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_api_key")


async def test_an_unknown_order_is_a_404_to_everyone(client):
    for headers in ({}, {"X-Spree-Token": ADMIN}, {"X-Spree-Order-Token": "x"}):
        for number in ("R0", "R000000000", "nonsense", "R" + "9" * 40, "R%00"):
            answer = await client.put(f"/api/checkouts/{number}", headers=headers)
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_addresses_take_either_spelling(shopper):
    await shopper.puts({"order": {"email": "a@example.com", "line_items": [{"sku": "TOTE-01"}]}})
    path = f"orders/{shopper.number}/address"
    for names in (
        ("shipping_address", "billing_address"),
        ("ship_address_attributes", "bill_address_attributes"),
    ):
        answer = await shopper.asks("PUT", path, dict.fromkeys(names, ADDRESS))
        assert answer.status_code == 200
        assert answer.json()["ship_address"]["city"] == "Bethesda"
