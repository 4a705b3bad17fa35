"""Orders that have seen much, for tests of what is told of them."""

from collections.abc import Sequence

from tests.returns.coming_back import authorized, received, sent
from tests.shipments.selling import admin, sold
from tests.support.storefront import ADA, GERMANY, Shopper, Storefront, items


async def many_histories(shop: Storefront) -> Sequence[Shopper]:
    """Place orders of all kinds, in the order they are given."""
    captured = await sold(shop)
    authorized_only = await sold(shop, paid=False, coupon_code="TENOFF", line_items=items(MUG_01=3))
    in_two_parcels = await sent(shop, line_items=items(DESK_01=1, LAMP_01=2, BOOK_01=1))
    contained_tax = await sold(
        shop, bill_address=GERMANY, line_items=items(TEE_S=2), email="g@example.com"
    )
    canceled = await sold(shop, line_items=items(TEE_M=1, BOOK_01=1))
    await _asked(canceled, "PUT", f"orders/{canceled.number}/cancel")
    returned = await sent(shop, headers=ADA, line_items=items(TEE_L=2, MUG_01=1))
    await received(returned, await authorized(returned))
    exchanged = await sent(shop, line_items=items(TEE_S=1))
    ids = shop.ids.variants
    wish = {"variant_id": ids["TEE-S"], "exchange_variant_id": ids["TEE-L"], "quantity": 1}
    await received(exchanged, await authorized(exchanged, wish))
    waiting = await sold(shop, line_items=items(COAT_01=1))
    free = await shop.shopper_at("complete", line_items=items(FREE_01=1))
    noted = await sold(shop, metadata={"gift": "yes"})
    await _asked(noted, "PUT", f"orders/{noted.number}/approve")
    return (
        *(captured, authorized_only, in_two_parcels, contained_tax, canceled, returned),
        *(exchanged, waiting, free, noted),
    )


async def _asked(shopper: Shopper, method: str, path: str) -> None:
    answer = await admin(shopper, method, path)
    assert answer.is_success, answer.text
