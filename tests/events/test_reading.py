"""The log is read by admins, in the order of its ids, from any event on, and by what it holds."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.events.reading import log, page, types
from tests.support.storefront import ADA, ADMIN, MARYLAND, a_tote_to

NOT_ALLOWED = "You are not authorized to perform that action."
NO_KEY = "You must specify an API key."
WRONG_KEY = "Invalid API key (wrong) specified."


@pytest.mark.parametrize(
    "headers, status, error",
    [
        ({}, 401, NO_KEY),
        ({"X-Spree-Token": "wrong"}, 401, WRONG_KEY),
        (ADA, 401, NOT_ALLOWED),
        (ADMIN, 200, None),
    ],
    ids=["nobody", "wrong key", "customer", "admin"],
)
async def test_the_log_is_for_admins(shop, headers, status, error):
    answer = await shop.client.get("/api/events", headers=headers)
    assert (answer.status_code, answer.json().get("error")) == (status, error)


async def test_an_order_token_opens_no_log_not_even_of_its_own_order(shop):
    shopper = await shop.shopper()
    answer = await shopper.asks("GET", f"events?q[order_number_eq]={shopper.number}")
    assert (answer.status_code, answer.json()["error"]) == (401, NO_KEY)


async def test_an_event_has_the_fields_of_the_contract(shop):
    shopper = await shop.shopper()
    [event] = (await page(shop))["events"]
    assert set(event) == {"id", "type", "order_number", "created_at", "actor", "data"}
    assert event["type"] == "order.created"
    assert event["order_number"] == shopper.number
    assert event["actor"] == "nobody"
    assert datetime.fromisoformat(event["created_at"]).tzinfo == UTC


async def test_pages_follow_each_other_without_a_gap_or_a_repeat(shop):
    for _ in range(3):
        await shop.shopper_at("delivery")
    whole = await log(shop)
    ids = [event["id"] for event in whole]
    assert ids == sorted(set(ids))
    read = []
    after = 0
    while found := await page(shop, after=after, per_page=4):
        if not found["events"]:
            break
        assert found["count"] == len(found["events"]) <= found["per_page"] == 4
        read += found["events"]
        after = found["after"]
    assert read == whole


async def test_whoever_is_up_to_date_is_told_nothing_and_where_he_stands(shop):
    await shop.shopper()
    after = (await page(shop))["after"]
    assert await page(shop, after=after) == {
        "events": [],
        "count": 0,
        "per_page": 25,
        "after": after,
    }


async def test_the_log_is_searched_by_order_number(shop):
    one, other = await shop.shopper_at("address"), await shop.shopper()
    only = {"q[order_number_eq]": one.number.lower()}
    assert {event["order_number"] for event in await log(shop, **only)} == {one.number}
    both = {"q[order_number_in][]": [one.number, other.number]}
    assert await log(shop, **both) == await log(shop)
    rest = await log(shop, **{"q[order_number_not_eq]": one.number})
    assert {event["order_number"] for event in rest} == {other.number}
    parts = await log(shop, **{"q[order_number_cont]": one.number[2:]})
    assert {event["order_number"] for event in parts} == {one.number}
    assert await log(shop, **{"q[order_number_eq]": "nonsense"}) == []


async def test_the_log_is_searched_by_type(shop):
    await shop.shopper_at("delivery")
    found = await log(shop, **{"q[type_eq]": "order.advanced"})
    assert types(found) == ["order.advanced"] * 2
    found = await log(shop, **{"q[type_in][]": ["order.created", "address.changed"]})
    assert types(found) == ["order.created", "address.changed", "address.changed"]


async def test_the_log_is_searched_by_time(shop):
    await shop.shopper_at("delivery")
    whole = await log(shop)
    now = datetime.now(UTC)
    for hours in (0, 5):
        early, late = now - timedelta(hours=hours, minutes=1), now + timedelta(hours=hours + 1)
        inside = {"q[created_at_gteq]": early.isoformat(), "q[created_at_lt]": late.isoformat()}
        assert await log(shop, **inside) == whole
        assert await log(shop, **{"q[created_at_gt]": late.isoformat()}) == []
        assert await log(shop, **{"q[created_at_lteq]": early.isoformat()}) == []


@pytest.mark.parametrize(
    "parameter, value",
    [
        ("after", "x"),
        ("after", "-1"),
        ("after", "9" * 19),
        ("per_page", "0"),
        ("per_page", "101"),
        ("q[actor_eq]", "guest"),
        ("q[s]", "created_at desc"),
        ("q[created_at_gt]", "yesterday"),
    ],
)
async def test_what_cannot_be_asked_of_the_log_is_named(shop, parameter, value):
    answer = await shop.client.get("/api/events", params={parameter: value}, headers=ADMIN)
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [parameter]


async def test_a_refused_request_leaves_no_event(shop):
    shopper = await shop.shopper(**a_tote_to(MARYLAND))
    before = await log(shop)
    refused = await shopper.puts({"order": {"email": "x@example.com", "coupon_code": "NONE"}})
    assert refused.status_code == 422
    assert await log(shop) == before
