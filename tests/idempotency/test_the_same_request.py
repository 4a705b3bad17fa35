"""A key belongs to who used it, and means one request."""

from datetime import timedelta

import pytest

from tests.idempotency.asking import A_TOTE, KEY, keyed, replayed, said
from tests.support.storefront import ADA, GRACE, items

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
TOTE = {"line_item": {"sku": "TOTE-01", "quantity": 1}}


async def test_a_repeat_gets_the_first_answer_and_says_so(shop):
    first = await shop.creates(A_TOTE)
    again = await shop.creates(A_TOTE)
    assert first.status_code == 200
    assert not replayed(first)
    assert said(again) == said(first)
    assert replayed(again)
    assert await shop.count("orders") == 1


async def test_without_a_key_every_request_is_another_one(shop):
    first = await shop.creates(A_TOTE, key=None)
    again = await shop.creates(A_TOTE, key=None)
    assert first.json()["number"] != again.json()["number"]
    assert await shop.count("idempotency_keys") == 0


async def test_the_same_key_with_another_body_is_refused_and_does_nothing(shop):
    first = await shop.creates(A_TOTE)
    other = await shop.creates({"order": {"email": "else@example.com"}})
    assert other.status_code == 422
    assert other.json() == {
        "error": "Invalid resource. Please fix errors and try again.",
        "errors": {"Idempotency-Key": ["was used before for a request with other parameters"]},
        "code": "idempotency_key_reused",
    }
    assert await shop.count("orders") == 1
    assert said(await shop.creates(A_TOTE)) == said(first)


