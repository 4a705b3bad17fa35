"""The user's document, request by request: which state, which status, what the answer shows."""

import pytest

from tests.wire.conftest import ADDRESS, CARD, PAID_BY_CARD, Shopper
from tests.wire.memory import ADA


async def test_each_put_advances_the_order_by_one_state(client):
    created = await client.post("/api/checkouts")
    shopper = Shopper(client, created.json())
    await shopper.asks("POST", "/line_items", {"line_item": {"variant_id": 1, "quantity": 1}})
    seen = [(created.status_code, created.json()["state"])]
    for body in (
        {"order": {"email": "guest@example.com"}},
        {"order": {"bill_address_attributes": ADDRESS, "ship_address_attributes": ADDRESS}},
        {"order": {"shipping_method_id": "1"}},
        PAID_BY_CARD,
        {},
        {},
    ):
        answer = await shopper.puts(body)
        seen.append((answer.status_code, answer.json()["state"]))
    assert seen == [
        (200, "cart"),
        (200, "address"),
        (200, "delivery"),
        (201, "payment"),
        (200, "confirm"),
        (200, "complete"),
        (200, "complete"),
    ]
    order = await shopper.order()
    assert order["total"] == "21.79"
    assert order["payment_state"] == "balance_due"


async def test_the_later_generation_says_201_to_a_post_and_200_to_every_put(client):
    created = await client.post("/api/v1/checkouts.json")
    assert created.status_code == 201
    shopper = Shopper(client, created.json())
    await shopper.walks_to("delivery")
    answer = await client.put(
        f"/api/v1/checkouts/{shopper.number.lower()}.json", headers=shopper.headers
    )
    assert (answer.status_code, answer.json()["state"]) == (200, "payment")


async def test_delivery_shows_the_shipping_methods(shopper):
    order = await shopper.walks_to("delivery")
    assert order["shipping_methods"][0] == {
        "id": 1,
        "name": "Ground",
        "cost": "5.0",
        "display_cost": "$5.00",
        "zone_id": 1,
        "shipping_category_id": 1,
    }
    assert "payment_methods" not in order


async def test_payment_shows_the_payment_methods(shopper):
    order = await shopper.walks_to("payment")
    assert order["payment_methods"] == [
        {"id": 1, "name": "Credit Card", "description": None, "method_type": "gateway"},
        {"id": 2, "name": "Check", "description": None, "method_type": "check"},
    ]
    assert "shipping_methods" not in order


async def test_an_empty_cart_is_not_left_and_everything_missing_is_named(shopper):
    answer = await shopper.puts()
    assert answer.status_code == 422
    assert answer.json()["error"] == (
        "The order could not be transitioned. Please fix the errors and try again."
    )
    assert set(answer.json()["errors"]) == {"line_items", "email"}
    assert (await shopper.order())["state"] == "cart"


async def test_a_refused_put_saves_nothing_of_what_it_carried(shopper):
    await shopper.walks_to("address")
    before = await shopper.order()
    nameless = {**ADDRESS, "firstname": ""}
    answer = await shopper.puts(
        {"order": {"special_instructions": "hi", "bill_address": nameless, "use_billing": 1}}
    )
    assert answer.status_code == 422
    assert answer.json()["errors"] == {"bill_address.firstname": ["can't be blank"]}
    assert await shopper.order() == before


async def test_a_declined_card_is_told_with_the_gateways_text_and_code(shopper):
    await shopper.walks_to("payment")
    declined = {**PAID_BY_CARD, "payment_source": {"1": {**CARD, "number": "4000000000000002"}}}
    assert (await shopper.puts(declined)).json()["state"] == "confirm"
    answer = await shopper.puts()
    assert answer.status_code == 422
    assert answer.json()["code"] == "card_declined"
    assert answer.json()["error"].startswith("There was a problem with the payment gateway: ")
    order = await shopper.order()
    assert order["state"] == "payment"
    assert [payment["state"] for payment in order["payments"]] == ["failed"]


