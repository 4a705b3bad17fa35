"""Whatever admins do to a placed order, one after the other or at once, the books stay right."""

import asyncio
from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.shipments.selling import admin, sold
from tests.support.storefront import items

pytestmark = pytest.mark.asyncio(loop_scope="module")

SKUS = ("TOTE-01", "MUG-01", "LAMP-01", "COAT-01", "PRINT-01", "BOOK-01")
ADDING = st.tuples(st.just("add"), st.sampled_from(SKUS), st.integers(1, 4))
SETTING = st.tuples(st.just("set"), st.integers(0, 5), st.integers(0, 5))
DEEDS = st.tuples(st.sampled_from(["ship", "capture", "pay", "refund"]), st.just(0), st.just(0))


async def edit(shopper, kind, which, quantity):
    """Do one thing; what is refused changes nothing."""
    path = f"orders/{shopper.number}"
    order = await shopper.order()
    if kind == "add":
        line = {"line_item": {"sku": which, "quantity": quantity}}
        return await admin(shopper, "POST", f"{path}/line_items", line)
    if kind == "set":
        line = order["line_items"][which % len(order["line_items"])]
        body = {"line_item": {"quantity": quantity}}
        return await admin(shopper, "PUT", f"{path}/line_items/{line['id']}", body)
    if kind == "ship":
        shipment = order["shipments"][-1]
        return await admin(shopper, "PUT", f"shipments/{shipment['id']}/ship")
    if kind == "pay":
        method = shopper.ids.payment_methods["Check"]
        return await admin(
            shopper, "POST", f"{path}/payments", {"payment": {"payment_method_id": method}}
        )
    deed = {"capture": "capture", "refund": "credit"}[kind]
    owed = order["outstanding_balance"]
    amount = {"amount": owed[1:]} if deed == "credit" and owed.startswith("-") else None
    return await admin(shopper, "PUT", f"{path}/payments/{deed}", amount)


def cents(text):
    return int(Decimal(text) * 100)


def check_sums(order):
    parts = ("item_total", "ship_total", "adjustment_total")
    assert cents(order["total"]) == sum(cents(order[name]) for name in parts)
    lines = sum(cents(line["price"]) * line["quantity"] for line in order["line_items"])
    assert cents(order["item_total"]) == lines
    assert cents(order["ship_total"]) == sum(cents(each["cost"]) for each in order["shipments"])


def check_parcels(order):
    packed: Counter[int] = Counter()
    for shipment in order["shipments"]:
        for each in shipment["manifest"]:
            packed[each["variant_id"]] += each["quantity"]
    for line in order["line_items"]:
        if line["variant"]["sku"] != "BOOK-01":
            assert packed[line["variant_id"]] == line["quantity"]


async def test_after_any_edits_totals_are_sums_and_the_doctor_finds_nothing(own_storefront, doctor):
    @settings(
        max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    @given(st.lists(ADDING | SETTING | DEEDS, min_size=1, max_size=8))
    def sequences(edits):
        tried.append(edits)

    tried: list[list[tuple[str, object, int]]] = []
    await asyncio.to_thread(sequences)
    for edits in tried:
        shopper = await sold(own_storefront, line_items=items(TOTE_01=2, MUG_01=3))
        for each in edits:
            answer = await edit(shopper, *each)
            assert answer.status_code in {200, 201, 422}, answer.text
            order = await shopper.order()
            check_sums(order)
            check_parcels(order)
    assert await doctor() == []


async def test_two_admins_at_the_same_order_add_up(own_storefront, doctor):
    shopper = await sold(own_storefront)
    path = f"orders/{shopper.number}/line_items"
    mug = {"line_item": {"sku": "MUG-01", "quantity": 1}}
    answers = await asyncio.gather(*(admin(shopper, "POST", path, mug) for _ in range(10)))
    assert {answer.status_code for answer in answers} == {201}
    order = await shopper.order()
    assert [line["quantity"] for line in order["line_items"]] == [1, 10]
    check_sums(order)
    assert await doctor() == []


async def test_of_two_admins_who_want_the_last_one_exactly_one_has_it(own_storefront, doctor):
    first = await sold(own_storefront, line_items=items(PRINT_01=5))
    second = await sold(own_storefront, line_items=items(PRINT_01=4))
    last = {"line_item": {"sku": "PRINT-01", "quantity": 1}}
    answers = await asyncio.gather(
        *(admin(each, "POST", f"orders/{each.number}/line_items", last) for each in (first, second))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 422]
    assert await doctor() == []


async def test_an_edit_against_an_older_version_is_refused(own_storefront):
    shopper = await sold(own_storefront)
    line = (await shopper.order())["line_items"][0]
    path = f"/api/orders/{shopper.number}/line_items/{line['id']}"
    etag = (await shopper.asks("GET")).headers["etag"]
    headers = {"X-Spree-Token": "demo-admin-key", "If-Match": etag}
    statuses = [
        (await own_storefront.client.put(path, json=body, headers=headers)).status_code
        for body in ({"line_item": {"quantity": 2}}, {"line_item": {"quantity": 3}})
    ]
    assert statuses == [200, 412]
