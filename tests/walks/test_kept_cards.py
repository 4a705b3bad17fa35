"""A card that was used before pays again, for its owner and for nobody else."""

import pytest

from tests.support.storefront import ADA, ADMIN, GRACE, Shopper

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def used_card(storefront, who) -> int:
    """The id of the card that somebody just paid with."""
    shopper: Shopper = await storefront.shopper_at("complete", who)
    [payment] = (await shopper.order())["payments"]
    card: int = payment["source_id"]
    assert payment["source"]["id"] == card
    return card


@pytest.mark.parametrize("name", ["existing_card", "existing_card_id"])
async def test_a_card_used_before_pays_the_owners_next_order(storefront, name):
    card = await used_card(storefront, ADA)
    shopper = await storefront.shopper_at("payment", ADA)
    order = await shopper.steps({"order": {name: card}})
    assert (order["state"], order["payments"][0]["source"]["last_digits"]) == ("confirm", "1111")
    placed = await shopper.steps()
    assert (placed["state"], placed["payments"][0]["state"]) == ("complete", "pending")


@pytest.mark.parametrize("who", [GRACE, {}, ADMIN], ids=["grace", "a guest", "an admin"])
async def test_somebody_elses_card_is_as_unknown_as_one_that_does_not_exist(storefront, who):
    card = await used_card(storefront, ADA)
    shopper = await storefront.shopper_at("payment", who)
    before = await shopper.standing()
    seen = []
    for id_ in (card, 987_654_321):
        for body, path in (
            ({"order": {"existing_card": id_}}, ""),
            ({"payment": {"payment_method_id": 1, "existing_card": id_}}, "/payments"),
        ):
            answer = await shopper.asks("POST" if path else "PUT", path, body)
            seen.append((answer.status_code, answer.json()))
    assert seen[:2] == seen[2:]
    assert all(status == 422 for status, _ in seen)
    assert await shopper.standing() == before


async def test_a_guests_card_is_not_for_guests(storefront):
    card = await used_card(storefront, {})
    shopper = await storefront.shopper_at("payment")
    before = await shopper.standing()
    answer = await shopper.puts({"order": {"existing_card": card}})
    assert answer.status_code == 422
    assert await shopper.standing() == before
