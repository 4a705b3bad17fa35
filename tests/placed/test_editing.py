"""An admin changes what a placed order holds: it is priced again, and stock and parcels follow."""

import pytest
from sqlalchemy import update

from ringup.persistence import schema
from tests.shipments.selling import admin, sold, stock, told
from tests.support.examined import examined
from tests.support.storefront import ADA, GERMANY, items

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def add(shopper, sku, quantity=1, **others):
    path = f"orders/{shopper.number}/line_items"
    return await admin(
        shopper, "POST", path, {"line_item": {"sku": sku, "quantity": quantity, **others}}
    )


async def set_quantity(shopper, quantity, place=0):
    line = (await shopper.order())["line_items"][place]
    path = f"orders/{shopper.number}/line_items/{line['id']}"
    return await admin(shopper, "PUT", path, {"line_item": {"quantity": quantity}})


async def movements(shopper):
    rows = await shopper.storefront.database.rows(
        "SELECT v.sku, m.quantity, m.reason FROM stock_movements AS m"
        f" JOIN variants AS v ON v.id = m.variant_id WHERE m.order_id = {shopper.id} ORDER BY m.id"
    )
    return [(row["sku"], row["quantity"], row["reason"]) for row in rows]


async def test_more_of_a_line_is_owed_for_and_taken_from_stock(own_storefront, doctor):
    shopper = await sold(own_storefront)
    before = await stock(own_storefront, "TOTE-01")
    answer = await set_quantity(shopper, 3)
    assert (answer.status_code, answer.json()["quantity"]) == (200, 3)
    order = await shopper.order()
    # 3 totes at 15.99, 5 % tax, and Ground at 5.00 for one parcel as before.
    assert (order["item_total"], order["additional_tax_total"]) == ("47.97", "2.4")
    assert (order["total"], order["payment_total"]) == ("55.37", "21.79")
    assert (order["payment_state"], order["outstanding_balance"]) == ("balance_due", "33.58")
    [shipment] = order["shipments"]
    assert (shipment["state"], shipment["manifest"][0]["quantity"]) == ("pending", 3)
    assert await stock(own_storefront, "TOTE-01") == {
        name: (count - 2 if name == "Main" else count, waiting)
        for name, (count, waiting) in before.items()
    }
    assert await movements(shopper) == [("TOTE-01", -1, "sold"), ("TOTE-01", -2, "order changed")]
    assert await doctor() == []


async def test_less_of_a_line_is_owed_back_and_returned_to_stock(own_storefront, doctor):
    shopper = await sold(own_storefront, line_items=items(TOTE_01=3))
    before = await stock(own_storefront, "TOTE-01")
    assert (await set_quantity(shopper, 1)).status_code == 200
    order = await shopper.order()
    assert (order["total"], order["payment_total"]) == ("21.79", "55.37")
    assert (order["payment_state"], order["outstanding_balance"]) == ("credit_owed", "-33.58")
    assert order["shipments"][0]["state"] == "ready"
    assert (await stock(own_storefront, "TOTE-01"))["Main"][0] == before["Main"][0] + 2
    assert await movements(shopper) == [("TOTE-01", -3, "sold"), ("TOTE-01", 2, "order changed")]
    refund = await admin(
        shopper, "PUT", f"orders/{shopper.number}/payments/credit", {"amount": "33.58"}
    )
    assert refund.json()["payment_state"] == "paid"
    assert await doctor() == []


async def test_something_else_goes_along_where_it_can_and_else_by_itself(own_storefront, doctor):
    shopper = await sold(own_storefront)
    assert (await add(shopper, "MUG-01")).status_code == 201
    [shipment] = (await shopper.order())["shipments"]
    assert shipment["cost"] == "5.0"
    assert (await add(shopper, "LAMP-01")).status_code == 201
    order = await shopper.order()
    assert [each["stock_location_name"] for each in order["shipments"]] == ["Main", "West"]
    assert [each["cost"] for each in order["shipments"]] == ["5.0", "5.0"]
    # 15.99 + 13.99 + 89.00, each taxed by itself, and two parcels.
    assert (order["item_total"], order["ship_total"]) == ("118.98", "10.0")
    assert (order["additional_tax_total"], order["total"]) == ("5.95", "134.93")
    assert await doctor() == []


async def test_a_line_that_is_taken_out_takes_its_parcel_along(own_storefront, doctor):
    shopper = await sold(own_storefront, line_items=items(DESK_01=1, LAMP_01=1))
    _, lamp = (await shopper.order())["line_items"]
    gone = await admin(shopper, "DELETE", f"orders/{shopper.number}/line_items/{lamp['id']}")
    assert gone.status_code == 204
    order = await shopper.order()
    assert [each["stock_location_name"] for each in order["shipments"]] == ["Main"]
    assert (order["item_total"], order["ship_total"]) == ("240.0", "5.0")
    assert (await stock(own_storefront, "LAMP-01"))["West"] == (500, 0)
    assert await told(shopper, "shipment.unpacked")
    assert await doctor() == []


