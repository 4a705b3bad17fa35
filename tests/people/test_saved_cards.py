"""Saved cards: kept after paying, pay again, and are their owner's matter."""

import pytest

from tests.people.asking import ada_of, check_only_self_and_admins
from tests.support.storefront import ADA, ADMIN, GRACE

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def kept(storefront, headers=ADA, name="Ada Lovelace"):
    shopper = await storefront.shopper_at("payment", ADA)
    await shopper.steps(storefront.ids.card_payment(name=name))
    await shopper.steps()
    [payment] = (await shopper.order())["payments"]
    path = f"/api/users/{await ada_of(storefront)}/credit_cards"
    body = {"credit_card": {"payment_id": payment["id"]}}
    answer = await storefront.client.post(path, json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_kept_card_pays_its_owners_next_order_and_nobody_elses(storefront):
    card = await kept(storefront)
    assert card == {
        "id": card["id"],
        "month": 12,
        "year": 2030,
        "cc_type": "visa",
        "last_digits": "1111",
        "name": "Ada Lovelace",
    }
    body = {"order": {"existing_card": card["id"]}}
    for headers in (GRACE, {}):
        stranger = await storefront.shopper_at("payment", headers)
        assert (await stranger.puts(body)).status_code == 422
    shopper = await storefront.shopper_at("payment", ADA)
    assert (await shopper.steps(body))["state"] == "confirm"
    assert (await shopper.steps())["state"] == "complete"


async def test_somebody_elses_payment_is_as_unknown_as_none(storefront):
    shopper = await storefront.shopper_at("complete", GRACE)
    [payment] = (await shopper.order())["payments"]
    path = f"/api/users/{await ada_of(storefront)}/credit_cards"
    for payment_id in (payment["id"], 7, None):
        body = {"credit_card": {"payment_id": payment_id}}
        answer = await storefront.client.post(path, json=body, headers=ADA)
        assert (answer.status_code, list(answer.json()["errors"])) == (422, ["payment_id"])


async def test_one_card_at_most_is_the_default(own_storefront):
    cards = [await kept(own_storefront, name=name) for name in ("Ada", "A. Lovelace")]
    path = f"/api/users/{await ada_of(own_storefront)}/credit_cards"
    for card in cards:
        answer = await own_storefront.client.put(f"{path}/{card['id']}/default", headers=ADA)
        assert answer.status_code == 200
    rows = await own_storefront.database.rows("SELECT id FROM saved_cards WHERE is_default")
    assert rows == [{"id": cards[1]["id"]}]


@pytest.mark.parametrize(
    "method, below", [("GET", ""), ("POST", ""), ("PUT", "/{id}/default"), ("DELETE", "/{id}")]
)
async def test_cards_are_their_owners_and_the_admins_matter(storefront, method, below):
    user = f"/api/users/{await ada_of(storefront)}"
    for headers in (ADA, ADMIN):
        card = await kept(storefront, headers)
        path = f"{user}/credit_cards{below.format(id=card['id'])}"
        await check_only_self_and_admins(storefront, method, path)
        answer = await storefront.client.request(method, path, headers=headers)
        assert answer.is_success or (method, answer.status_code) == ("POST", 422)
        if method == "DELETE":
            assert (await storefront.client.delete(path, headers=ADA)).status_code == 404
