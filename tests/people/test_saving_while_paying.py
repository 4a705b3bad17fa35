"""A card is kept while paying with it, by the buyer who is signed in, and only once it has paid."""

import pytest

from tests.people.asking import ada_of
from tests.support.storefront import ADA, ADMIN, DECLINED, NOBODY, card

pytestmark = pytest.mark.asyncio(loop_scope="module")

ALL = "SELECT id, user_id, token, name FROM saved_cards ORDER BY id"


def saving(ids, number="4111111111111111", name="Ada Lovelace"):
    """The parameters that pay by a card which is to be kept."""
    body = ids.card_payment(number, name=name)
    body["order"]["payments_attributes"][0]["save_card"] = True
    return body


async def cards_of_ada(storefront):
    path = f"/api/users/{await ada_of(storefront)}/credit_cards"
    return (await storefront.client.get(path, headers=ADA)).json()["credit_cards"]


async def test_a_card_is_kept_in_the_moment_its_order_is_placed(own_storefront):
    shopper = await own_storefront.shopper_at("payment", ADA)
    await shopper.steps(saving(own_storefront.ids))
    assert await cards_of_ada(own_storefront) == []
    placed = await shopper.steps()
    [kept] = await cards_of_ada(own_storefront)
    paid_with = placed["payments"][0]["source"]
    assert kept == {**paid_with, "id": kept["id"]}
    assert (kept["last_digits"], kept["name"]) == ("1111", "Ada Lovelace")
    assert "4111111111111111" not in repr(await own_storefront.database.rows(ALL))
    again = await own_storefront.shopper_at("payment", ADA)
    await again.steps({"order": {"existing_card": kept["id"]}})
    assert (await again.steps())["state"] == "complete"
    assert await cards_of_ada(own_storefront) == [kept]


async def test_the_same_card_is_kept_once_by_its_newest_token(own_storefront):
    tokens = []
    for _ in range(2):
        shopper = await own_storefront.shopper_at("payment", ADA)
        await shopper.steps(saving(own_storefront.ids))
        await shopper.steps()
        [row] = await own_storefront.database.rows(ALL)
        tokens.append(row["token"])
    assert tokens[0] != tokens[1]
    other = await own_storefront.shopper_at("payment", ADA)
    await other.steps(saving(own_storefront.ids, name="A. Lovelace"))
    await other.steps()
    assert [each["name"] for each in await cards_of_ada(own_storefront)] == [
        "Ada Lovelace",
        "A. Lovelace",
    ]


async def test_the_orders_own_endpoint_keeps_a_card_too(own_storefront):
    shopper = await own_storefront.shopper_at("payment", ADA)
    method = own_storefront.ids.payment_methods["Credit Card"]
    payment = {"payment_method_id": method, "source_attributes": card(), "save_card": "1"}
    answer = await shopper.asks("POST", "/payments", {"payment": payment})
    assert answer.status_code == 201, answer.text
    assert "save_card" not in answer.json()
    assert [(await shopper.steps())["state"] for _ in range(2)] == ["confirm", "complete"]
    assert len(await cards_of_ada(own_storefront)) == 1


async def test_a_declined_card_is_not_kept_and_the_one_that_paid_is(own_storefront):
    shopper = await own_storefront.shopper_at("payment", ADA)
    await shopper.steps(saving(own_storefront.ids, DECLINED, "Declined"))
    assert (await shopper.puts()).status_code == 422
    assert await own_storefront.database.rows(ALL) == []
    await shopper.steps(saving(own_storefront.ids, name="Good"))
    await shopper.steps()
    assert [each["name"] for each in await cards_of_ada(own_storefront)] == ["Good"]


async def test_a_card_that_was_not_asked_to_be_kept_is_not(own_storefront):
    await own_storefront.shopper_at("complete", ADA)
    assert await own_storefront.database.rows(ALL) == []


async def test_guests_and_whoever_pays_for_somebody_else_keep_no_card(own_storefront):
    guest = await own_storefront.shopper_at("payment", NOBODY)
    await guest.steps(saving(own_storefront.ids))
    assert (await guest.steps())["state"] == "complete"
    for headers in (ADMIN, NOBODY):
        hers = await own_storefront.shopper_at("payment", ADA)
        answer = await own_storefront.client.put(
            f"/api/checkouts/{hers.number}",
            json=saving(own_storefront.ids),
            headers={**headers, "X-Spree-Order-Token": hers.token},
        )
        assert answer.json()["state"] == "confirm"
        assert (await hers.steps())["state"] == "complete"
    assert await own_storefront.database.rows(ALL) == []
