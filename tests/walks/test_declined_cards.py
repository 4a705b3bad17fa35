"""What each test card does to an order: declined, slow, lost, or taken later in vain."""

import pytest

from tests.support.storefront import ADA, ADMIN, APPROVED, card, items

pytestmark = pytest.mark.asyncio(loop_scope="module")

GATEWAY = "There was a problem with the payment gateway: "
DECLINES = [
    ("4000000000000002", "The card was declined.", "card_declined"),
    ("4000000000009995", "There is not enough money on the card.", "insufficient_funds"),
    (
        "4000000000000119",
        "The payment could not be processed; please try again.",
        "processing_error",
    ),
    ("4000002500003155", "The bank asks the buyer to authenticate.", "authentication_required"),
]
STOCK = "SELECT sum(count_on_hand) AS n FROM stock_items"
BELOW_ZERO = "SELECT count(*) AS n FROM stock_items WHERE count_on_hand < 0"
MOVED = "SELECT count(*) AS n FROM stock_movements"


async def number(storefront, sql):
    [row] = await storefront.database.rows(sql)
    return int(row["n"])


async def paid_by(storefront, number, **order):
    """A shopper at confirm, about to pay by the card."""
    shopper = await storefront.shopper_at("payment", **order)
    await shopper.steps(storefront.ids.card_payment(number))
    return shopper


@pytest.mark.parametrize("path", ["", "/next", "/advance"])
@pytest.mark.parametrize("digits, text, code", DECLINES)
async def test_a_declined_card_sends_the_order_back_to_payment_and_takes_nothing(
    storefront, digits, text, code, path
):
    shopper = await paid_by(storefront, digits)
    stock = await number(storefront, STOCK)
    answer = await shopper.puts(path=path)
    assert (answer.status_code, answer.json()) == (422, {"error": GATEWAY + text, "code": code})
    order = await shopper.order()
    assert (order["state"], order["completed_at"]) == ("payment", None)
    assert [(p["state"], p["amount"]) for p in order["payments"]] == [("failed", "21.79")]
    assert (order["payment_total"], order["outstanding_balance"]) == ("0.0", "21.79")
    assert await number(storefront, STOCK) == stock
    assert "payment_methods" in order


async def test_an_order_whose_card_was_declined_is_placed_by_another_card(storefront):
    shopper = await paid_by(storefront, "4000000000000002")
    await shopper.puts()
    assert (await shopper.puts()).json()["code"] == "payment_required"
    await shopper.steps(storefront.ids.card_payment(APPROVED))
    placed = await shopper.steps()
    assert placed["state"] == "complete"
    assert [p["state"] for p in placed["payments"]] == ["failed", "pending"]


async def test_a_processing_error_may_be_tried_again_with_the_same_card(storefront):
    shopper = await paid_by(storefront, "4000000000000119")
    for _ in range(2):
        assert (await shopper.puts()).json()["code"] == "processing_error"
        order = await shopper.steps(storefront.ids.card_payment("4000000000000119"))
        assert order["state"] == "confirm"


async def test_store_credit_is_given_back_when_the_card_beside_it_is_declined(own_storefront):
    ids = own_storefront.ids
    shopper = await own_storefront.shopper_at("payment", ADA, line_items=items(TEE_M=3))
    credit = {"payment": {"payment_method_id": ids.payment_methods["Store Credit"]}}
    await shopper.asks("POST", "/payments", credit)
    await shopper.steps(ids.card_payment("4000000000000002"))
    assert (await shopper.puts()).json()["code"] == "card_declined"
    [row] = await own_storefront.database.rows("SELECT used FROM store_credits")
    assert row["used"] == 0
    order = await shopper.order()
    assert [p["state"] for p in order["payments"]] == ["checkout", "failed"]
    await shopper.steps(ids.card_payment())
    placed = await shopper.steps()
    assert placed["state"] == "complete"
    assert placed["payment_total"] == "50.0"


