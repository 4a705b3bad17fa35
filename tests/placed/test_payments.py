"""What a placed order owes is paid by more payments, and what a payment is over may be changed."""

import pytest

from tests.placed.test_editing import set_quantity
from tests.shipments.selling import admin, sold, told
from tests.support.storefront import ADA, APPROVED, DECLINED, GRACE, card

pytestmark = pytest.mark.asyncio(loop_scope="module")


def by_card(shop, number=APPROVED, **others):
    method = shop.ids.payment_methods["Credit Card"]
    payment = {"payment_method_id": method, "source_attributes": card(number), **others}
    return {"payment": payment}


def by(shop, name, **others):
    return {"payment": {"payment_method_id": shop.ids.payment_methods[name], **others}}


async def pay(shopper, body):
    return await admin(shopper, "POST", f"orders/{shopper.number}/payments", body)


async def do(shopper, payment, deed="", body=None):
    path = f"orders/{shopper.number}/payments/{payment['id']}{deed and '/'}{deed}"
    return await admin(shopper, "PUT", path, body)


async def owing(shop, **others):
    """Somebody whose order was paid, and then came to 16.79 more."""
    shopper = await sold(shop, **others)
    await set_quantity(shopper, 2)
    assert (await shopper.order())["outstanding_balance"] == "16.79"
    return shopper


async def test_an_admin_takes_what_is_owed_by_another_card(own_storefront, doctor):
    shopper = await owing(own_storefront)
    given = await pay(shopper, by_card(own_storefront))
    assert (given.status_code, given.json()["amount"]) == (201, "16.79")
    assert (await do(shopper, given.json(), "purchase")).json()["state"] == "completed"
    order = await shopper.order()
    assert (order["payment_state"], order["payment_total"]) == ("paid", "38.58")
    assert order["shipments"][0]["state"] == "ready"
    assert await doctor() == []


async def test_a_check_follows_what_is_owed_until_it_has_come(own_storefront, doctor):
    shopper = await owing(own_storefront)
    check = (await pay(shopper, by(own_storefront, "Check"))).json()
    await set_quantity(shopper, 3)
    [told_last] = [p for p in (await shopper.order())["payments"] if p["id"] == check["id"]]
    assert told_last["amount"] == "33.58"
    assert (await do(shopper, check, "capture")).json()["state"] == "completed"
    assert (await shopper.order())["payment_state"] == "paid"
    assert await doctor() == []


async def test_store_credit_is_spent_at_once_and_can_be_given_back(own_storefront, doctor):
    shopper = await owing(own_storefront, headers=ADA)
    given = await pay(shopper, by(own_storefront, "Store Credit"))
    assert (given.status_code, given.json()["state"]) == (201, "completed")
    assert (await shopper.order())["payment_state"] == "paid"
    [row] = await own_storefront.database.rows("SELECT used FROM store_credits")
    assert row["used"] == 1679
    assert (await do(shopper, given.json(), "void")).json()["state"] == "void"
    [row] = await own_storefront.database.rows("SELECT used FROM store_credits")
    assert row["used"] == 0
    assert (await shopper.order())["payment_state"] == "balance_due"
    assert await doctor() == []


async def test_a_declined_card_leaves_the_rest_as_it_was(own_storefront, doctor):
    shopper = await owing(own_storefront)
    given = (await pay(shopper, by_card(own_storefront, DECLINED))).json()
    refused = await do(shopper, given, "authorize")
    assert (refused.status_code, refused.json()["code"]) == (422, "card_declined")
    order = await shopper.order()
    assert [p["state"] for p in order["payments"]] == ["completed", "failed"]
    assert (order["payment_state"], order["payment_total"]) == ("balance_due", "21.79")
    assert await doctor() == []


@pytest.mark.parametrize(
    "amount, message",
    [
        ("16.80", "must be less than or equal to 16.79"),
        ("0", "must be greater than 0"),
        ("-1", "must be greater than 0"),
        ("abc", "is not a number"),
    ],
)
async def test_a_payment_is_over_what_is_owed_at_most(storefront, amount, message):
    shopper = await owing(storefront)
    before = await shopper.standing()
    answer = await pay(shopper, by(storefront, "Check", amount=amount))
    assert (answer.status_code, answer.json()["errors"]) == (422, {"amount": [message]})
    assert await shopper.standing() == before


