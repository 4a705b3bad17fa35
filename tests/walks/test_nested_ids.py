"""Ids below an order's path are the order's own, or they are nobody's."""

import pytest

from tests.support.storefront import ADMIN, items
from tests.walks.refusing import NOT_FOUND

pytestmark = pytest.mark.asyncio(loop_scope="module")

MISSING = (404, {"error": NOT_FOUND, "code": "not_found"})
LINE = {"line_item": {"quantity": 5}}
CITY = {"address": {"city": "Elsewhere"}}
PATHS = [
    ("PUT", "/line_items/{order[line_items][0][id]}", LINE),
    ("DELETE", "/line_items/{order[line_items][0][id]}", None),
    ("GET", "/payments/{order[payments][0][id]}", None),
    ("GET", "/payments/{order[payments][0][number]}", None),
    ("GET", "orders/{number}/addresses/{order[ship_address][id]}", None),
    ("PUT", "orders/{number}/addresses/{order[ship_address][id]}", CITY),
    ("PUT", "orders/{number}/addresses/{order[bill_address][id]}", CITY),
]
FOR_ADMINS = [
    ("PUT", f"/payments/{{order[payments][0][id]}}/{deed}", None)
    for deed in ("authorize", "capture", "purchase", "void", "credit")
]
NEVER = [
    *("0", "1", "-1", "1.5", "abc", "9223372036854775807", "9223372036854775808", "9" * 60),
    *("%00", "%FF", "\u0661", "1e3", "P", "H1", "null", "' OR 1=1"),
]


@pytest.mark.parametrize(
    "who, method, path, body",
    [
        *(({}, *each) for each in PATHS),
        *((ADMIN, *each) for each in PATHS + FOR_ADMINS),
    ],
)
async def test_a_part_of_another_order_is_not_found(storefront, who, method, path, body):
    mine, theirs = [await storefront.shopper_at("confirm") for _ in range(2)]
    before = [await mine.standing(), await theirs.standing()]
    path = path.format(number=mine.number, order=before[1]["order"])
    answer = await mine.asks(method, path, body, headers=who)
    assert (answer.status_code, answer.json()) == MISSING
    assert [await mine.standing(), await theirs.standing()] == before


@pytest.mark.parametrize("method", ["GET", "PUT"])
@pytest.mark.parametrize("kind", ["ship_address", "bill_address"])
async def test_an_address_by_its_id_alone_is_for_those_who_may_use_its_order(
    storefront, method, kind
):
    mine, theirs = [await storefront.shopper_at("confirm") for _ in range(2)]
    before = await theirs.standing()
    path = f"addresses/{before['order'][kind]['id']}"
    answer = await mine.asks(method, path, CITY if method == "PUT" else None)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authorized")
    assert await theirs.standing() == before
    answer = await theirs.asks(method, path, CITY if method == "PUT" else None)
    assert answer.status_code == 200


async def test_references_to_parts_of_another_order_are_refused_in_a_body(storefront):
    mine, theirs = [
        await storefront.shopper_at("delivery", line_items=items(DESK_01=1)) for _ in range(2)
    ]
    before = [await mine.standing(), await theirs.standing()]
    other = before[1]["order"]
    shipment = other["shipments"][0]
    rate = shipment["shipping_rates"][-1]["id"]
    own = before[0]["order"]["shipments"][0]["id"]
    for given, code in (
        (
            {"line_items": [{"id": other["line_items"][0]["id"], "quantity": 2}]},
            "line_item_not_found",
        ),
        (
            {"line_items": [{"id": other["line_items"][0]["id"], "_destroy": "1"}]},
            "line_item_not_found",
        ),
        (
            {"shipments": [{"id": shipment["id"], "selected_shipping_rate_id": rate}]},
            "shipment_not_found",
        ),
        (
            {"shipments": [{"id": own, "selected_shipping_rate_id": rate}]},
            "shipping_rate_not_found",
        ),
    ):
        for path in ("", f"orders/{mine.number}"):
            answer = await mine.puts({"order": given}, path)
            assert (answer.status_code, answer.json()["code"]) == (422, code), given
    assert [await mine.standing(), await theirs.standing()] == before


@pytest.mark.parametrize("id_", NEVER)
async def test_what_can_be_no_id_is_not_found(storefront, id_):
    shopper = await storefront.shopper_at("confirm")
    before = await shopper.standing()
    for method, path, body in (
        ("PUT", f"/line_items/{id_}", LINE),
        ("DELETE", f"/line_items/{id_}", None),
        ("GET", f"/payments/{id_}", None),
        ("GET", f"orders/{shopper.number}/addresses/{id_}", None),
        ("PUT", f"orders/{shopper.number}/addresses/{id_}", CITY),
        ("PUT", f"addresses/{id_}", CITY),
        ("PUT", f"/payments/{id_}/capture", None),
    ):
        answer = await shopper.asks(method, path, body, headers=ADMIN)
        assert (answer.status_code, answer.json()) == MISSING, (method, path)
    assert await shopper.standing() == before
