"""What is refused of what admins do with payments that were made."""

import pytest

from tests.support.storefront import ADMIN

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