async def test_bodies_are_compared_as_json_not_as_text(shop):
    shopper = await shop.storefront.shopper()
    headers = {**shopper.headers, "Idempotency-Key": KEY, "Content-Type": "application/json"}
    path = f"/api/orders/{shopper.number}/line_items"
    answers = [
        await shop.storefront.client.post(path, content=body, headers=headers)
        for body in (
            '{"line_item":{"sku":"TOTE-01","quantity":2}}',
            '{ "line_item": {"quantity": 2.0, "sku": "TOTE\\u002d01"} }',
        )
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert said(answers[0]) == said(answers[1])
    assert [line["quantity"] for line in (await shopper.order())["line_items"]] == [2]


async def test_a_parameter_in_the_query_is_part_of_the_request(shop):
    shopper = await shop.storefront.shopper_at("delivery")
    assert (await keyed(shopper, "PUT", "?state=address")).status_code == 200
    assert (await keyed(shopper, "PUT", "?state=cart")).json()["code"] == "idempotency_key_reused"
    assert (await keyed(shopper, "PUT", "?state=address")).status_code == 200


async def test_another_card_is_another_body_though_no_card_is_kept(shop):
    shopper = await shop.shopper_at("payment")
    good = await keyed(shopper, "PUT", body=shop.ids.card_payment("4111111111111111"))
    assert good.status_code == 200
    other = await keyed(shopper, "PUT", body=shop.ids.card_payment("5555555555554444"))
    assert other.json()["code"] == "idempotency_key_reused"


async def test_another_caller_may_use_the_same_key(shop):
    ada = await shop.creates(A_TOTE, **_as(ADA))
    grace = await shop.creates(A_TOTE, **_as(GRACE))
    guest = await shop.creates(A_TOTE)
    numbers = {answer.json()["number"] for answer in (ada, grace, guest)}
    assert len(numbers) == 3
    assert not any(replayed(answer) for answer in (ada, grace, guest))
    assert (await shop.creates(A_TOTE, **_as(ADA))).json()["number"] == ada.json()["number"]


async def test_two_guests_at_two_addresses_never_share_an_order_token(shop):
    here = await shop.creates(A_TOTE)
    elsewhere = await shop.from_address("198.51.100.7").creates(A_TOTE)
    assert not replayed(elsewhere)
    assert here.json()["number"] != elsewhere.json()["number"]
    assert here.json()["token"] != elsewhere.json()["token"]


async def test_the_same_key_means_another_request_on_another_path(shop):
    one, another = await shop.storefront.shopper(), await shop.storefront.shopper()
    for shopper in (one, another):
        headers = {"X_Spree_Token": "demo-admin-key"}
        path = f"/api/orders/{shopper.number}/line_items"
        assert not replayed(await shop.asks("POST", path, TOTE, **headers))
        assert replayed(await shop.asks("POST", path, TOTE, **headers))
    assert [len((await each.order())["line_items"]) for each in (one, another)] == [1, 1]


async def test_one_path_by_its_other_spellings_is_the_same_request(shop):
    shopper = await shop.storefront.shopper()
    spellings = (
        f"/api/orders/{shopper.number}/line_items",
        f"/api/checkouts/{shopper.number}/line_items",
        f"/api/orders/{shopper.number.lower()}/line_items.json",
    )
    token = {"X_Spree_Order_Token": shopper.token}
    answers = [await shop.asks("POST", path, TOTE, **token) for path in spellings]
    assert {said(answer) for answer in answers} == {said(answers[0])}
    assert (await shopper.order())["line_items"][0]["quantity"] == 1


async def test_the_two_generations_answer_differently_so_a_key_is_not_shared_by_them(shop):
    documented = await shop.creates(A_TOTE)
    later = await shop.asks("POST", "/api/v1/checkouts", A_TOTE)
    assert (documented.status_code, later.status_code) == (200, 201)
    assert documented.json()["number"] != later.json()["number"]


async def test_a_put_and_a_patch_are_one_request(shop):
    shopper = await shop.storefront.shopper(email="guest@example.com", line_items=items(TOTE_01=1))
    assert (await keyed(shopper, "PUT")).json()["state"] == "address"
    assert replayed(await keyed(shopper, "PATCH"))
    assert (await shopper.order())["state"] == "address"


async def test_a_delete_is_not_repeated(shop):
    shopper = await shop.storefront.shopper(line_items=items(TOTE_01=1, MUG_01=1))
    line = (await shopper.order())["line_items"][0]["id"]
    first = await keyed(shopper, "DELETE", f"/line_items/{line}")
    again = await keyed(shopper, "DELETE", f"/line_items/{line}")
    assert (first.status_code, again.status_code) == (204, 204)
    assert replayed(again)
    assert len((await shopper.order())["line_items"]) == 1


async def test_what_only_reads_needs_no_key_and_minds_none(shop):
    shopper = await shop.storefront.shopper()
    answer = await keyed(shopper, "GET")
    assert answer.status_code == 200
    assert not replayed(await keyed(shopper, "GET"))
    assert await shop.count("idempotency_keys") == 0


@pytest.mark.parametrize("key", ["", " ", "two words", "x" * 256, "schlüssel".encode("latin-1")])
async def test_what_cannot_be_a_key_is_refused(shop, key):
    answer = await shop.creates(A_TOTE, key=key)
    assert answer.status_code == 422
    assert answer.json()["code"] == "idempotency_key_invalid"
    assert answer.json()["errors"] == {"Idempotency-Key": ["must have 1 to 255 visible characters"]}
    assert await shop.count("orders") == 0


@pytest.mark.parametrize("key", ["1", "x" * 255, '"8e03978e-40d5"', "%00{}$1';--"])
async def test_any_visible_characters_are_a_key(shop, key):
    assert said(await shop.creates(A_TOTE, key=key)) == said(await shop.creates(A_TOTE, key=key))
    assert await shop.count("orders") == 1


async def test_after_a_day_a_key_is_forgotten(shop):
    first = await shop.creates(A_TOTE)
    shop.clock.later += DAY - SECOND * 5
    assert replayed(await shop.creates(A_TOTE))
    shop.clock.later += SECOND * 10
    again = await shop.creates(A_TOTE)
    assert not replayed(again)
    assert again.json()["number"] != first.json()["number"]


def _as(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("-", "_"): value for name, value in headers.items()}
