"""`ETag` names the version of an order; `If-Match` changes that version, or nothing."""

import pytest
import pytest_asyncio

from tests.support.storefront import MARYLAND, card, items

pytestmark = pytest.mark.asyncio(loop_scope="module")

TOTE = {"line_item": {"sku": "TOTE-01", "quantity": 1}}
STALE = {"If-Match": '"1000000"'}


@pytest_asyncio.fixture(loop_scope="module")
async def shopper(storefront):
    """Somebody who has chosen everything and not paid."""
    return await storefront.shopper_at("payment")


async def version(shopper) -> str:
    name: str = (await shopper.asks("GET")).headers["etag"]
    return name


async def changes(shopper) -> list[tuple[str, str, object]]:
    """Every way in which a buyer may change an order, and what to send."""
    order = await shopper.order()
    line = order["line_items"][0]["id"]
    address = order["bill_address"]["id"]
    method = shopper.ids.payment_methods["Credit Card"]
    below = f"orders/{shopper.number}"
    return [
        ("PUT", "", {}),
        ("PUT", "/next", None),
        ("PUT", "/advance", None),
        ("PUT", "?state=address", {}),
        ("PUT", below, {"order": {"special_instructions": "Ring twice."}}),
        ("PATCH", below, {"order": {"special_instructions": "Ring once."}}),
        ("PUT", f"{below}/address", {"billing_address": MARYLAND}),
        ("PUT", f"{below}/delivery", {"shipping_method_id": 1}),
        ("PUT", f"{below}/empty", None),
        ("PUT", f"{below}/apply_coupon_code", {"coupon_code": "TENOFF"}),
        ("PUT", f"{below}/remove_coupon_code", {"coupon_code": "TENOFF"}),
        ("POST", f"{below}/line_items", TOTE),
        ("PUT", f"{below}/line_items/{line}", {"line_item": {"quantity": 3}}),
        ("PUT", f"{below}/line_items/{line}", {"line_item": {"quantity": 0}}),
        ("DELETE", f"{below}/line_items/{line}", None),
        (
            "POST",
            f"{below}/payments",
            {"payment": {"payment_method_id": method, "source_attributes": card()}},
        ),
        ("PUT", f"{below}/addresses/{address}", {"address": {"city": "Baltimore"}}),
        ("PUT", f"addresses/{address}", {"address": {"city": "Baltimore"}}),
        ("PUT", f"{below}/cancel", None),
    ]


async def test_no_change_is_made_to_a_version_that_is_gone(shopper):
    standing = await shopper.standing()
    for method, path, body in await changes(shopper):
        answer = await shopper.asks(method, path, body, headers=STALE)
        assert answer.status_code == 412, (method, path)
        assert answer.json() == {
            "error": "The order was changed in the meantime. Please read it again.",
            "code": "stale_version",
        }
    assert await shopper.standing() == standing


async def test_nor_by_an_admin(storefront, shopper):
    payment = await shopper.asks(
        "POST",
        f"orders/{shopper.number}/payments",
        {"payment": {"payment_method_id": storefront.ids.payment_methods["Check"]}},
    )
    standing = await shopper.standing()
    deeds = [
        ("DELETE", ""),
        *(("PUT", f"/{what}") for what in ("cancel", "approve", "resume")),
        *(
            ("PUT", f"/payments{one}/{deed}")
            for one in ("", f"/{payment.json()['id']}")
            for deed in ("authorize", "capture", "purchase", "void", "credit")
        ),
    ]
    headers = {"X-Spree-Token": "demo-admin-key", **STALE}
    for method, path in deeds:
        url = f"/api/orders/{shopper.number}{path}"
        answer = await storefront.client.request(method, url, headers=headers)
        assert answer.status_code == 412, (method, path)
    assert await shopper.standing() == standing


@pytest.mark.parametrize("number", range(19))
async def test_each_change_that_is_made_tells_the_new_version(storefront, number):
    shopper = await storefront.shopper_at("payment")
    method, path, body = (await changes(shopper))[number]
    before = await version(shopper)
    answer = await shopper.asks(method, path, body, headers={"If-Match": before})
    if answer.is_success:
        assert answer.headers["etag"] == await version(shopper)
    else:
        assert answer.status_code == 422, answer.text
        assert await version(shopper) == before


async def test_one_of_two_who_change_the_same_version_is_told(storefront):
    shopper = await storefront.shopper(email="guest@example.com", line_items=items(TOTE_01=1))
    seen = {"If-Match": await version(shopper)}
    first = await shopper.asks("PUT", "", {}, headers=seen)
    second = await shopper.asks("PUT", "", {}, headers=seen)
    assert (first.status_code, second.status_code) == (200, 412)
    assert (await shopper.order())["state"] == "address"


async def test_an_answer_that_changed_nothing_names_the_same_version(storefront):
    shopper = await storefront.shopper_at("complete")
    before = await version(shopper)
    assert (await shopper.puts({})).headers["etag"] == before
    assert await version(shopper) == before


async def test_what_belongs_to_an_order_names_its_version(shopper):
    order = await shopper.order()
    below = f"orders/{shopper.number}"
    address = order["bill_address"]["id"]
    paths = (
        *(f"{below}/payments", f"{below}/payments/new"),
        *(f"{below}/addresses/{address}", f"addresses/{address}"),
    )
    shown = [await shopper.asks("GET", path) for path in paths]
    assert {answer.headers["etag"] for answer in shown} == {await version(shopper)}


@pytest.mark.parametrize(
    "written",
    [
        "{0}",
        '"{0}"',
        'W/"{0}"',
        '"7777", "{0}"',
        '"{0}" , "7777"',
        "*",
        "",
    ],
)
async def test_a_version_is_named_alone_or_among_others(storefront, written):
    shopper = await storefront.shopper()
    name = (await version(shopper)).strip('"')
    headers = {"If-Match": written.format(name)}
    body = {"order": {"special_instructions": "Ring twice."}}
    answer = await shopper.asks("PUT", f"orders/{shopper.number}", body, headers=headers)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "written", ['"x"', '""', ",", '"-1"', '"1.0"', '"' + "9" * 400 + '"', "W/*", '"٣"'.encode()]
)
async def test_what_names_no_version_matches_none(storefront, written):
    shopper = await storefront.shopper()
    answer = await shopper.asks("PUT", "", {}, headers={"If-Match": written})
    assert answer.status_code == 412
