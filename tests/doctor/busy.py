"""A shop in which much has happened: orders in every state, coupons, credit, holds, refunds."""

from typing import Any

from tests.people.paying import gives, issued
from tests.support.storefront import (
    ADA,
    ADMIN,
    DECLINED,
    GERMANY,
    Shopper,
    Storefront,
    a_tote_to,
    items,
    open_storefront,
)

Numbers = dict[str, str]
"""The number of each order, by what became of it."""


async def make_busy(url: str) -> Numbers:
    """Let all kinds of orders happen; gives their numbers."""
    async with open_storefront(url) as shop:
        return {
            name: (await happen(shop)).number
            for name, happen in (
                ("cart", cart),
                ("delivery", delivery),
                ("holding", holding),
                ("paid", paid),
                ("authorized", authorized),
                ("by_check", by_check),
                ("by_credit", by_credit),
                ("by_gift_card", by_gift_card),
                ("with_coupon", with_coupon),
                ("declined", declined),
                ("refunded", refunded),
                ("canceled", canceled),
                ("resumed", resumed),
                ("ahead", ahead),
                ("two_parcels", two_parcels),
                ("returned", returned),
                ("exchanged", exchanged),
                ("free", free),
            )
        }


async def cart(shop: Storefront) -> Shopper:
    return await shop.shopper(line_items=items(MUG_01=3))


async def delivery(shop: Storefront) -> Shopper:
    return await shop.shopper_at("delivery", **a_tote_to(GERMANY))


async def holding(shop: Storefront) -> Shopper:
    return await shop.shopper_at("confirm", line_items=items(PRINT_01=2))


async def authorized(shop: Storefront) -> Shopper:
    return await shop.shopper_at("complete", ADA)


async def paid(shop: Storefront) -> Shopper:
    shopper = await authorized(shop)
    await _admin_asks(shopper, "capture")
    return shopper


async def refunded(shop: Storefront) -> Shopper:
    shopper = await paid(shop)
    await _admin_asks(shopper, "credit", {"amount": "5.00"})
    return shopper


async def canceled(shop: Storefront) -> Shopper:
    shopper = await authorized(shop)
    await _order_is(shopper, "cancel")
    return shopper


async def resumed(shop: Storefront) -> Shopper:
    shopper = await canceled(shop)
    await _order_is(shopper, "resume")
    return shopper


async def by_check(shop: Storefront) -> Shopper:
    shopper = await shop.shopper_at("payment")
    await shopper.steps(shop.ids.payment_by("Check"))
    await shopper.goes_to("complete")
    return shopper


async def by_credit(shop: Storefront) -> Shopper:
    shopper = await shop.shopper_at("payment", ADA)
    await shopper.steps(shop.ids.payment_by("Store Credit"))
    await shopper.goes_to("complete")
    return shopper


async def by_gift_card(shop: Storefront) -> Shopper:
    """One card that is used up, and a part of another."""
    shopper = await shop.shopper_at("payment")
    for amount in ("5.00", "40.00"):
        card = await issued(shop, amount)
        assert (await gives(shopper, card["code"]))["status"] == 201
    await shopper.goes_to("complete")
    return shopper


async def with_coupon(shop: Storefront) -> Shopper:
    return await shop.shopper_at("complete", line_items=items(TEE_M=2), coupon_code="ONCE")


async def declined(shop: Storefront) -> Shopper:
    shopper = await shop.shopper_at("payment")
    await shopper.steps(shop.ids.card_payment(DECLINED))
    assert (await shopper.puts()).status_code == 422
    return shopper


async def ahead(shop: Storefront) -> Shopper:
    return await shop.shopper_at("complete", line_items=items(COAT_01=2))


async def two_parcels(shop: Storefront) -> Shopper:
    return await shop.shopper_at("complete", line_items=items(DESK_01=1, LAMP_01=2))


async def returned(shop: Storefront) -> Shopper:
    """Two of three mugs came back, one of them broken; one more may."""
    shopper = await _sent(shop, MUG_01=3)
    mugs = {"variant_id": shop.ids.variants["MUG-01"]}
    await _comes_back(shopper, {**mugs, "quantity": 1})
    await _comes_back(shopper, {**mugs, "quantity": 1, "restock": False})
    await _returns(shopper, "POST", {"return_authorization": {"return_items": [mugs]}})
    return shopper


async def exchanged(shop: Storefront) -> Shopper:
    shopper = await _sent(shop, TEE_S=2)
    small, large = (shop.ids.variants[sku] for sku in ("TEE-S", "TEE-L"))
    await _comes_back(shopper, {"variant_id": small, "exchange_variant_id": large})
    return shopper


async def _sent(shop: Storefront, **quantities: int) -> Shopper:
    shopper = await shop.shopper_at("complete", line_items=items(**quantities))
    await _admin_asks(shopper, "capture")
    shipment = (await shopper.order())["shipments"][0]["id"]
    answer = await shopper.asks("PUT", f"shipments/{shipment}/ship", headers=ADMIN)
    assert answer.is_success, answer.text
    return shopper


async def _comes_back(shopper: Shopper, item: Any) -> None:  # noqa: ANN401 - JSON
    body = {"return_authorization": {"return_items": [item]}}
    made = await _returns(shopper, "POST", body)
    await _returns(shopper, "PUT", None, f"/{made['id']}/receive")


async def _returns(shopper: Shopper, method: str, body: Any, under: str = "") -> Any:  # noqa: ANN401
    path = f"orders/{shopper.number}/return_authorizations{under}"
    answer = await shopper.asks(method, path, body, headers=ADMIN)
    assert answer.is_success, answer.text
    return answer.json()


async def free(shop: Storefront) -> Shopper:
    return await shop.shopper_at("complete", line_items=items(FREE_01=1))


async def _admin_asks(shopper: Shopper, deed: str, body: Any = None) -> None:  # noqa: ANN401 - JSON
    payment = (await shopper.order())["payments"][-1]["id"]
    path = f"orders/{shopper.number}/payments/{payment}/{deed}"
    answer = await shopper.asks("PUT", path, body, headers=ADMIN)
    assert answer.is_success, answer.text


async def _order_is(shopper: Shopper, deed: str) -> None:
    answer = await shopper.asks("PUT", f"orders/{shopper.number}/{deed}", headers=ADMIN)
    assert answer.is_success, answer.text