async def test_by_one_put_several_things_change_and_what_refuses_changes_nothing(own_storefront):
    shopper = await sold(own_storefront, line_items=items(TOTE_01=1, MUG_01=2))
    tote, mug = (await shopper.order())["line_items"]
    lines = [
        {"id": tote["id"], "quantity": 2},
        {"id": mug["id"], "_destroy": True},
        {"sku": "TEE-M", "quantity": 1},
    ]
    path = f"orders/{shopper.number}"
    before = await shopper.standing()
    refused = await admin(
        shopper, "PUT", path, {"order": {"line_items": [*lines, {"sku": "CAP-01", "quantity": 1}]}}
    )
    assert refused.status_code == 422
    assert await shopper.standing() == before
    changed = (await admin(shopper, "PUT", path, {"order": {"line_items": lines}})).json()
    assert [(line["variant"]["sku"], line["quantity"]) for line in changed["line_items"]] == [
        ("TOTE-01", 2),
        ("TEE-M", 1),
    ]
    assert changed["total"] == "59.57"  # 51.97 + 2.60 + 5.00


async def test_prices_stay_as_agreed_and_new_things_have_todays(own_storefront):
    shopper = await sold(own_storefront)
    variants = own_storefront.ids.variants

    async def work(transaction):
        prices = schema.prices
        for sku in ("TOTE-01", "MUG-01"):
            await transaction.execute(
                update(prices).where(prices.c.variant_id == variants[sku]).values(amount=2000)
            )

    await own_storefront.desk.store.write(work)
    await set_quantity(shopper, 2)
    await add(shopper, "MUG-01")
    order = await shopper.order()
    assert [line["price"] for line in order["line_items"]] == ["15.99", "20.0"]


async def test_what_was_sold_is_taxed_as_it_was_sold(own_storefront, doctor):
    shopper = await sold(own_storefront)

    async def work(transaction):
        rates = schema.tax_rates
        await transaction.execute(update(rates).values(rate=200_000))

    await own_storefront.desk.store.write(work)
    await set_quantity(shopper, 2)
    order = await shopper.order()
    assert (order["additional_tax_total"], order["total"]) == ("1.6", "38.58")
    assert order["line_items"][0]["adjustments"][0]["label"] == "Sales tax 5.0%"
    assert await doctor() == []


async def test_what_is_owed_for_a_changed_order_either_way_is_named(own_storefront, demo_store):
    shopper = await sold(own_storefront)
    await set_quantity(shopper, 3)
    [found] = await examined(demo_store)
    assert (found.rule, found.about) == ("underpaid", f"order {shopper.number}")
    assert (found.expected, found.found) == ("payments over $55.37", "$21.79")
    await admin(
        shopper,
        "POST",
        f"orders/{shopper.number}/payments",
        {"payment": {"payment_method_id": own_storefront.ids.payment_methods["Check"]}},
    )
    assert await examined(demo_store) == []
    less = await sold(own_storefront, line_items=items(TOTE_01=2))
    await set_quantity(less, 1)
    [found] = await examined(demo_store)
    assert (found.rule, found.weight) == ("overpaid", "warning")
    assert (found.expected, found.found) == ("payments over $21.79", "$38.58")


async def test_an_order_keeps_the_promotions_it_had_and_gets_no_others(own_storefront, doctor):
    mugs = await sold(own_storefront, line_items=items(MUG_01=3))
    assert (await mugs.order())["promo_total"] == "-6.0"
    await set_quantity(mugs, 2)
    order = await mugs.order()
    assert order["promo_total"] == "0.0"
    [trace] = order["adjustments"]
    assert (trace["amount"], trace["eligible"]) == ("0.0", False)
    await set_quantity(mugs, 4)
    order = await mugs.order()
    assert (order["promo_total"], order["adjustments"]) == ("-8.0", [])
    others = await sold(own_storefront, line_items=items(MUG_01=2))
    await set_quantity(others, 3)
    assert (await others.order())["promo_total"] == "0.0"
    assert await doctor() == []


async def test_a_coupon_goes_on_after_it_has_been_used_up(own_storefront, doctor):
    shopper = await sold(own_storefront, coupon_code="ONCE")
    assert (await shopper.order())["promo_total"] == "-5.0"
    await set_quantity(shopper, 2)
    assert (await shopper.order())["promo_total"] == "-5.0"
    uses = await own_storefront.database.rows("SELECT used FROM promotions WHERE code = 'ONCE'")
    assert [use["used"] for use in uses] == [1]
    assert await doctor() == []