@pytest.mark.parametrize("digits", ["4000000000000044", "4000000000000051"])
async def test_a_slow_answer_and_a_lost_one_place_the_order_once(storefront, digits):
    shopper = await paid_by(storefront, digits)
    stock = await number(storefront, STOCK)
    placed = await shopper.steps()
    assert placed["state"] == "complete"
    assert [p["state"] for p in placed["payments"]] == ["pending"]
    assert await number(storefront, STOCK) == stock - 1


async def test_a_card_whose_captures_are_refused_stays_authorized(storefront):
    shopper = await paid_by(storefront, "4000000000000341")
    placed = await shopper.steps()
    [payment] = placed["payments"]
    path = f"/payments/{payment['id']}/capture"
    answer = await shopper.asks("PUT", path, headers=ADMIN)
    assert (answer.status_code, answer.json()["code"]) == (422, "card_declined")
    order = await shopper.order()
    assert [p["state"] for p in order["payments"]] == ["pending"]
    assert (order["state"], order["payment_state"]) == ("complete", "balance_due")


async def test_a_card_number_is_nowhere_in_what_is_stored_or_answered(storefront):
    shopper = await paid_by(storefront, APPROVED)
    answers = [await shopper.asks("GET"), await shopper.puts(), await shopper.asks("GET")]
    stored = await storefront.database.about(shopper.id)
    assert APPROVED not in str(stored)
    for answer in answers:
        assert APPROVED not in answer.text
        assert "tok_" not in answer.text
        assert card()["verification_value"] not in str(answer.json()["payments"][0]["source"])


async def test_the_last_print_goes_to_the_order_that_holds_it(own_storefront):
    holder = await own_storefront.shopper_at("payment", line_items=items(PRINT_01=10))
    late = await own_storefront.shopper(email="late@example.com")
    answer = await late.asks("POST", "/line_items", {"line_item": {"sku": "PRINT-01"}})
    assert (answer.status_code, answer.json()["code"]) == (422, "insufficient_stock")
    assert (await late.order())["line_items"] == []
    assert (await holder.goes_to("complete"))["state"] == "complete"
    assert await number(own_storefront, BELOW_ZERO) == 0


async def test_who_loses_the_last_one_before_holding_it_is_told_and_keeps_the_cart(own_storefront):
    quick, slow = [
        await own_storefront.shopper_at("delivery", line_items=items(PRINT_01=6)) for _ in range(2)
    ]
    await quick.goes_to("payment")
    before = await slow.standing()
    answer = await slow.puts()
    assert (answer.status_code, answer.json()) == (
        422,
        {
            "error": "The order could not be transitioned. Please fix the errors and try again.",
            "errors": {"line_items": ['selected of "Limited Print" is not available.']},
            "code": "insufficient_stock",
        },
    )
    assert await slow.standing() == before
    assert (await quick.goes_to("complete"))["state"] == "complete"


async def test_what_a_canceled_order_took_is_there_again(own_storefront):
    stock = await number(own_storefront, STOCK)
    moved = await number(own_storefront, MOVED)
    shopper = await own_storefront.shopper_at("complete", line_items=items(PRINT_01=10))
    assert await number(own_storefront, STOCK) == stock - 10
    answer = await shopper.asks("PUT", f"orders/{shopper.number}/cancel")
    assert answer.status_code == 200
    assert [p["state"] for p in answer.json()["payments"]] == ["void"]
    assert await number(own_storefront, STOCK) == stock
    assert await number(own_storefront, MOVED) == moved + 2
    again = await shopper.asks("PUT", f"orders/{shopper.number}/cancel")
    assert (again.status_code, await number(own_storefront, STOCK)) == (200, stock)


async def test_a_capture_that_the_gateway_refuses_leaves_an_open_order_where_it_stands(storefront):
    """Only what stops a placing sends the buyer back."""
    shopper = await storefront.shopper_at("address")
    method = shopper.ids.payment_methods["Credit Card"]
    payment = {"payment_method_id": method, "source_attributes": card(), "amount": "5.00"}
    given = (await shopper.asks("POST", "/payments", {"payment": payment})).json()
    path = f"/payments/{given['id']}/capture"
    refused = await shopper.asks("PUT", path, headers=ADMIN)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_request")
    order = await shopper.order()
    assert (order["state"], order["payments"][0]["state"]) == ("address", "checkout")
