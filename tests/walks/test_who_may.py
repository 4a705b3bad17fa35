"""Who may do what with an order: every endpoint, asked by everybody."""

import pytest

from ringup.wire.spree.routes import OPERATIONS
from tests.support.storefront import (
    ADA,
    ADMIN,
    GRACE,
    MARYLAND,
    Shopper,
    Storefront,
    open_storefront,
)
from tests.walks.refusing import NO_KEY, NOT_ALLOWED

pytestmark = pytest.mark.asyncio(loop_scope="module")

LINE = {"line_item": {"sku": "MUG-01", "quantity": 1}}
DENIED = {
    "nobody": {"error": NO_KEY, "code": "not_authenticated"},
    "not allowed": {"error": NOT_ALLOWED, "code": "not_authorized"},
    "wrong key": {"error": "Invalid API key (wrong) specified.", "code": "invalid_api_key"},
}


def callers(token):
    """Each caller's headers."""
    wrong = {"X-Spree-Token": "wrong"}
    return {
        "admin": ADMIN,
        "ada": ADA,
        "ada by bearer": {"Authorization": f"Bearer {ADA['X-Spree-Token']}"},
        "token": {"X-Spree-Order-Token": token},
        "token by its other name": {"X-Order-Token": token},
        "grace with token": {**GRACE, "X-Spree-Order-Token": token},
        "grace": GRACE,
        "grace with a wrong token": {**GRACE, "X-Spree-Order-Token": f"{token}x"},
        "wrong token": {"X-Spree-Order-Token": token[:-1]},
        "nobody": {},
        "empty token": {"X-Spree-Order-Token": ""},
        "blank token": {"X-Spree-Order-Token": " "},
        "empty key": {"X-Spree-Token": ""},
        "wrong key": wrong,
        "wrong key beside the token": {**wrong, "X-Spree-Order-Token": token},
    }


NEVER = {
    **dict.fromkeys(("grace", "grace with a wrong token", "wrong token"), "not allowed"),
    **dict.fromkeys(("nobody", "empty token", "blank token", "empty key"), "nobody"),
    **dict.fromkeys(("wrong key", "wrong key beside the token"), "wrong key"),
}
"""What is said to those who may not do anything with the order, whosever it is."""

STRANGERS = {
    "adas": NEVER,
    "a guests": {**NEVER, **dict.fromkeys(("ada", "ada by bearer"), "not allowed")},
}
"""Of a guest's order nobody is the owner: no user, and not all who are no user."""

NO_ADMINS = {
    **NEVER,
    **dict.fromkeys(("ada", "ada by bearer", "grace with token"), "not allowed"),
    **dict.fromkeys(("token", "token by its other name"), "nobody"),
}

# By the operation: the state that the order stands in, the body, and the status when all is well.
KNOWN = {
    "showCheckout": ("cart", None, 200),
    "updateCheckout": ("cart", {}, 200),
    "nextCheckoutStep": ("cart", None, 200),
    "advanceCheckout": ("cart", None, 200),
    "showOrder": ("cart", None, 200),
    "updateOrder": ("cart", {"order": {"special_instructions": "Ring"}}, 200),
    "setOrderAddresses": ("cart", {"ship_address": MARYLAND}, 200),
    "setOrderDelivery": ("delivery", {"shipping_method_id": 1}, 200),
    "emptyOrder": ("cart", None, 204),
    "applyCouponCode": ("cart", {"coupon_code": "TENOFF"}, 200),
    "removeCouponCode": ("cart", {"coupon_code": "TENOFF"}, 422),
    "addLineItem": ("cart", LINE, 201),
    "changeLineItem": ("cart", {"line_item": {"quantity": 2}}, 200),
    "removeLineItem": ("cart", None, 204),
    "newPayment": ("cart", None, 200),
    "listPayments": ("confirm", None, 200),
    "showPayment": ("confirm", None, 200),
    "createPayment": ("payment", {"payment": {"payment_method_id": 2}}, 201),
    "cancelOrder": ("complete", None, 200),
    "listShipments": ("confirm", None, 200),
    "showOrderShipment": ("confirm", None, 200),
    "showShipment": ("complete", None, 200),
    "showOrderAddress": ("cart", None, 200),
    "changeOrderAddress": ("cart", {"address": {"city": "Rockville"}}, 200),
    "showAddress": ("cart", None, 200),
    "changeAddress": ("cart", {"address": {"city": "Rockville"}}, 200),
}
KNOWN_TO_ADMINS = {
    "deleteOrder": ("cart", None, 204),
    "approveOrder": ("complete", None, 200),
    "authorizePayment": ("confirm", None, 200),
    "capturePayment": ("complete", None, 200),
    "purchasePayment": ("complete", None, 200),
    "voidPayment": ("complete", None, 200),
    "trackOrderShipment": ("complete", None, 200),
    "trackShipment": ("complete", None, 200),
}
BY_NAME = {operation.name: operation for operation in OPERATIONS}
PARTS = {
    "LineItem": lambda order: order["line_items"][0]["id"],
    "Payment": lambda order: order["payments"][0]["id"],
    "Shipment": lambda order: order["shipments"][0]["id"],
    "Address": lambda order: order["ship_address"]["id"],
}


