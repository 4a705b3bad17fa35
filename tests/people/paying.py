"""A shop that takes gift cards, and the cards that its admins issue."""

from typing import Any

from sqlalchemy import insert

from ringup.persistence import schema
from ringup.services.asking import Desk
from tests.support.storefront import ADMIN, Json, Shopper, Storefront

GIFT_CARD_METHOD = {
    "name": "Gift Card",
    "gateway": "gift_card",
    "auto_capture": False,
    "settings": {},
    "position": 9,
    "active": True,
}


async def takes_gift_cards(storefront: Storefront) -> int:
    """Let the shop take gift cards, unless it does; gives the payment method's id."""
    rows = await storefront.database.rows("SELECT id FROM payment_methods WHERE name = 'Gift Card'")
    if not rows:
        await _writes(storefront.desk, GIFT_CARD_METHOD)
        # Whoever asks for an order next has the shop read again.
        await storefront.shopper()
        return await takes_gift_cards(storefront)
    found: int = rows[0]["id"]
    return found


async def _writes(desk: Desk, row: Json) -> None:
    async def work(transaction: Any) -> None:  # noqa: ANN401 - the store's own kind
        await transaction.execute(insert(schema.payment_methods), [row])

    await desk.store.write(work)


async def issued(storefront: Storefront, amount: str = "10.00", **others: object) -> Json:
    """A new gift card, with its code."""
    answer = await storefront.client.post(
        "/api/gift_cards", json={"gift_card": {"amount": amount, **others}}, headers=ADMIN
    )
    assert answer.status_code == 201, answer.text
    card: Json = answer.json()
    return card


async def balance(storefront: Storefront, card: Json) -> str:
    shown = await storefront.client.get(f"/api/gift_cards/{card['id']}", headers=ADMIN)
    left: str = shown.json()["balance"]
    return left


async def gives(shopper: Shopper, code: object, **others: object) -> Json:
    """Pay by a gift card through the order's own endpoint; gives the answer's status and body."""
    method = await takes_gift_cards(shopper.storefront)
    payment = {"payment_method_id": method, "source_attributes": {"code": code}, **others}
    answer = await shopper.asks("POST", "/payments", {"payment": payment})
    return {"status": answer.status_code, **answer.json()}


async def pays_by(shopper: Shopper, name: str) -> Json:
    """Pay the rest by a method that takes no card."""
    method = shopper.ids.payment_methods[name]
    answer = await shopper.asks("POST", "/payments", {"payment": {"payment_method_id": method}})
    assert answer.status_code == 201, answer.text
    payment: Json = answer.json()
    return payment


async def finishes(shopper: Shopper) -> Json:
    """Go on to the end with what was given."""
    order = await shopper.steps()
    return order if order["state"] == "complete" else await finishes(shopper)


def shares(order: Json) -> list[tuple[str, str, str]]:
    """How an order is paid: by what, how much, and how far that has come."""
    return [
        (payment["payment_method"]["name"], payment["amount"], payment["state"])
        for payment in order["payments"]
        if payment["state"] != "invalid"
    ]
