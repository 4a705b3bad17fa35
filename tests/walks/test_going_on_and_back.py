"""`next`, `advance`, and going back with `?state=`: steps are repeated, never skipped."""

import pytest

from tests.support.storefront import GERMANY, MARYLAND, a_tote_to, items

pytestmark = pytest.mark.asyncio(loop_scope="module")

STATES = ["cart", "address", "delivery", "payment", "confirm", "complete"]
NOT_TRANSITIONED = "The order could not be transitioned. Please fix the errors and try again."


async def test_next_moves_one_step_and_takes_no_parameters(storefront):
    shopper = await storefront.shopper(**a_tote_to(MARYLAND))
    answer = await shopper.puts({"order": {"email": "other@example.com"}}, "/next")
    assert (answer.status_code, answer.json()["state"]) == (200, "address")
    assert answer.json()["email"] == "guest@example.com"
    assert [(await shopper.puts(path="/next")).json()["state"] for _ in range(2)] == [
        "delivery",
        "payment",
    ]


async def test_next_from_confirm_places_the_order(storefront):
    shopper = await storefront.shopper_at("confirm")
    answer = await shopper.puts(path="/next")
    assert (answer.status_code, answer.json()["state"]) == (200, "complete")
    assert answer.json()["payments"][0]["state"] == "pending"


async def test_next_that_cannot_go_says_why_and_changes_nothing(storefront):
    shopper = await storefront.shopper_at("payment")
    before = await shopper.standing()
    answer = await shopper.puts(path="/next")
    assert (answer.status_code, answer.json()) == (
        422,
        {
            "error": NOT_TRANSITIONED,
            "errors": {"payments": ["No payment found"]},
            "code": "payment_required",
        },
    )
    assert await shopper.standing() == before


async def test_advance_goes_as_far_as_it_can_and_says_why_it_stopped(storefront):
    shopper = await storefront.shopper(**a_tote_to(MARYLAND))
    answer = await shopper.puts(path="/advance")
    assert (answer.status_code, answer.json()["state"]) == (200, "payment")
    assert answer.json()["errors"] == {"payments": ["No payment found"]}


async def test_advance_that_cannot_move_at_all_answers_the_order_as_it_was(storefront):
    shopper = await storefront.shopper()
    before = await shopper.standing()
    answer = await shopper.puts(path="/advance")
    assert (answer.status_code, answer.json()["state"]) == (200, "cart")
    assert set(answer.json()["errors"]) == {"line_items", "email"}
    assert await shopper.standing() == before


async def test_advance_places_an_order_that_lacks_nothing(storefront):
    shopper = await storefront.shopper(**a_tote_to(MARYLAND))
    method = storefront.ids.payment_methods["Check"]
    paid = await shopper.asks(
        "POST", "/payments", {"payment": {"payment_method_id": method, "amount": "15.99"}}
    )
    assert paid.status_code == 201
    stopped = (await shopper.puts(path="/advance")).json()
    assert (stopped["state"], set(stopped["errors"])) == ("payment", {"payments"})
    await shopper.asks("POST", "/payments", {"payment": {"payment_method_id": method}})
    placed = (await shopper.puts(path="/advance")).json()
    assert (placed["state"], placed["total"]) == ("complete", "21.79")
    assert "errors" not in placed
    assert [payment["state"] for payment in placed["payments"]] == ["invalid", "checkout"]


@pytest.mark.parametrize("path", ["/next", "/advance"])
async def test_next_and_advance_answer_a_completed_order_as_it_is(storefront, path):
    shopper = await storefront.shopper_at("complete")
    before = await shopper.standing()
    answer = await shopper.puts(path=path)
    assert (answer.status_code, answer.json()) == (200, before["order"])
    assert await shopper.standing() == before