def path_of(operation, order):
    """The operation's path, for an order; `{id}` is the part that its name speaks of."""
    part = next((PARTS[word] for word in PARTS if word in operation.name), None)
    id_ = part(order) if part and "{id}" in operation.path else 1
    return "/api" + operation.path.format(number=order["number"], id=id_)


async def an_order(storefront: Storefront, whose: str, state: str) -> Shopper:
    return await storefront.shopper_at(state, ADA if whose == "adas" else {})


async def asks(storefront, name, order, body, headers):
    operation = BY_NAME[name]
    path = path_of(operation, order)
    return await storefront.client.request(operation.method, path, json=body, headers=headers)


async def check_denied(storefront, name, shopper, body, strangers):
    before = await shopper.standing()
    for caller, headers in callers(shopper.token).items():
        if caller in strangers:
            answer = await asks(storefront, name, before["order"], body, headers)
            said = (answer.status_code, answer.json())
            assert said == (401, DENIED[strangers[caller]]), caller
            assert answer.headers["www-authenticate"] == "Bearer"
    assert await shopper.standing() == before


@pytest.mark.parametrize("whose", STRANGERS)
@pytest.mark.parametrize("name", KNOWN)
async def test_an_order_is_denied_to_all_but_its_owner_its_token_and_admins(
    storefront, name, whose
):
    state, body, _ = KNOWN[name]
    shopper = await an_order(storefront, whose, state)
    await check_denied(storefront, name, shopper, body, STRANGERS[whose])


@pytest.mark.parametrize("whose", STRANGERS)
@pytest.mark.parametrize("name", KNOWN)
async def test_its_owner_its_token_and_admins_may_use_an_order(storefront, name, whose):
    state, body, status = KNOWN[name]
    for caller in callers("").keys() - STRANGERS[whose].keys():
        shopper = await an_order(storefront, whose, state)
        headers = callers(shopper.token)[caller]
        answer = await asks(storefront, name, await shopper.order(), body, headers)
        assert answer.status_code == status, (caller, answer.text)


@pytest.mark.parametrize("name", KNOWN_TO_ADMINS)
async def test_what_only_admins_may_is_denied_to_the_owner_too(storefront, name):
    state, body, status = KNOWN_TO_ADMINS[name]
    shopper = await an_order(storefront, "adas", state)
    order = await shopper.order()
    await check_denied(storefront, name, shopper, body, NO_ADMINS)
    answer = await asks(storefront, name, order, body, ADMIN)
    assert answer.status_code == status, answer.text


@pytest.mark.parametrize(
    "operation",
    [each for each in OPERATIONS if each.who == "admin" and "{number}" in each.path],
    ids=lambda operation: operation.name,
)
async def test_nothing_that_is_for_admins_succeeds_for_anybody_else(storefront, operation):
    shopper = await an_order(storefront, "adas", "complete")
    before = await shopper.standing()
    for caller in NO_ADMINS:
        headers = callers(shopper.token)[caller]
        answer = await asks(storefront, operation.name, before["order"], None, headers)
        assert answer.is_client_error, caller
    assert await shopper.standing() == before


@pytest.mark.parametrize("name", ["token", "order_token"])
async def test_keys_and_tokens_may_be_parameters(storefront, name):
    shopper = await an_order(storefront, "adas", "cart")
    value = ADA["X-Spree-Token"] if name == "token" else shopper.token
    path = f"/api/orders/{shopper.number}"
    assert (await storefront.client.get(path, params={name: value})).status_code == 200
    assert (await storefront.client.put(path, json={name: value})).status_code == 200
    for wrong in ("", " ", "x", ["x"], {"x": "y"}, None, 1):
        answer = await storefront.client.put(path, json={name: wrong})
        assert answer.status_code == 401


