"""Orders that skip steps, travel in parts, wait for stock, or are paid in other ways."""

import pytest

from tests.support.storefront import ADA, GERMANY, GRACE, MARYLAND, a_tote_to, items

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def walked(shopper, *bodies):
    """The state after each `PUT`."""
    return [(await shopper.steps(body))["state"] for body in bodies]


async def test_digital_goods_have_no_delivery_step_and_need_no_ship_address(storefront):
    shopper = await storefront.shopper(email="a@example.com", line_items=items(BOOK_01=2))
    assert (await shopper.order())["checkout_steps"] == [
        *("address", "payment", "confirm", "complete")
    ]
    states = await walked(
        shopper, {}, {"order": {"bill_address": MARYLAND}}, storefront.ids.card_payment(), {}
    )
    assert states == ["address", "payment", "confirm", "complete"]
    order = await shopper.order()
    # 18.00 and 5 % of it.
    assert (order["total"], order["ship_total"], order["shipments"]) == ("18.9", "0.0", [])
    assert order["ship_address"] is None


async def test_the_documents_201_is_for_a_shipment_so_digital_goods_answer_200(storefront):
    shopper = await storefront.shopper(
        email="a@example.com", line_items=items(BOOK_01=1), bill_address=MARYLAND
    )
    await shopper.steps()
    answer = await shopper.puts()
    assert (answer.status_code, answer.json()["state"]) == (200, "payment")


async def test_what_is_free_and_digital_has_neither_delivery_nor_payment(storefront):
    shopper = await storefront.shopper(email="a@example.com", line_items=items(FREE_01=1))
    assert (await shopper.order())["checkout_steps"] == ["address", "confirm", "complete"]
    states = await walked(shopper, {}, {"order": {"bill_address": MARYLAND}}, {})
    assert states == ["address", "confirm", "complete"]
    order = await shopper.order()
    assert (order["total"], order["payments"], order["payment_state"]) == ("0.0", [], "paid")


async def test_digital_goods_beside_others_travel_in_no_parcel(storefront):
    shopper = await storefront.shopper_at("complete", line_items=items(TOTE_01=1, BOOK_01=1))
    order = await shopper.order()
    [shipment] = order["shipments"]
    assert [m["variant_id"] for m in shipment["manifest"]] == [storefront.ids.variants["TOTE-01"]]
    # 15.99 + 9.00 + 5.00, and 0.80 + 0.45 of tax.
    assert order["total"] == "31.24"


async def test_desk_and_lamp_travel_in_two_parcels_from_two_places(storefront):
    shopper = await storefront.shopper_at("complete", line_items=items(DESK_01=1, LAMP_01=1))
    order = await shopper.order()
    assert [(s["stock_location_name"], s["cost"]) for s in order["shipments"]] == [
        ("Main", "5.0"),
        ("West", "5.0"),
    ]
    assert order["ship_total"] == "10.0"
    # 240.00 + 89.00 + 10.00, and 12.00 + 4.45 of tax.
    assert order["total"] == "355.45"
    ids = storefront.ids.variants
    assert [[m["variant_id"] for m in s["manifest"]] for s in order["shipments"]] == [
        [ids["DESK-01"]],
        [ids["LAMP-01"]],
    ]


async def test_each_parcel_may_travel_by_a_method_of_its_own(storefront):
    shopper = await storefront.shopper_at("delivery", line_items=items(DESK_01=1, LAMP_01=1))
    first, second = (await shopper.order())["shipments"]
    overnight = next(r["id"] for r in second["shipping_rates"] if r["name"] == "Overnight")
    chosen = [
        {"id": first["id"]},
        {"id": second["id"], "selected_shipping_rate_id": overnight},
    ]
    order = await shopper.steps({"order": {"shipments_attributes": chosen}})
    assert [s["selected_shipping_rate"]["name"] for s in order["shipments"]] == [
        "Ground",
        "Overnight",
    ]
    assert (order["ship_total"], order["total"]) == ("20.0", "365.45")


async def test_a_coat_is_sold_before_it_is_there(storefront):
    shopper = await storefront.shopper_at("complete", line_items=items(COAT_01=2))
    order = await shopper.order()
    # 240.00 + 5.00 + 12.00.
    assert (order["total"], order["shipment_state"]) == ("257.0", "backorder")
    assert order["shipments"][0]["manifest"][0]["states"] == {"backordered": 2}
    [line] = order["line_items"]
    assert line["variant"]["is_backorderable"]


