"""A coupon with any step: it applies, and the order goes on by its own merits. One outcome."""

import pytest

from tests.support.storefront import MARYLAND, a_tote_to, items
from tests.walks.refusing import check_refused, refused

pytestmark = pytest.mark.asyncio(loop_scope="module")

FOUR_TEES = {"line_items": items(TEE_S=4)}
# 79.96 - 8.00 = 71.96; 5 % of it is 3.60; 5.00 to send it, once that is known.
TENOFF = {"before it is known where to": "71.96", "sent": "80.56"}
UNKNOWN = "The coupon code you entered doesn't exist. Please try again."
TOO_LITTLE = "This coupon code can't be applied to orders less than $50.00."
# The text, the error's code, and the word that the coupon endpoints have for it.
REFUSED = {
    "NOPE": (UNKNOWN, "coupon_not_found", "coupon_code_not_found"),
    "": (UNKNOWN, "coupon_not_found", "coupon_code_not_found"),
    "OLDCODE": ("The coupon code is expired", "coupon_expired", "coupon_code_expired"),
    "FREESHIP": (TOO_LITTLE, "coupon_not_eligible", "coupon_code_not_eligible"),
}


@pytest.mark.parametrize("at", ["cart", "address", "delivery", "payment", "confirm"])
@pytest.mark.parametrize("code", [code for code in REFUSED if code])
async def test_a_coupon_that_does_not_apply_moves_nothing(storefront, at, code):
    text, word, _ = REFUSED[code]
    case = refused(
        code,
        at=at,
        body={"order": {"coupon_code": code, "special_instructions": "Ring"}},
        error=text,
        errors={"coupon_code": [text]},
        code=word,
    )
    await check_refused(storefront, *case.values)


@pytest.mark.parametrize("code", REFUSED)
async def test_a_coupon_that_is_refused_by_itself_is_answered_in_its_own_form(storefront, code):
    text, word, status_code = REFUSED[code]
    shopper = await storefront.shopper_at("payment")
    before = await shopper.standing()
    answer = await shopper.puts({"coupon_code": code}, "/apply_coupon_code")
    assert (answer.status_code, answer.json()) == (
        422,
        {
            "success": None,
            "error": text,
            "successful": False,
            "status_code": status_code,
            "code": word,
        },
    )
    assert await shopper.standing() == before


@pytest.mark.parametrize(
    "at, after",
    [
        ("cart", "address"),
        ("address", "delivery"),
        ("delivery", "payment"),
        ("confirm", "confirm"),
    ],
)
async def test_a_coupon_applies_with_the_put_of_a_step(storefront, at, after):
    shopper = await storefront.shopper_at(at, **FOUR_TEES)
    order = await shopper.steps({"order": {"coupon_code": " tenoff "}})
    assert (order["state"], order["promo_total"]) == (after, "-8.0")
    placed = await shopper.goes_to("complete")
    assert placed["total"] == TENOFF["sent"]
    assert [p["amount"] for p in placed["payments"] if p["state"] == "pending"] == ["80.56"]


async def test_a_coupon_given_with_the_payment_is_taken_off_what_is_paid(storefront):
    shopper = await storefront.shopper_at("payment", **FOUR_TEES)
    payment = storefront.ids.card_payment()
    payment["order"]["coupon_code"] = "TENOFF"
    order = await shopper.steps(payment)
    assert (order["state"], order["total"]) == ("confirm", "80.56")
    assert [p["amount"] for p in order["payments"]] == ["80.56"]


@pytest.mark.parametrize(
    "at, field", [("cart", "email"), ("address", "ship_address"), ("payment", "payments")]
)
async def test_a_coupon_applies_where_the_order_cannot_go_on_and_the_answer_says_why(
    storefront, at, field
):
    nobody_anywhere = {"email": None, "bill_address": None, "use_billing": None}
    lacking = {} if at == "payment" else nobody_anywhere
    shopper = await storefront.shopper(**{**a_tote_to(MARYLAND), **FOUR_TEES, **lacking})
    if at == "address":
        await shopper.steps({"order": {"email": "guest@example.com"}})
    if at == "payment":
        await shopper.goes_to("payment")
    order = await shopper.steps({"order": {"coupon_code": "TENOFF"}})
    assert (order["state"], order["promo_total"]) == (at, "-8.0")
    assert field in order.pop("errors")
    assert await shopper.order() == order