@pytest.mark.parametrize(
    "standing, earlier",
    [
        (later, earlier)
        for i, later in enumerate(STATES[:5])
        for earlier in STATES[: i + 1]
        if (later, earlier) != ("payment", "payment")  # nothing is paid there yet
    ],
)
async def test_a_put_may_go_back_to_any_earlier_step_and_goes_on_from_there(
    storefront, standing, earlier
):
    shopper = await storefront.shopper_at(standing)
    answer = await shopper.puts(path=f"?state={earlier}")
    assert answer.is_success
    assert answer.json()["state"] == STATES[STATES.index(earlier) + 1]


@pytest.mark.parametrize(
    "standing, later",
    [(now, later) for i, now in enumerate(STATES[:5]) for later in STATES[i + 1 :]],
)
async def test_a_later_step_is_refused_and_nothing_changes(storefront, standing, later):
    shopper = await storefront.shopper_at(standing)
    before = await shopper.standing()
    answer = await shopper.puts({"state": later, "order": {"email": "x@example.com"}})
    assert (answer.status_code, answer.json()) == (
        422,
        {
            "error": "Invalid resource. Please fix errors and try again.",
            "errors": {"state": ["cannot be skipped to"]},
            "code": "step_ahead",
        },
    )
    assert await shopper.standing() == before


async def test_going_back_to_address_with_another_one_ships_and_taxes_anew(storefront):
    shopper = await storefront.shopper_at("confirm")
    answer = await shopper.puts(
        {"order": {"bill_address": GERMANY, "use_billing": True}}, "?state=address"
    )
    order = answer.json()
    assert order["state"] == "delivery"
    assert [method["name"] for method in order["shipping_methods"]] == ["EU Standard"]
    # 15.99 (2.67 of it VAT: 15.99 / 6 = 2.665) and 9.00 to send it.
    assert (order["total"], order["included_tax_total"]) == ("24.99", "2.67")
    assert order["additional_tax_total"] == "0.0"
    await shopper.steps()
    placed = await shopper.goes_to("complete")
    assert (placed["total"], placed["payments"][-1]["amount"]) == ("24.99", "24.99")


async def test_what_was_given_before_is_still_there_after_going_back(storefront):
    shopper = await storefront.shopper_at("confirm")
    order = (await shopper.puts(path="?state=address")).json()
    assert order["ship_address"]["city"] == "Bethesda"
    assert [payment["state"] for payment in order["payments"]] == ["checkout"]
    states = [(await shopper.steps())["state"] for _ in range(3)]
    assert states == ["payment", "confirm", "complete"]


async def test_another_cart_after_address_makes_shipments_and_taxes_anew(storefront):
    shopper = await storefront.shopper_at("confirm")
    await shopper.asks("POST", "/line_items", {"line_item": {"sku": "LAMP-01", "quantity": 1}})
    order = await shopper.order()
    # 15.99 + 89.00, two parcels at 5.00, 0.80 and 4.45 of tax.
    assert (order["state"], order["total"]) == ("delivery", "120.24")
    assert {s["stock_location_name"] for s in order["shipments"]} == {"Main", "West"}
    placed = await shopper.goes_to("complete")
    assert placed["payments"][-1]["amount"] == "120.24"


async def test_another_address_after_delivery_sends_the_order_back_to_delivery(storefront):
    shopper = await storefront.shopper_at("confirm")
    answer = await shopper.asks(
        "PUT", f"orders/{shopper.number}/address", {"ship_address": GERMANY}
    )
    assert answer.status_code == 200
    assert (answer.json()["state"], answer.json()["total"]) == ("delivery", "24.99")


async def test_a_cart_that_was_emptied_starts_again(storefront):
    shopper = await storefront.shopper_at("confirm")
    emptied = await shopper.asks("PUT", f"orders/{shopper.number}/empty")
    assert (emptied.status_code, emptied.content) == (204, b"")
    order = await shopper.order()
    assert (order["state"], order["total"]) == ("cart", "0.0")
    assert order["line_items"] == order["shipments"] == order["adjustments"] == []
    assert [payment["state"] for payment in order["payments"]] == ["invalid"]
    await shopper.steps({"order": {"line_items": items(MUG_01=1)}})
    placed = await shopper.goes_to("complete")
    # 13.99 + 5.00 + 0.70.
    assert placed["total"] == "19.69"
