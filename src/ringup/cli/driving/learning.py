"""Learns of a shop, by one order, what buyers have to know; and that it is the demo store.

Nobody else's shop is driven: if the order would not cost what it costs in the demo store, it is
left where it stands and nothing is placed.
"""

from typing import Any

import msgspec

from ringup.cli.driving.checkout import (
    EMAIL,
    MARYLAND,
    Basket,
    Goods,
    Payment,
    WrongAnswer,
    payment_of,
)
from ringup.cli.driving.connection import Address, Connection

_OK = frozenset({200, 201})


async def learned(
    address: Address, basket: Basket | None = None, payment: Payment = "card"
) -> Goods:
    """Walk to ``confirm`` once and give what was learned.

    Raises ``WrongAnswer`` when the shop is not the demo store or does not work.
    """
    connection = Connection(address)
    try:
        return await _walked(connection, address, basket or Basket(), payment)
    finally:
        connection.close()


async def _walked(
    connection: Connection, address: Address, basket: Basket, payment: Payment
) -> Goods:
    token: dict[str, str] = {}

    async def told(name: str, method: str, path: str, body: object = None) -> dict[str, Any]:
        answer = await connection.ask(address.request(method, path, body, token))
        if b"variant_not_found" in answer.body:
            raise NotTheDemoStore(f"it does not sell {basket.sku}")
        if answer.status not in _OK:
            raise WrongAnswer(name, answer)
        found: dict[str, Any] = msgspec.json.decode(answer.body)
        return found

    items = [{"sku": basket.sku, "quantity": basket.quantity}]
    start = {"email": EMAIL, "line_items": items}
    order = await told("learning: create", "POST", "/api/checkouts", {"order": start})
    token["X-Spree-Order-Token"] = order["token"]
    path = f"/api/checkouts/{order['number']}"
    where = {"order": {"bill_address": MARYLAND, "ship_address": MARYLAND}}
    await told("learning: addresses", "PUT", path, where)
    await told("learning: delivery", "PUT", path)
    paying = await told("learning: payment", "PUT", path)
    method = _method(paying["payment_methods"], payment)
    goods = Goods(basket, order["line_items"][0]["variant_id"], method, payment)
    ready = await told("learning: confirm", "PUT", path, payment_of(goods))
    _check(ready, basket)
    return goods


def _method(methods: list[dict[str, Any]], payment: Payment) -> int:
    name = "Credit Card" if payment == "card" else "Check"
    for method in methods:
        if method["name"] == name:
            found: int = method["id"]
            return found
    raise NotTheDemoStore(f"it has no payment method {name}")


def _check(order: dict[str, Any], basket: Basket) -> None:
    if order["total"] != basket.total:
        raise NotTheDemoStore(f"{basket.sku} costs {order['total']} there, not {basket.total}")


class NotTheDemoStore(Exception):
    """The shop is somebody's, or does not reckon right: it is not driven."""
