"""A completed order is a contract: through no door is it changed as a cart is.

What an admin may change of it is in `tests/placed`.
"""

import pytest

from tests.support.storefront import ADMIN, GERMANY, items

pytestmark = pytest.mark.asyncio(loop_scope="module")

LINE = "/line_items/{order[line_items][0][id]}"
CHECK = {"payment": {"payment_method_id": 2}}
DOORS = [
    ("PUT", "orders/{number}", {"order": {"email": "x@example.com"}}),
    ("PUT", "orders/{number}", {"order": {"line_items": items(MUG_01=1)}}),
    ("PUT", "orders/{number}", {"order": {"special_instructions": "Ring"}}),
    ("PUT", "orders/{number}", {"order": {"currency": "EUR"}}),
    ("PUT", "orders/{number}", {"order": {"shipping_method_id": 1}}),
    ("PUT", "orders/{number}", {"order": {"coupon_code": "TENOFF"}}),
    ("PATCH", "orders/{number}", {"order": {"use_billing": True}}),
    ("PUT", "orders/{number}/address", {"ship_address": GERMANY}),
    ("PUT", "orders/{number}/delivery", {"shipping_method_id": 1}),
    ("PUT", "orders/{number}/empty", None),
    ("PUT", "orders/{number}/apply_coupon_code", {"coupon_code": "TENOFF"}),
    ("PUT", "orders/{number}/remove_coupon_code", {"coupon_code": "TENOFF"}),
    ("DELETE", "orders/{number}", None),
    ("POST", "/line_items", {"line_item": {"sku": "MUG-01"}}),
    ("PUT", LINE, {"line_item": {"quantity": 2}}),
    ("PUT", LINE, {"line_item": {"quantity": 0}}),
    ("PUT", LINE, {"line_item": {"price": "1.00", "quantity": 1}}),
    ("DELETE", LINE, None),
    ("POST", "/payments", CHECK),
    ("PUT", "addresses/{order[ship_address][id]}", {"address": {"city": "Rockville"}}),
    ("PUT", "orders/{number}/addresses/{order[bill_address][id]}", {"address": {"city": "X"}}),
]
HARMLESS = [
    ("PUT", "", {"order": {"line_items": items(MUG_01=1)}}),
    ("PATCH", "", {"order": {"email": "x@example.com"}}),
    ("PUT", "", {"state": "cart"}),
    ("PUT", "?state=address", None),
    ("PUT", "/next", None),
    ("PUT", "/advance", None),
]


CLOSED_TO_ADMINS_TOO = [
    *(door for door in DOORS if door[1].endswith(("/delivery", "/empty", "_coupon_code"))),
    ("DELETE", "orders/{number}", None),
    ("PUT", "orders/{number}", {"order": {"currency": "EUR"}}),
    ("PUT", "orders/{number}", {"order": {"shipping_method_id": 1}}),
    ("PUT", "orders/{number}", {"order": {"coupon_code": "TENOFF"}}),
]


@pytest.mark.parametrize(
    "method, path, body, who",
    [
        *((*door, {}) for door in DOORS),
        *((*door, ADMIN) for door in CLOSED_TO_ADMINS_TOO),
    ],
)
async def test_a_completed_order_is_changed_through_no_door(storefront, method, path, body, who):
    shopper = await storefront.shopper_at("complete")
    before = await shopper.standing()
    path = path.format(number=shopper.number, order=before["order"])
    answer = await shopper.asks(method, path, body, headers=who)
    if method == "DELETE" and path.startswith("orders") and not who:
        assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
    elif path.endswith("remove_coupon_code"):
        assert answer.status_code == 422
    else:
        assert (answer.status_code, answer.json()["code"]) == (422, "order_completed")
        assert set(answer.json()["errors"]) == {"order"}
    assert await shopper.standing() == before


@pytest.mark.parametrize("prefix", ["/api", "/api/v1"])
@pytest.mark.parametrize("method, path, body", HARMLESS)
async def test_the_checkouts_own_put_answers_200_and_changes_nothing(
    storefront, prefix, method, path, body
):
    shopper = await storefront.shopper_at("complete")
    before = await shopper.standing()
    answer = await storefront.client.request(
        method, f"{prefix}/checkouts/{shopper.number}{path}", json=body, headers=shopper.headers
    )
    assert (answer.status_code, answer.json()) == (200, before["order"])
    assert answer.headers["etag"] == before["etag"]
    assert await shopper.standing() == before


async def test_a_canceled_order_is_changed_by_no_cart_either(storefront):
    shopper = await storefront.shopper_at("complete")
    canceled = await shopper.asks("PUT", f"orders/{shopper.number}/cancel")
    assert (canceled.status_code, canceled.json()["state"]) == (200, "canceled")
    before = await shopper.standing()
    for method, path, body in DOORS:
        filled = path.format(number=shopper.number, order=before["order"])
        answer = await shopper.asks(method, filled, body)
        assert answer.status_code in {401, 422}, (method, path, answer.text)
    for method, path, body in HARMLESS:
        answer = await shopper.asks(method, path, body)
        assert (answer.status_code, answer.json()) == (200, before["order"])
    assert await shopper.standing() == before


async def test_what_a_completed_order_bought_keeps_its_price_and_its_addresses(storefront):
    shopper = await storefront.shopper_at("complete")
    order = await shopper.order()
    assert (order["line_items"][0]["price"], order["total"]) == ("15.99", "21.79")
    assert order["permissions"] == {"can_update": False}
    assert order["ship_address"]["city"] == "Bethesda"
