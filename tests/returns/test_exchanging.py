"""What comes back for something else: the difference is settled, and the other thing is sent."""

import asyncio

import pytest

from tests.returns.coming_back import asks, authorized, received, sent, sums
from tests.shipments.selling import admin, sold, stock, told
from tests.support.storefront import items

pytestmark = pytest.mark.asyncio(loop_scope="module")


def wish(shop, sku, instead, quantity=1):
    ids = shop.ids.variants
    return {
        "variant_id": ids[sku],
        "exchange_variant_id": ids[instead],
        "quantity": quantity,
    }


async def test_another_size_at_the_same_price_costs_nothing_and_is_sent(own_storefront):
    shopper = await sent(own_storefront, line_items=items(TEE_S=1))
    paid = (await sums(shopper))[1]
    small, large = [await stock(own_storefront, sku) for sku in ("TEE-S", "TEE-L")]
    made = await authorized(shopper, wish(own_storefront, "TEE-S", "TEE-L"))
    await received(shopper, made)
    assert await sums(shopper) == (paid, paid, "0.0", "paid")
    order = await shopper.order()
    assert [line["variant"]["sku"] for line in order["line_items"]] == ["TEE-S", "TEE-L"]
    assert [(s["state"], s["cost"]) for s in order["shipments"]] == [
        ("shipped", "5.0"),
        ("ready", "0.0"),
    ]
    assert order["shipment_state"] == "partial"
    assert (await stock(own_storefront, "TEE-S"))["Main"][0] == small["Main"][0] + 1
    assert (await stock(own_storefront, "TEE-L"))["Main"][0] == large["Main"][0] - 1
    assert await told(shopper, "payment.refunded") == []
    parcel = order["shipments"][1]["id"]
    assert (await admin(shopper, "PUT", f"shipments/{parcel}/ship")).is_success


async def test_for_something_cheaper_the_difference_is_refunded(storefront):
    shopper = await sent(storefront, line_items=items(TEE_M=1))
    # 19.99 and 1.00 tax came back, 13.99 and 0.70 tax go out: 6.30 between them.
    assert await sums(shopper) == ("25.99", "25.99", "0.0", "paid")
    await received(shopper, await authorized(shopper, wish(storefront, "TEE-M", "MUG-01")))
    assert await sums(shopper) == ("19.69", "19.69", "0.0", "paid")


async def test_for_something_dearer_the_difference_is_owed_before_it_is_sent(storefront):
    shopper = await sent(storefront, line_items=items(MUG_01=1))
    assert await sums(shopper) == ("19.69", "19.69", "0.0", "paid")
    await received(shopper, await authorized(shopper, wish(storefront, "MUG-01", "TEE-M")))
    assert await sums(shopper) == ("25.99", "19.69", "6.3", "balance_due")
    parcel = (await shopper.order())["shipments"][1]
    assert parcel["state"] == "pending"
    answer = await admin(shopper, "PUT", f"shipments/{parcel['id']}/ship")
    assert (answer.status_code, answer.json()["code"]) == (422, "order_not_paid")
    assert await told(shopper, "payment.refunded") == []


async def test_what_is_not_to_be_had_is_not_exchanged_and_nothing_has_come(storefront):
    shopper = await sent(storefront, line_items=items(TEE_S=1))
    made = await authorized(shopper, wish(storefront, "TEE-S", "CAP-01"))
    before = await shopper.standing()
    answer = await asks(shopper, "PUT", f"/{made['id']}/receive")
    assert (answer.status_code, answer.json()["code"]) == (422, "insufficient_stock")
    assert await shopper.standing() == before


async def test_of_two_who_want_the_last_one_instead_one_gets_it(own_storefront):
    shop = own_storefront
    await sold(shop, line_items=items(PRINT_01=9))
    shoppers = [await sent(shop, line_items=items(TEE_S=1)) for _ in range(2)]
    made = [await authorized(each, wish(shop, "TEE-S", "PRINT-01")) for each in shoppers]
    answers = await asyncio.gather(
        *(
            asks(each, "PUT", f"/{authorization['id']}/receive")
            for each, authorization in zip(shoppers, made, strict=True)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 422]
    assert (await stock(shop, "PRINT-01"))["Main"][0] == 0


@pytest.mark.parametrize(
    "variant_id, code", [(999_999_999, "variant_not_found"), (0, "out_of_range")]
)
async def test_what_it_is_exchanged_for_must_exist(storefront, variant_id, code):
    shopper = await sent(storefront)
    line = (await shopper.order())["line_items"][0]["id"]
    item = {"line_item_id": line, "exchange_variant_id": variant_id}
    answer = await asks(shopper, "POST", "", {"return_authorization": {"return_items": [item]}})
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert list(answer.json()["errors"]) == ["return_items.exchange_variant_id"]
