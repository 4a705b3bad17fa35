"""Orders that were placed, and what their tests ask for."""

from typing import Any

import httpx

from tests.support.storefront import ADMIN, Shopper, Storefront

Json = dict[str, Any]


async def sold(
    shop: Storefront,
    *,
    paid: bool = True,
    **order: Any,  # noqa: ANN401 - whatever an order holds
) -> Shopper:
    """Somebody whose order is placed, and captured unless told otherwise."""
    shopper = await shop.shopper_at("complete", **order)
    if paid:
        answer = await admin(shopper, "PUT", f"orders/{shopper.number}/payments/capture")
        assert answer.status_code == httpx.codes.OK, answer.text
    return shopper


async def admin(shopper: Shopper, method: str, path: str, body: object = None) -> httpx.Response:
    """Ask as an admin, without the order's token."""
    return await shopper.storefront.client.request(method, f"/api/{path}", json=body, headers=ADMIN)


async def shipment_of(shopper: Shopper, place: int = 0) -> Json:
    """One of the order's shipments."""
    found: Json = (await shopper.order())["shipments"][place]
    return found


async def stock(shop: Storefront, sku: str) -> dict[str, tuple[int, int]]:
    """What lies where of a variant, and how many orders wait for."""
    rows = await shop.database.rows(
        "SELECT l.name, s.count_on_hand, s.backordered FROM stock_items AS s"
        " JOIN stock_locations AS l ON l.id = s.stock_location_id"
        f" WHERE s.variant_id = {shop.ids.variants[sku]}"
    )
    return {row["name"]: (row["count_on_hand"], row["backordered"]) for row in rows}


async def told(shopper: Shopper, kind: str) -> list[Json]:
    """The order's events of a type."""
    return await shopper.storefront.database.rows(
        f"SELECT data FROM events WHERE order_id = {shopper.id} AND type = '{kind}'"
    )
