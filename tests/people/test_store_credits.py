"""Store credit: given by admins, seen by its owner, and never taken away once it was spent."""

import pytest

from tests.people.asking import NO_KEY, NOT_ALLOWED, ada_of, check_only_self_and_admins, strangers
from tests.people.paying import finishes, pays_by, shares
from tests.support.storefront import ADA, ADMIN

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def given(storefront, amount="5.00", **others):
    path = f"/api/users/{await ada_of(storefront)}/store_credits"
    body = {"store_credit": {"amount": amount, "currency": "USD", **others}}
    answer = await storefront.client.post(path, json=body, headers=ADMIN)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_credit_that_an_admin_gives_pays_the_users_next_order(own_storefront):
    credit = await given(own_storefront, "9.50", memo="Sorry")
    assert (credit["amount"], credit["balance"], credit["memo"]) == ("9.5", "9.5", "Sorry")
    shopper = await own_storefront.shopper_at(
        "payment", ADA, line_items=[{"sku": "COAT-01", "quantity": 1}]
    )
    await pays_by(shopper, "Store Credit")
    await pays_by(shopper, "Check")
    placed = await finishes(shopper)
    assert ("Store Credit", "59.5", "completed") in shares(placed)
    path = f"/api/users/{await ada_of(own_storefront)}/store_credits"
    seen = (await own_storefront.client.get(path, headers=ADA)).json()["store_credits"]
    assert [each["balance"] for each in seen] == ["0.0", "0.0"]
    refused = await own_storefront.client.delete(f"{path}/{credit['id']}", headers=ADMIN)
    assert (refused.status_code, refused.json()["code"]) == (422, "in_use")


async def test_only_the_memo_of_given_credit_changes(storefront):
    credit = await given(storefront)
    path = f"/api/store_credits/{credit['id']}"
    body = {"store_credit": {"amount": "500", "currency": "EUR", "user_id": 1, "memo": "Again"}}
    changed = await storefront.client.put(path, json=body, headers=ADMIN)
    assert (changed.status_code, changed.json()) == (200, {**credit, "memo": "Again"})
    assert (await storefront.client.delete(path, headers=ADMIN)).status_code == 204


@pytest.mark.parametrize(
    "said, field",
    [
        ({"amount": "0"}, "amount"),
        ({"amount": "-1"}, "amount"),
        ({"amount": "1.001"}, "amount"),
        ({"amount": None}, "amount"),
        ({"currency": "XXX"}, "currency"),
        ({"currency": ""}, "currency"),
    ],
)
async def test_credit_that_makes_no_sense_is_not_given(storefront, said, field):
    path = f"/api/users/{await ada_of(storefront)}/store_credits"
    body = {"store_credit": {"amount": "1", "currency": "USD", **said}}
    answer = await storefront.client.post(path, json=body, headers=ADMIN)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])


async def test_credit_is_seen_by_its_owner_and_given_by_admins_alone(storefront):
    credit = await given(storefront)
    path = f"/api/users/{await ada_of(storefront)}/store_credits"
    for seen in (path, f"/api/store_credits/{credit['id']}"):
        await check_only_self_and_admins(storefront, "GET", seen)
        for headers in (ADA, ADMIN):
            assert (await storefront.client.get(seen, headers=headers)).status_code == 200
    callers = {**(await strangers(storefront)), "ada": ADA}
    for method, below in (
        ("POST", ""),
        ("PUT", f"/{credit['id']}"),
        ("DELETE", f"/{credit['id']}"),
    ):
        for name, headers in callers.items():
            body = {"store_credit": {"amount": "9", "currency": "USD"}}
            answer = await storefront.client.request(
                method, path + below, json=body, headers=headers
            )
            told = NOT_ALLOWED if name in {"ada", "grace"} else NO_KEY
            assert (answer.status_code, answer.json()) == (401, told), (method, name)