async def test_the_token_is_told_to_whoever_presents_it_and_to_nobody_else(storefront):
    shopper = await an_order(storefront, "adas", "cart")
    told = {}
    for caller in callers("").keys() - NEVER.keys():
        headers = callers(shopper.token)[caller]
        answer = await storefront.client.get(f"/api/orders/{shopper.number}", headers=headers)
        told[caller] = answer.json()["token"]
    assert {caller for caller, token in told.items() if token is not None} == {
        *("token", "token by its other name", "grace with token")
    }
    assert set(told.values()) == {None, shopper.token}


async def test_lists_of_orders_are_for_admins_and_ones_own_for_ones_key(storefront):
    ada, grace = (
        await an_order(storefront, "adas", "cart"),
        await storefront.shopper_at("cart", GRACE),
    )
    client = storefront.client
    path = "/api/orders"
    for headers, denied in ((ADA, "not allowed"), ({}, "nobody"), (ada.headers, "not allowed")):
        answer = await client.get(path, headers=headers)
        assert (answer.status_code, answer.json()) == (401, DENIED[denied])
    assert (await client.get(path, headers=ADMIN)).json()["total_count"] >= 2
    assert (await client.get(f"{path}/mine")).status_code == 401
    mine = (await client.get(f"{path}/mine", headers=GRACE)).json()
    numbers = [order["number"] for order in mine["orders"]]
    assert grace.number in numbers
    assert ada.number not in numbers


async def test_the_open_order_is_ones_own_or_none(own_storefront):
    client = own_storefront.client
    path = "/api/orders/current"
    assert (await client.get(path, headers=ADA)).status_code == 204
    shopper = await own_storefront.shopper_at("confirm", ADA)
    assert (await client.get(path, headers=ADA)).json()["number"] == shopper.number
    assert (await client.get(path, headers=GRACE)).status_code == 204
    answer = await client.get(path, headers={"X-Spree-Order-Token": shopper.token})
    assert (answer.status_code, answer.json()) == (401, DENIED["nobody"])
    await shopper.steps()
    assert (await client.get(path, headers=ADA)).status_code == 204


async def test_a_checkout_needs_no_key_unless_the_shop_wants_one(demo_store):
    async with open_storefront(demo_store, require_api_key=True) as storefront:
        for path in ("/api/checkouts", "/api/v1/checkouts", "/api/orders"):
            denied = await storefront.client.post(path, json={"order": {}})
            assert (denied.status_code, denied.json()) == (401, DENIED["nobody"])
            allowed = await storefront.client.post(path, json={"order": {}}, headers=GRACE)
            assert allowed.is_success


async def test_what_only_an_admin_may_set_is_ignored_from_others(storefront):
    fields = {
        "price": "0.01",
        "user_id": 3,
        "number": "R1",
        "state": "complete",
        "completed_at": "2026-01-01",
        "total": "0.01",
        "item_total": "0.01",
        "channel": "mine",
    }
    plain, greedy = [
        await storefront.shopper(
            email="a@example.com", line_items=[{"sku": "TOTE-01", **extra}], **rest
        )
        for extra, rest in (({}, {}), ({"price": "0.01"}, fields))
    ]
    await greedy.asks("PUT", f"orders/{greedy.number}", {"order": fields})
    line = (await greedy.order())["line_items"][0]["id"]
    await greedy.asks("PUT", f"/line_items/{line}", {"line_item": {"price": "0.01", "quantity": 1}})
    await greedy.asks("POST", "/line_items", {"line_item": {"sku": "MUG-01", "price": "0.01"}})
    await plain.asks("POST", "/line_items", {"line_item": {"sku": "MUG-01"}})
    one, other = await plain.order(), await greedy.order()
    names = ("state", "user_id", "completed_at", "total", "item_total", "channel")
    assert {name: one[name] for name in names} == {name: other[name] for name in names}
    assert other["total"] == "29.98"


async def test_an_admin_may_set_a_price(storefront):
    shopper = await storefront.shopper_at("cart")
    answer = await shopper.asks(
        "POST", "/line_items", {"line_item": {"sku": "MUG-01", "price": "1.5"}}, headers=ADMIN
    )
    assert (answer.status_code, answer.json()["price"]) == (201, "1.5")
    assert (await shopper.goes_to("complete"))["item_total"] == "17.49"
