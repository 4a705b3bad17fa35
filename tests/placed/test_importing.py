"""Orders that were placed elsewhere are taken over as they were, once, or refused as a whole."""

import asyncio
import json
from pathlib import Path

import pytest

from ringup.domain.order import number_of
from ringup.domain.past.told import PastAdjustment, PastLine, PastOrder, PastPayment
from ringup.services.import_orders import import_orders
from tests.shipments.selling import stock
from tests.support.storefront import ADA, ADMIN, MARYLAND

pytestmark = pytest.mark.asyncio(loop_scope="module")

PAGE = Path(__file__).parents[2] / "docs" / "importing-orders.md"
EXAMPLE = json.loads(PAGE.read_text().split("```json\n")[1].split("```")[0])
NO_SUM = "is not the sum of its parts, which is"
NO_NUMBER = "must be R and nine digits: it encodes the order's id"
SECRET = {"token", "permissions", "updated_at"}


def past(**changed):
    return {"order": {**EXAMPLE["order"], **changed}}


async def post(shop, body, headers=ADMIN):
    return await shop.client.post("/api/orders", json=body, headers=headers)


async def counted(shop):
    tables = ("orders", "events", "stock_movements", "payment_attempts", "promotion_uses")
    parts = ", ".join(f"(SELECT count(*) FROM {table}) AS {table}" for table in tables)
    [found] = await shop.database.rows(f"SELECT {parts}")
    return {name: int(found[name]) for name in found}


async def test_an_order_is_as_it_was_and_nothing_else_moves(own_storefront, doctor):
    before = await stock(own_storefront, "TOTE-01")
    answer = await post(own_storefront, past())
    order = answer.json()
    assert (answer.status_code, order["number"]) == (201, "R123456789")
    assert (order["state"], order["completed_at"]) == ("complete", "2024-05-04T10:00:00.000Z")
    assert (order["item_total"], order["ship_total"], order["total"]) == ("25.0", "4.0", "28.25")
    assert (order["additional_tax_total"], order["promo_total"]) == ("1.25", "-2.0")
    assert (order["payment_state"], order["shipment_state"]) == ("paid", "shipped")
    assert order["line_items"][0]["price"] == "12.5"
    assert order["shipments"][0]["selected_shipping_rate"]["name"] == "Ground"
    assert await stock(own_storefront, "TOTE-01") == before
    moved = await own_storefront.database.rows(
        "SELECT count(*) AS n FROM stock_movements WHERE order_id IS NOT NULL"
    )
    assert int(moved[0]["n"]) == 0
    [event] = await own_storefront.database.rows("SELECT type FROM events")
    assert event["type"] == "order.imported"
    assert await doctor() == []


async def test_the_same_number_once_more_changes_nothing(storefront):
    first = await post(storefront, past(number="R223456789"))
    before = await counted(storefront)
    again = await post(storefront, past(number="r223456789", email="other@example.com"))
    assert (first.status_code, again.status_code) == (201, 200)
    assert {k: v for k, v in again.json().items() if k not in SECRET} == {
        k: v for k, v in first.json().items() if k not in SECRET
    }
    assert await counted(storefront) == before