async def test_a_paid_order_takes_no_more_payments(storefront):
    shopper = await sold(storefront)
    before = await shopper.standing()
    answer = await pay(shopper, by(storefront, "Check"))
    assert (answer.status_code, answer.json()["code"]) == (422, "amount_exceeds_owed")
    assert await shopper.standing() == before


async def test_less_is_taken_of_a_reserved_payment_that_is_over_less_now(own_storefront, doctor):
    shopper = await sold(own_storefront, paid=False)
    [payment] = (await shopper.order())["payments"]
    changed = await do(shopper, payment, body={"payment": {"amount": "10.00"}})
    assert (changed.status_code, changed.json()["amount"]) == (200, "10.0")
    assert (await told(shopper, "payment.changed")) != []
    raised = await do(shopper, payment, body={"payment": {"amount": "21.79"}})
    assert raised.json()["amount"] == "21.79"
    more = await do(shopper, payment, body={"payment": {"amount": "21.80"}})
    assert (more.status_code, more.json()["code"]) == (422, "amount_exceeds_owed")
    await set_quantity(shopper, 2)
    reserved = await do(shopper, payment, body={"payment": {"amount": "30.00"}})
    assert reserved.json()["errors"] == {"amount": ["must be less than or equal to 21.79"]}
    assert (await do(shopper, payment, "capture")).json()["state"] == "completed"
    order = await shopper.order()
    assert (order["payment_total"], order["outstanding_balance"]) == ("21.79", "16.79")
    assert await doctor() == []


async def test_a_payment_that_was_taken_is_history(storefront):
    shopper = await sold(storefront)
    before = await shopper.standing()
    answer = await do(shopper, before["order"]["payments"][0], body={"payment": {"amount": "1"}})
    assert (answer.status_code, answer.json()) == (
        403,
        {
            "error": "This payment cannot be updated because it is completed.",
            "code": "payment_not_editable",
        },
    )
    assert await shopper.standing() == before


async def test_before_completion_another_amount_asks_for_the_rest(storefront):
    shopper = await storefront.shopper_at("confirm")
    [payment] = (await shopper.order())["payments"]
    changed = await do(shopper, payment, body={"payment": {"amount": "20"}})
    assert changed.status_code == 200
    order = await shopper.order()
    assert (order["state"], order["payments"][0]["amount"]) == ("payment", "20.0")
    assert (await shopper.puts()).json()["code"] == "payments_do_not_cover"
    rest = await shopper.asks("POST", "/payments", by(storefront, "Check", amount="1.79"))
    assert rest.status_code == 201
    assert (await shopper.goes_to("confirm"))["state"] == "confirm"
    assert (await shopper.goes_to("complete"))["payment_state"] == "balance_due"


@pytest.mark.parametrize("headers", [ADA, GRACE, {}])
async def test_nobody_but_an_admin_changes_a_payment(storefront, headers):
    shopper = await sold(storefront, headers=ADA, paid=False)
    before = await shopper.standing()
    path = f"/api/orders/{shopper.number}/payments/{before['order']['payments'][0]['id']}"
    answer = await storefront.client.put(path, json={"payment": {"amount": "1"}}, headers=headers)
    assert answer.status_code == 401
    assert await shopper.standing() == before


async def test_a_payment_of_another_order_is_not_there(storefront):
    shopper, other = await sold(storefront, paid=False), await sold(storefront, paid=False)
    [payment] = (await other.order())["payments"]
    assert (await do(shopper, payment, body={"payment": {"amount": "1"}})).status_code == 404


async def test_orders_are_found_by_the_state_of_their_payments(own_storefront):
    taken = await sold(own_storefront)
    await sold(own_storefront, paid=False)
    found = await own_storefront.client.get(
        "/api/orders",
        params={"q[payments_state_eq]": "completed", "q[s]": "total desc,id asc"},
        headers={"X-Spree-Token": "demo-admin-key"},
    )
    assert [order["number"] for order in found.json()["orders"]] == [taken.number]