async def test_a_coupon_with_more_in_the_same_put_shares_its_fate(storefront):
    shopper = await storefront.shopper_at("payment", **FOUR_TEES)
    before = await shopper.standing()
    answer = await shopper.puts(
        {"order": {"coupon_code": "TENOFF", "special_instructions": "Ring twice."}}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "payment_required")
    assert await shopper.standing() == before


@pytest.mark.parametrize("at", ["cart", "address", "delivery", "payment", "confirm"])
async def test_a_coupon_is_applied_and_taken_back_by_itself_at_any_step(storefront, at):
    shopper = await storefront.shopper_at(at, **FOUR_TEES)
    before = await shopper.order()
    applied = await shopper.puts({"coupon_code": "TenOff"}, "/apply_coupon_code")
    assert (applied.status_code, applied.json()) == (
        200,
        {
            "success": "The coupon code was successfully applied to your order.",
            "error": None,
            "successful": True,
            "status_code": "coupon_code_applied",
        },
    )
    order = await shopper.order()
    assert order["promo_total"] == "-8.0"
    assert order["state"] == ("payment" if at == "confirm" else at)
    again = await shopper.puts({"coupon_code": "TENOFF"}, "/apply_coupon_code")
    assert (again.status_code, again.json()["code"]) == (422, "coupon_already_applied")
    removed = await shopper.puts({"coupon_code": "tenoff"}, "/remove_coupon_code")
    assert (removed.status_code, removed.json()["status_code"]) == (200, "adjustments_deleted")
    assert (await shopper.order())["total"] == before["total"]
    gone = await shopper.puts({"coupon_code": "tenoff"}, "/remove_coupon_code")
    assert (gone.status_code, gone.json()["code"]) == (422, "coupon_not_found")


async def test_free_shipping_counts_items_before_other_discounts_and_until_they_are_too_few(
    storefront,
):
    shopper = await storefront.shopper_at("delivery", line_items=items(TEE_S=3))
    for code in ("FREESHIP", "TENOFF"):
        assert (await shopper.puts({"coupon_code": code}, "/apply_coupon_code")).is_success
    order = await shopper.order()
    # 59.97 - 6.00 = 53.97, 5 % of it 2.70 (2.6985).
    assert (order["total"], order["promo_total"]) == ("56.67", "-11.0")
    [line] = order["line_items"]
    await shopper.puts({"line_item": {"quantity": 2}}, f"/line_items/{line['id']}")
    order = await shopper.order()
    # 39.98 - 4.00 = 35.98, 1.80 of tax, and 5.00 that are no longer free.
    assert (order["total"], order["promo_total"]) == ("42.78", "-4.0")


async def test_a_coupon_for_one_use_is_used_by_the_order_that_is_placed_first(own_storefront):
    first, second = [await own_storefront.shopper_at("delivery") for _ in range(2)]
    for shopper in (first, second):
        assert (await shopper.puts({"coupon_code": "ONCE"}, "/apply_coupon_code")).is_success
        await shopper.goes_to("confirm")
    placed = await first.steps()
    assert (placed["state"], placed["total"]) == ("complete", "16.54")
    third = await own_storefront.shopper_at("cart")
    refused = await third.puts({"coupon_code": "ONCE"}, "/apply_coupon_code")
    assert (refused.status_code, refused.json()["status_code"]) == (422, "coupon_code_max_usage")
    # Nobody pays a total that they were not shown: the order is confirmed once more.
    shown = await second.steps()
    assert (shown["state"], shown["total"], shown["promo_total"]) == ("confirm", "21.79", "0.0")
    placed = await second.steps()
    assert (placed["state"], placed["total"]) == ("complete", "21.79")


async def test_a_coupon_of_an_order_that_is_canceled_can_be_used_again(own_storefront):
    shopper = await own_storefront.shopper_at("delivery")
    await shopper.puts({"coupon_code": "ONCE"}, "/apply_coupon_code")
    await shopper.goes_to("complete")
    assert (await shopper.asks("PUT", f"orders/{shopper.number}/cancel")).status_code == 200
    other = await own_storefront.shopper_at("delivery")
    assert (await other.puts({"coupon_code": "ONCE"}, "/apply_coupon_code")).is_success
    assert (await other.goes_to("complete"))["total"] == "16.54"
