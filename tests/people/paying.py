"""A shop that takes gift cards, and the cards that its admins issue."""

from tests.support.storefront import ADMIN, Json, Shopper, Storefront

GIFT_CARD_METHOD = {"name": "Gift Card", "gateway": "gift_card", "position": 9}


async def takes_gift_cards(storefront: Storefront) -> int:
    """Let the shop take gift cards, unless it does; gives the payment method's id."""
    rows = await storefront.database.rows("SELECT id FROM payment_methods WHERE name = 'Gift Card'")
    if rows:
        known: int = rows[0]["id"]
        return known
    made = await storefront.client.post(
        "/api/payment_methods", json={"payment_method": GIFT_CARD_METHOD}, headers=ADMIN
    )
    assert made.status_code == 201, made.text
    method: int = made.json()["id"]
    return method


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
