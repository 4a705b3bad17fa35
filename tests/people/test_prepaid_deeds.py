"""Nobody takes store credit or gift cards by themselves: placing does, and claims them."""

import pytest

from tests.people.asking import ada_of
from tests.people.paying import balance, finishes, gives, issued, pays_by, shares
from tests.support.storefront import ADA, ADMIN, items

pytestmark = pytest.mark.asyncio(loop_scope="module")

TAKING = ["authorize", "capture", "purchase"]
TEXT = "is by store credit or gift card, which are taken when the order is placed."


async def credit_left(storefront):
    path = f"/api/users/{await ada_of(storefront)}/store_credits"
    credits_ = (await storefront.client.get(path, headers=ADA)).json()["store_credits"]
    return [each["balance"] for each in credits_]


async def does(shopper, deed, payment=None, **body):
    which = f"/{payment['id']}" if payment else ""
    path = f"/payments{which}/{deed}"
    return await shopper.asks("PUT", path, body or None, headers=ADMIN)


@pytest.mark.parametrize("deed", TAKING)
async def test_store_credit_of_an_open_order_is_not_taken_by_a_deed(own_storefront, deed):
    shopper = await own_storefront.shopper_at("payment", ADA)
    payment = await pays_by(shopper, "Store Credit")
    before = await shopper.standing()
    refused = await does(shopper, deed, payment)
    told = refused.json()
    assert (refused.status_code, told["code"]) == (422, "taken_when_placed")
    assert told["errors"] == {"payment": [TEXT]}
    assert await shopper.standing() == before
    assert shares(await finishes(shopper)) == [("Store Credit", "21.79", "completed")]
    assert await credit_left(own_storefront) == ["28.21"]


@pytest.mark.parametrize("deed", TAKING)
async def test_a_gift_card_of_an_open_order_is_not_taken_by_a_deed(storefront, deed):
    card = await issued(storefront, "30.00")
    shopper = await storefront.shopper_at("payment")
    payment = await gives(shopper, card["code"])
    before = await shopper.standing()
    refused = await does(shopper, deed, payment)
    assert (refused.status_code, refused.json()["code"]) == (422, "taken_when_placed")
    assert await shopper.standing() == before
    assert shares(await finishes(shopper)) == [("Gift Card", "21.79", "completed")]
    assert await balance(storefront, card) == "8.21"


@pytest.mark.parametrize("deed", ["authorize", "purchase"])
async def test_a_deed_over_all_payments_leaves_prepaid_money_to_placing(own_storefront, deed):
    """Two desks come to 509.00, of which Ada's credit pays 50.00 and a card the rest."""
    desks = items(DESK_01=2)
    shopper = await own_storefront.shopper_at("payment", ADA, line_items=desks)
    await pays_by(shopper, "Store Credit")
    await shopper.steps(shopper.ids.card_payment())
    done = await does(shopper, deed)
    assert done.status_code == 200, done.text
    card = "pending" if deed == "authorize" else "completed"
    assert sorted(shares(await shopper.order())) == [
        ("Credit Card", "459.0", card),
        ("Store Credit", "50.0", "checkout"),
    ]
    assert await credit_left(own_storefront) == ["50.0"]
    assert ("Store Credit", "50.0", "completed") in shares(await finishes(shopper))
    assert await credit_left(own_storefront) == ["0.0"]


async def test_more_than_can_be_taken_now_is_refused_as_too_much(own_storefront):
    desks = items(DESK_01=2)
    shopper = await own_storefront.shopper_at("payment", ADA, line_items=desks)
    await pays_by(shopper, "Store Credit")
    await shopper.steps(shopper.ids.card_payment())
    before = await shopper.standing()
    refused = await does(shopper, "capture", amount="459.01")
    assert (refused.status_code, refused.json()["code"]) == (422, "amount_too_large")
    assert await shopper.standing() == before


async def test_prepaid_money_that_was_not_taken_yet_may_be_let_go_of(own_storefront):
    shopper = await own_storefront.shopper_at("payment", ADA)
    payment = await pays_by(shopper, "Store Credit")
    assert (await does(shopper, "void", payment)).json()["state"] == "void"
    assert await credit_left(own_storefront) == ["50.0"]


async def test_what_was_taken_by_placing_is_told_so_without_being_taken_again(own_storefront):
    shopper = await own_storefront.shopper_at("payment", ADA)
    await pays_by(shopper, "Store Credit")
    [payment] = (await finishes(shopper))["payments"]
    for deed in TAKING:
        answer = await does(shopper, deed, payment)
        assert (answer.status_code, answer.json()["state"]) == (200, "completed")
    assert await credit_left(own_storefront) == ["28.21"]