async def test_no_card_number_is_ever_answered(shopper):
    await shopper.walks_to("payment")
    for answer in (await shopper.puts(PAID_BY_CARD), await shopper.asks("GET")):
        assert CARD["number"] not in answer.text
        assert set(answer.json()["payments"][0]["source"]) == {
            *("id", "month", "year", "cc_type", "last_digits", "name")
        }


async def test_next_moves_one_step_and_advance_as_far_as_it_goes(shopper):
    await shopper.walks_to("address")
    await shopper.asks("PUT", f"orders/{shopper.number}/address", {"bill_address": ADDRESS})
    assert (await shopper.puts(path="/next")).status_code == 422
    addresses = {"billing_address": ADDRESS, "shipping_address": ADDRESS}
    await shopper.asks("PUT", f"orders/{shopper.number}/address", addresses)
    assert (await shopper.puts(path="/next")).json()["state"] == "delivery"
    answer = await shopper.puts(path="/advance")
    assert answer.status_code == 200
    assert answer.json()["state"] == "payment"
    assert answer.json()["errors"]


async def test_a_later_state_is_refused_and_an_earlier_one_goes_back(shopper):
    await shopper.walks_to("payment")
    ahead = await shopper.puts({"state": "complete"})
    assert (ahead.status_code, ahead.json()["code"]) == (422, "step_ahead")
    assert (await shopper.order())["state"] == "payment"
    back = await shopper.asks("PUT", f"checkouts/{shopper.number}?state=address")
    assert back.is_success
    assert back.json()["state"] == "delivery"


async def test_the_token_is_told_once_and_to_whoever_presents_it(client):
    created = (await client.post("/api/checkouts", headers={"X-Spree-Token": ADA})).json()
    assert created["token"]
    path = f"/api/orders/{created['number']}"
    by_key = await client.get(path, headers={"X-Spree-Token": ADA})
    by_token = await client.get(path, params={"order_token": created["token"]})
    assert by_key.json()["token"] is None
    assert by_token.json()["token"] == created["token"]
    assert by_key.json()["user_id"] == 2
    assert by_key.json()["email"] == "ada@example.com"


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
async def test_patch_acts_like_put(shopper, method):
    await shopper.puts({"order": {"email": "a@example.com", "line_items": [{"sku": "TOTE-01"}]}})
    answer = await shopper.asks(method, "", {"order": {"bill_address": ADDRESS, "use_billing": 1}})
    assert answer.json()["state"] == "delivery"


async def test_a_form_walks_like_json(client):
    answer = await client.post(
        "/api/checkouts",
        data={
            "order[email]": "form@example.com",
            "order[line_items][0][sku]": "TOTE-01",
            "order[line_items][0][quantity]": "2",
            "order[line_items][1][variant_id]": "2",
        },
    )
    assert [line["quantity"] for line in answer.json()["line_items"]] == [2, 1]
    assert answer.json()["email"] == "form@example.com"


async def test_amounts_are_shown_in_the_readers_language(client):
    answer = await client.post(
        "/api/checkouts",
        json={"order": {"line_items": [{"sku": "TOTE-01"}]}},
        headers={"Accept-Language": "de-DE, en;q=0.5"},
    )
    assert answer.json()["display_item_total"] == "15,99\u00a0$"
    assert answer.json()["item_total"] == "15.99"


async def test_an_update_that_names_an_old_version_is_refused(shopper):
    first = await shopper.asks("GET")
    await shopper.asks("PUT", f"orders/{shopper.number}", {"order": {"email": "a@example.com"}})
    stale = await shopper.client.put(
        f"/api/orders/{shopper.number}",
        json={"order": {"email": "b@example.com"}},
        headers={**shopper.headers, "If-Match": first.headers["etag"]},
    )
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")
    assert (await shopper.order())["email"] == "a@example.com"