async def test_what_is_not_to_be_had_changes_nothing(own_storefront):
    shopper = await sold(own_storefront, line_items=items(PRINT_01=8))
    before = await shopper.standing()
    answer = await set_quantity(shopper, 11)
    assert (answer.status_code, answer.json()["code"]) == (422, "insufficient_stock")
    assert await shopper.standing() == before
    assert (await set_quantity(shopper, 10)).status_code == 200
    assert (await stock(own_storefront, "PRINT-01"))["Main"] == (0, 0)
    assert (await set_quantity(shopper, 4)).status_code == 200
    assert (await stock(own_storefront, "PRINT-01"))["Main"] == (6, 0)


async def test_what_is_sold_ahead_waits_and_leaves_first(own_storefront, doctor):
    shopper = await sold(own_storefront)
    assert (await add(shopper, "COAT-01", 2)).status_code == 201
    order = await shopper.order()
    assert order["shipment_state"] == "backorder"
    assert (await stock(own_storefront, "COAT-01"))["Main"] == (-2, 2)
    assert (await set_quantity(shopper, 1, place=1)).status_code == 200
    assert (await stock(own_storefront, "COAT-01"))["Main"] == (-1, 1)
    assert await doctor() == []


async def test_what_was_sent_stays_in_the_order(own_storefront, doctor):
    shopper = await sold(own_storefront, line_items=items(TOTE_01=2))
    [shipment] = (await shopper.order())["shipments"]
    sent = await admin(shopper, "PUT", f"shipments/{shipment['id']}/ship")
    assert sent.status_code == 200
    before = await shopper.standing()
    answer = await set_quantity(shopper, 1)
    assert (answer.status_code, answer.json()["code"]) == (422, "line_item_sent")
    assert await shopper.standing() == before
    assert (await set_quantity(shopper, 3)).status_code == 200
    shipments = (await shopper.order())["shipments"]
    assert [(s["state"], s["manifest"][0]["quantity"]) for s in shipments] == [
        ("shipped", 2),
        ("pending", 1),
    ]
    assert (await shopper.order())["shipment_state"] == "partial"
    assert await doctor() == []


async def test_the_last_line_stays(storefront):
    shopper = await sold(storefront)
    before = await shopper.standing()
    answer = await set_quantity(shopper, 0)
    assert (answer.status_code, answer.json()["code"]) == (422, "line_items_required")
    emptied = await admin(shopper, "PUT", f"orders/{shopper.number}/empty")
    assert (emptied.status_code, emptied.json()["code"]) == (422, "order_completed")
    assert await shopper.standing() == before


async def test_its_owner_and_whoever_holds_its_token_may_not(storefront):
    shopper = await sold(storefront, headers=ADA)
    line = (await shopper.order())["line_items"][0]["id"]
    before = await shopper.standing()
    for method, path, body in (
        ("POST", "/line_items", {"line_item": {"sku": "MUG-01"}}),
        ("PUT", f"/line_items/{line}", {"line_item": {"quantity": 2}}),
        ("DELETE", f"/line_items/{line}", None),
    ):
        answer = await shopper.asks(method, path, body)
        assert (answer.status_code, answer.json()["code"]) == (422, "order_completed")
    assert await shopper.standing() == before


async def test_a_canceled_order_is_not_changed(storefront):
    shopper = await sold(storefront)
    await admin(shopper, "PUT", f"orders/{shopper.number}/cancel")
    before = await shopper.standing()
    answer = await add(shopper, "MUG-01")
    assert (answer.status_code, answer.json()["code"]) == (422, "order_canceled")
    assert await shopper.standing() == before


async def test_a_new_email_moves_no_price_and_a_new_country_moves_the_taxes(own_storefront, doctor):
    shopper = await sold(own_storefront)
    path = f"orders/{shopper.number}"
    changed = await admin(shopper, "PUT", path, {"order": {"email": "new@example.com"}})
    assert (changed.json()["email"], changed.json()["total"]) == ("new@example.com", "21.79")
    changed = await admin(shopper, "PUT", path, {"order": {"ship_address": GERMANY}})
    order = changed.json()
    assert (order["included_tax_total"], order["additional_tax_total"]) == ("2.67", "0.0")
    assert (order["total"], order["payment_state"]) == ("20.99", "credit_owed")
    assert await doctor() == []


async def test_each_change_is_told_by_its_actor(storefront):
    shopper = await sold(storefront)
    await set_quantity(shopper, 2)
    rows = await storefront.database.rows(
        f"SELECT type, actor FROM events WHERE order_id = {shopper.id} ORDER BY sequence"
    )
    since = [row["type"] for row in rows].index("payment.captured") + 2
    assert [row["type"] for row in rows][since:] == [
        "order.items_changed",
        "shipment.changed",
        "order.repriced",
        "shipment.pending",
    ]
    assert len({row["actor"] for row in rows[since:]}) == 1
    assert rows[-1]["actor"].startswith("key:")
