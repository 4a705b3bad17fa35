"""Orders that were sent, and what comes back of them."""

from typing import Any

import httpx

from tests.shipments.selling import admin, sold
from tests.support.storefront import Shopper, Storefront

Json = dict[str, Any]


async def sent(shop: Storefront, **order: Any) -> Shopper:  # noqa: ANN401 - whatever an order holds
    """Somebody who has paid for an order and got all of it."""
    shopper = await sold(shop, **order)
    for shipment in (await shopper.order())["shipments"]:
        answer = await admin(shopper, "PUT", f"shipments/{shipment['id']}/ship")
        assert answer.is_success, answer.text
    return shopper


async def returns(shopper: Shopper, method: str, under: str = "", body: Any = None) -> Any:  # noqa: ANN401
    """Ask for something below the order's returns; gives the answer's body."""
    answer = await asks(shopper, method, under, body)
    assert answer.is_success, answer.text
    return answer.json() if answer.content else None


async def asks(
    shopper: Shopper,
    method: str,
    under: str = "",
    body: Any = None,  # noqa: ANN401
) -> httpx.Response:
    """Ask for something below the order's returns."""
    path = f"orders/{shopper.number}/return_authorizations{under}"
    return await admin(shopper, method, path, body)


async def authorized(shopper: Shopper, *items: Json, **said: Any) -> Json:  # noqa: ANN401
    """A return of these, or of everything sent."""
    wanted = list(items) or [
        {"line_item_id": line["id"], "quantity": line["quantity"]}
        for line in (await shopper.order())["line_items"]
    ]
    body = {"return_authorization": {"return_items": wanted, **said}}
    made: Json = await returns(shopper, "POST", "", body)
    return made


async def received(shopper: Shopper, authorization: Json, **said: Any) -> Json:  # noqa: ANN401
    """The return, once it has come."""
    made: Json = await returns(shopper, "PUT", f"/{authorization['id']}/receive", said)
    return made


async def sums(shopper: Shopper) -> tuple[str, str, str, str | None]:
    """What the order comes to, what of it is paid, what is owed, and the word for that."""
    order = await shopper.order()
    return (
        order["total"],
        order["payment_total"],
        order["outstanding_balance"],
        order["payment_state"],
    )
