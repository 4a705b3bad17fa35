"""What the shop keeps of what comes back, and what it gives back of the costs of sending."""

import pytest

from tests.returns.coming_back import asks, authorized, received, sent, sums
from tests.support.storefront import ADMIN, items

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def a_reason(shop, rate, name="Regretted"):
    body = {"name": name, "restocking_fee_rate": rate}
    answer = await shop.client.post("/api/return_authorization_reasons", json=body, headers=ADMIN)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def adjustments(shopper):
    return [(each["label"], each["amount"]) for each in (await shopper.order())["adjustments"]]


async def two_totes(shop):
    """Two totes at 15.99, 1.60 tax on both, 5.00 to send them: 38.58."""
    return await sent(shop, line_items=items(TOTE_01=2))


async def test_the_reasons_rate_is_kept_to_the_cent_in_however_many_parts(own_storefront):
    shopper = await two_totes(own_storefront)
    reason = await a_reason(own_storefront, "0.15")
    made = await authorized(shopper, return_authorization_reason_id=reason)
    [item] = made["return_items"]
    first = await received(shopper, made, return_items=[{"id": item["id"], "quantity": 1}])
    number = first["number"]
    assert (first["amount"], first["restocking_fee"]) == ("16.79", "2.52")
    # 38.58 - 16.79 + 2.52
    assert await sums(shopper) == ("24.31", "24.31", "0.0", "paid")
    assert await adjustments(shopper) == [
        (f"Return {number}", "-16.79"),
        (f"Restocking fee {number}", "2.52"),
    ]
    both = await received(shopper, made)
    # 15 % of 33.58
    assert (both["amount"], both["restocking_fee"]) == ("33.58", "5.04")
    assert await sums(shopper) == ("10.04", "10.04", "0.0", "paid")
    assert await received(shopper, made) == both


async def test_a_return_keeps_the_rate_that_its_reason_had(own_storefront):
    shopper = await two_totes(own_storefront)
    reason = await a_reason(own_storefront, "0.5")
    made = await authorized(shopper, return_authorization_reason_id=reason)
    path = f"/api/return_authorization_reasons/{reason}"
    changed = {"restocking_fee_rate": "0"}
    assert (await own_storefront.client.put(path, json=changed, headers=ADMIN)).is_success
    assert (await received(shopper, made))["restocking_fee"] == "16.79"


async def test_a_sum_takes_the_place_of_the_rate_and_may_be_nothing(own_storefront):
    reason = await a_reason(own_storefront, "0.15")
    for fee, total in (("3.00", "8.0"), ("0", "5.0")):
        shopper = await two_totes(own_storefront)
        made = await authorized(shopper, return_authorization_reason_id=reason)
        await received(shopper, made, restocking_fee=fee)
        assert await sums(shopper) == (total, total, "0.0", "paid")


async def test_the_costs_of_sending_are_given_back_in_part_and_then_the_rest(storefront):
    shopper = await two_totes(storefront)
    made = await authorized(shopper)
    [item] = made["return_items"]
    one = [{"id": item["id"], "quantity": 1}]
    first = await received(shopper, made, return_items=one, shipping_refund="1.50")
    assert first["shipping_refund"] == "1.5"
    # 38.58 - 16.79 - 1.50
    assert await sums(shopper) == ("20.29", "20.29", "0.0", "paid")
    second = await received(shopper, made, refund_shipping=True)
    assert second["shipping_refund"] == "5.0"
    assert await sums(shopper) == ("0.0", "0.0", "0.0", "paid")


@pytest.mark.parametrize(
    "said, message",
    [
        ({"restocking_fee": "33.59"}, "must be from 0 to 33.58"),
        ({"restocking_fee": "-1"}, "must be from 0 to 33.58"),
        ({"restocking_fee": "1.001"}, "has more decimals than USD has (2)"),
        ({"shipping_refund": "5.01"}, "must be from 0 to 5.0"),
        ({"shipping_refund": "-0.01"}, "must be from 0 to 5.0"),
    ],
)
async def test_no_more_is_kept_or_given_back_than_there_is(storefront, said, message):
    shopper = await two_totes(storefront)
    made = await authorized(shopper)
    before = await shopper.standing()
    answer = await asks(shopper, "PUT", f"/{made['id']}/receive", said)
    [field] = said
    assert (answer.status_code, answer.json()["errors"]) == (422, {field: [message]})
    assert await shopper.standing() == before


async def test_the_log_tells_what_was_kept_and_given_back(own_storefront):
    shopper = await two_totes(own_storefront)
    made = await authorized(shopper)
    await received(shopper, made, restocking_fee="2.00", shipping_refund="1.00")
    query = {"q[type_eq]": "return.received"}
    answer = await own_storefront.client.get("/api/events", params=query, headers=ADMIN)
    [event] = answer.json()["events"]
    told = event["data"]
    assert (told["amount"], told["restocking_fee"], told["shipping_refund"]) == (3358, 200, 100)
