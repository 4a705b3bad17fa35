"""One order paid in several ways: each is taken or reserved, or all are let go of again."""

import pytest

from tests.support.storefront import ADA, APPROVED, DECLINED, card, items

pytestmark = pytest.mark.asyncio(loop_scope="module")

CREDIT_USED = "SELECT used FROM store_credits"


async def given(shopper, name, **others):
    """A payment made beforehand."""
    method = shopper.ids.payment_methods[name]
    body = {"payment": {"payment_method_id": method, **others}}
    answer = await shopper.asks("POST", "/payments", body)
    assert answer.status_code == 201, answer.text


async def payments_of(shopper):
    order = await shopper.order()
    return [(p["payment_method"]["name"], p["amount"], p["state"]) for p in order["payments"]]


async def test_store_credit_goes_first_and_a_card_covers_the_rest(own_storefront):
    shopper = await own_storefront.shopper_at("payment", ADA, line_items=items(TEE_M=3))
    await given(shopper, "Store Credit")
    await given(shopper, "Credit Card", source_attributes=card())
    await shopper.steps()
    placed = await shopper.steps()
    # 59.97 + 3.00 of tax + 5.00, of which 50.00 is store credit.
    assert placed["total"] == "67.97"
    assert await payments_of(shopper) == [
        ("Store Credit", "50.0", "completed"),
        ("Credit Card", "17.97", "pending"),
    ]
    [row] = await own_storefront.database.rows(CREDIT_USED)
    assert row["used"] == 5000


async def test_the_card_covers_what_more_there_is_to_pay_later(own_storefront):
    shopper = await own_storefront.shopper_at("payment", ADA, line_items=items(TEE_M=3))
    await given(shopper, "Store Credit", amount="20.00")
    await given(shopper, "Credit Card", source_attributes=card())
    assert [amount for _, amount, _ in await payments_of(shopper)] == ["20.0", "47.97"]
    await shopper.asks("POST", "/line_items", {"line_item": {"sku": "MUG-01"}})
    assert [amount for _, amount, _ in await payments_of(shopper)] == ["20.0", "62.66"]


async def test_a_declined_card_lets_go_of_the_other_card_and_of_store_credit(own_storefront):
    shopper = await own_storefront.shopper_at("payment", ADA, line_items=items(TEE_M=3))
    await given(shopper, "Store Credit", amount="10.00")
    await given(shopper, "Credit Card", amount="30.00", source_attributes=card(APPROVED))
    await given(shopper, "Credit Card", amount="27.97", source_attributes=card(DECLINED))
    await shopper.steps()
    refused = await shopper.puts()
    assert (refused.status_code, refused.json()["code"]) == (422, "card_declined")
    assert await payments_of(shopper) == [
        ("Store Credit", "10.0", "checkout"),
        ("Credit Card", "30.0", "void"),
        ("Credit Card", "27.97", "failed"),
    ]
    [row] = await own_storefront.database.rows(CREDIT_USED)
    assert row["used"] == 0
    await given(shopper, "Credit Card", source_attributes=card(APPROVED))
    await shopper.steps()
    placed = await shopper.steps()
    assert [p["state"] for p in placed["payments"]] == ["completed", "void", "failed", "pending"]
    assert placed["payments"][-1]["amount"] == "57.97"


async def test_two_cards_pay_together(storefront):
    shopper = await storefront.shopper_at("payment")
    await given(shopper, "Credit Card", amount="10.00", source_attributes=card(APPROVED))
    await given(shopper, "Credit Card", amount="11.79", source_attributes=card("4242424242424242"))
    await shopper.steps()
    assert (await shopper.steps())["state"] == "complete"
    assert [(a, s) for _, a, s in await payments_of(shopper)] == [
        ("10.0", "pending"),
        ("11.79", "pending"),
    ]
