"""What is refused of what admins do with payments that were made."""

import pytest

from tests.support.storefront import ADMIN
from tests.walks.refusing import INVALID

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(
    "deed, state, code",
    [
        ("capture", "void", "payment_state"),
        ("credit", "pending", "payment_state"),
        ("authorize", "void", "payment_state"),
        ("purchase", "void", "payment_state"),
    ],
)
async def test_a_deed_that_a_payments_state_does_not_allow_is_refused(
    storefront, deed, state, code
):
    shopper = await storefront.shopper_at("complete")
    [payment] = (await shopper.order())["payments"]
    path = f"/payments/{payment['id']}"
    if state == "void":
        assert (await shopper.asks("PUT", f"{path}/void", headers=ADMIN)).status_code == 200
    before = await shopper.standing()
    answer = await shopper.asks("PUT", f"{path}/{deed}", headers=ADMIN)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert set(answer.json()["errors"]) == {"payment"}
    assert await shopper.standing() == before


async def test_no_more_is_credited_than_was_taken(storefront):
    shopper = await storefront.shopper_at("complete")
    [payment] = (await shopper.order())["payments"]
    path = f"/payments/{payment['id']}"
    assert (await shopper.asks("PUT", f"{path}/capture", headers=ADMIN)).status_code == 200
    before = await shopper.standing()
    answer = await shopper.asks("PUT", f"{path}/credit", {"amount": "21.80"}, headers=ADMIN)
    assert (answer.status_code, answer.json()) == (
        422,
        {
            "error": (
                "This payment can only be credited up to $21.79. "
                "Please specify an amount less than or equal to this number."
            ),
            "code": "credit_too_large",
        },
    )
    assert await shopper.standing() == before


@pytest.mark.parametrize("one", [True, False])
@pytest.mark.parametrize(
    "deed, done, at",
    [
        ("authorize", "authorized", "confirm"),
        ("purchase", "purchased", "confirm"),
        ("void", "voided", "complete"),
    ],
)
async def test_what_is_only_done_as_a_whole_takes_no_amount(storefront, deed, done, at, one):
    shopper = await storefront.shopper_at(at)
    before = await shopper.standing()
    [payment] = before["order"]["payments"]
    path = f"/payments/{payment['id']}/{deed}" if one else f"/payments/{deed}"
    answer = await shopper.asks("PUT", path, {"amount": "5.00"}, headers=ADMIN)
    message = f"cannot be given: a payment is {done} as a whole"
    assert (answer.status_code, answer.json()) == (
        422,
        {"error": INVALID, "errors": {"amount": [message]}, "code": "amount_invalid"},
    )
    assert await shopper.standing() == before


@pytest.mark.parametrize("one", [True, False])
async def test_no_more_is_captured_than_was_reserved(storefront, one):
    shopper = await storefront.shopper_at("complete")
    before = await shopper.standing()
    [payment] = before["order"]["payments"]
    path = f"/payments/{payment['id']}/capture" if one else "/payments/capture"
    for amount, code in (
        ("21.80", "amount_too_large"),
        ("0", "amount_invalid"),
        ("x", "amount_invalid"),
    ):
        answer = await shopper.asks("PUT", path, {"amount": amount}, headers=ADMIN)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
        assert set(answer.json()["errors"]) == {"amount"}
    assert await shopper.standing() == before