async def test_the_owner_of_a_key_buys_with_the_email_of_the_key(storefront):
    order = a_tote_to(MARYLAND)
    del order["email"]
    shopper = await storefront.shopper(ADA, **order)
    placed = await shopper.goes_to("complete")
    assert placed["email"] == "ada@example.com"
    assert placed["user_id"] is not None


async def test_a_check_stays_to_be_captured(storefront):
    shopper = await storefront.shopper_at("payment")
    order = await shopper.steps(storefront.ids.payment_by("Check"))
    assert order["state"] == "confirm"
    placed = await shopper.steps()
    [payment] = placed["payments"]
    assert (payment["state"], payment["amount"], payment["source"]) == ("checkout", "21.79", None)
    assert payment["response_code"] is None
    assert (placed["payment_state"], placed["outstanding_balance"]) == ("balance_due", "21.79")


async def test_an_amount_given_with_the_last_step_is_ignored_for_the_orders_total(storefront):
    shopper = await storefront.shopper_at("payment")
    method = storefront.ids.payment_methods["Check"]
    attributes = [{"payment_method_id": method, "amount": "1.00"}]
    order = await shopper.steps({"order": {"payments_attributes": attributes}})
    assert (order["state"], order["payments"][0]["amount"]) == ("confirm", "21.79")


async def test_store_credit_pays_and_a_card_what_it_does_not_reach(own_storefront):
    ids = own_storefront.ids
    shopper = await own_storefront.shopper_at("payment", ADA, line_items=items(TEE_M=3))
    # 59.97 + 5.00 + 3.00 = 67.97, of which credit pays 50.00.
    credit = {"payment": {"payment_method_id": ids.payment_methods["Store Credit"]}}
    given = await shopper.asks("POST", "/payments", credit)
    assert (given.status_code, given.json()["amount"]) == (201, "50.0")
    order = await shopper.steps(ids.card_payment())
    assert order["state"] == "confirm"
    placed = await shopper.steps()
    assert [(p["payment_method"]["name"], p["amount"], p["state"]) for p in placed["payments"]] == [
        ("Store Credit", "50.0", "completed"),
        ("Credit Card", "17.97", "pending"),
    ]
    assert (placed["payment_total"], placed["outstanding_balance"]) == ("50.0", "17.97")
    assert await credit_spent(own_storefront) == 50_00


async def test_store_credit_alone_pays_an_order_within_it(own_storefront):
    shopper = await own_storefront.shopper_at("payment", ADA)
    await shopper.steps(own_storefront.ids.payment_by("Store Credit"))
    placed = await shopper.steps()
    assert (placed["payment_state"], placed["outstanding_balance"]) == ("paid", "0.0")
    assert await credit_spent(own_storefront) == 21_79


async def credit_spent(storefront):
    [credit] = await storefront.database.rows("SELECT used FROM store_credits")
    return credit["used"]


@pytest.mark.parametrize("who", [GRACE, {}])
async def test_nobody_spends_credit_that_is_not_theirs(storefront, who):
    shopper = await storefront.shopper_at("payment", who)
    before = await shopper.standing()
    answer = await shopper.puts(storefront.ids.payment_by("Store Credit"))
    assert (answer.status_code, answer.json()["code"]) == (422, "insufficient_store_credit")
    assert await shopper.standing() == before


async def test_an_order_in_euros_is_priced_taxed_and_shown_in_euros(storefront):
    shopper = await storefront.shopper_at(
        "complete", currency="EUR", bill_address=GERMANY, line_items=items(TOTE_01=1, BOOK_01=1)
    )
    order = await shopper.order()
    # 14.99 + 8.00 + 9.00; 14.99 / 6 = 2.50 and 8.00 / 6 = 1.33 of it are VAT.
    assert (order["currency"], order["total"]) == ("EUR", "31.99")
    assert (order["included_tax_total"], order["tax_total"]) == ("3.83", "3.83")
    assert order["display_total"] == "€31.99"


async def test_the_currency_may_change_until_the_order_is_placed(storefront):
    shopper = await storefront.shopper_at("confirm")
    answer = await shopper.asks("PUT", f"orders/{shopper.number}", {"order": {"currency": "EUR"}})
    order = answer.json()
    # 14.99 + 5.00 + 0.75.
    assert (order["currency"], order["total"]) == ("EUR", "20.74")
    assert [payment["state"] for payment in order["payments"]] == ["invalid"]
    assert order["state"] == "delivery"
    placed = await shopper.goes_to("complete")
    assert placed["payments"][-1]["amount"] == "20.74"