async def test_many_at_once_make_one(storefront):
    body = past(number="R323456789")
    answers = await asyncio.gather(*(post(storefront, body) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]


@pytest.mark.parametrize(
    "changed, errors",
    [
        ({"total": "28.24"}, {"total": [f"{NO_SUM} 28.25"]}),
        (
            {"payment_total": "0"},
            {"payment_total": [f"{NO_SUM} 28.25"]},
        ),
        (
            {"number": "ORDER-1"},
            {"number": ["must be R and nine digits: it encodes the order's id"]},
        ),
        ({"line_items": []}, None),
        ({"user_id": 99_999}, {"user_id": ["does not exist"]}),
        ({"currency": "XXX"}, None),
        ({"completed_at": "2999-01-01T00:00:00Z"}, {"completed_at": ["must not be in the future"]}),
        ({"completed_at": "yesterday"}, None),
        ({"completed_at": None}, {"completed_at": ["can't be blank"]}),
        (
            {"payments": [{"payment_method": "Gold", "amount": "28.25"}]},
            {"payments.payment_method": ["does not exist"]},
        ),
        (
            {"payments": [{"payment_method": "Check", "amount": "28.25", "refunded": "30"}]},
            {"payments.refunded": ["is more than was taken"]},
        ),
        (
            {"shipments": [{"items": [{"sku": "TOTE-01", "quantity": 1}], "cost": "4.00"}]},
            {"shipments.items": ["must hold what was ordered, neither more nor less"]},
        ),
        (
            {"shipments": [{"items": [{"sku": "TOTE-01", "quantity": 3}], "cost": "4.00"}]},
            {"shipments.items": ["holds more of TOTE-01 than was ordered"]},
        ),
        ({"bill_address": {**MARYLAND, "city": ""}}, {"bill_address.city": ["can't be blank"]}),
        ({"line_items": [{"sku": "NONE", "price": "1", "quantity": 1}]}, None),
        ({"line_items": [{"sku": "TOTE-01", "price": "-1", "quantity": 2}]}, None),
        (
            {"adjustments": [{"label": "Gift", "amount": "2.00", "kind": "promotion"}]},
            {"order.adjustments.amount": ["of a promotion must not be above 0"]},
        ),
    ],
)
async def test_what_is_wrong_is_named_and_there_is_no_order(storefront, changed, errors):
    before = await counted(storefront)
    answer = await post(storefront, past(**{"number": "R423456789", **changed}))
    assert answer.status_code == 422, answer.text
    if errors is not None:
        assert errors.items() <= answer.json()["errors"].items()
    assert await counted(storefront) == before


async def test_a_number_that_is_another_orders_is_refused(storefront):
    shopper = await storefront.shopper_at("confirm")
    before = await shopper.standing()
    answer = await post(storefront, past(number=shopper.number))
    assert (answer.status_code, answer.json()["code"]) == (422, "number_taken")
    assert await shopper.standing() == before


@pytest.mark.parametrize("headers", [ADA, {}])
async def test_for_everybody_else_it_is_an_order_like_any_other(storefront, headers):
    body = {"order": {"import": True, "number": "R523456789", "completed_at": "2024-01-01"}}
    answer = await post(storefront, body, headers)
    assert (answer.status_code, answer.json()["state"]) == (201, "cart")
    assert answer.json()["number"] != "R523456789"
    assert answer.json()["completed_at"] is None


async def test_a_new_order_gets_another_id_where_an_imported_one_has_it(own_storefront):
    shopper = await own_storefront.shopper()
    taken = [number_of(shopper.id + step) for step in (1, 2, 3)]
    for number in taken:
        assert (await post(own_storefront, past(number=number))).status_code == 201
    others = [await own_storefront.shopper() for _ in range(3)]
    assert not {other.number for other in others} & set(taken)


async def test_what_becomes_of_it_here_moves_no_stock_and_its_contents_stay(own_storefront, doctor):
    told = past(shipments=[{"cost": "4.00", "state": "ready"}], user_id=None)
    order = (await post(own_storefront, told)).json()
    before = await stock(own_storefront, "TOTE-01")
    path = f"/api/orders/{order['number']}"
    line = f"{path}/line_items/{order['line_items'][0]['id']}"
    refused = await own_storefront.client.put(
        line, json={"line_item": {"quantity": 1}}, headers=ADMIN
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "order_imported")
    changed = await own_storefront.client.put(
        path, json={"order": {"email": "new@example.com"}}, headers=ADMIN
    )
    assert (changed.status_code, changed.json()["total"]) == (200, "28.25")
    canceled = await own_storefront.client.put(f"{path}/cancel", headers=ADMIN)
    assert canceled.json()["state"] == "canceled"
    assert await stock(own_storefront, "TOTE-01") == before
    assert await doctor() == []


VAT = PastAdjustment(label="VAT", amount="5.00", kind="tax", included=True)


def an_order(number, price="10.00", **others):
    return PastOrder(
        number=number,
        completed_at=others.pop("completed_at"),
        email="a@example.com",
        line_items=(
            PastLine(
                sku="MUG-01",
                quantity=3,
                price=price,
                adjustments=(VAT,),
            ),
        ),
        payments=(PastPayment(payment_method="Check", amount="30.00"),),
        **others,
    )


async def test_a_batch_takes_the_good_ones_and_tells_of_the_others(own_storefront, doctor):
    at = own_storefront.desk.clock()
    batch = [
        an_order("R100000001", completed_at=at),
        an_order("R100000002", completed_at=at, total="31.00"),
        an_order("R100000003", completed_at=at, canceled_at=at),
        an_order("R100000001", completed_at=at),
    ]
    results = await import_orders(own_storefront.desk, batch)
    assert [(r.number, r.is_new, r.order is not None) for r in results] == [
        ("R100000001", True, True),
        ("R100000002", False, False),
        ("R100000003", True, True),
        ("R100000001", False, True),
    ]
    assert [problem.field for problem in results[1].problems] == ["total"]
    order = results[0].order
    assert order is not None
    assert (order.totals.total, order.totals.included_tax_total) == (3000, 500)
    assert await doctor() == []
    again = await import_orders(own_storefront.desk, batch)
    assert [result.is_new for result in again] == [False] * 4
