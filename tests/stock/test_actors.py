"""Each movement tells who moved the stock."""

import pytest

from tests.shipments.selling import admin
from tests.stock.counting import item_id
from tests.support.storefront import ADA, DECLINED

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def actor_of(office, email):
    """How events name who has this person's first key, and who that is."""
    [first, *_] = await office.storefront.database.rows(
        "SELECT k.id, k.user_id FROM api_keys AS k JOIN users AS u ON u.id = k.user_id"
        f" WHERE u.email = '{email}' ORDER BY k.id"
    )
    return f"key:{first['id']}", first["user_id"]


async def told(office, sku):
    """The newest movement of a variant, as the API tells it."""
    path = f"stock_movements?q[variant_sku_eq]={sku}&q[s]=id desc&per_page=1"
    [movement] = (await office.sees(path))["stock_movements"]
    return movement["quantity"], movement["reason"], movement["actor"], movement["user_id"]


async def test_a_count_was_changed_by_the_admin_who_did_it(office):
    actor, user_id = await actor_of(office, "admin@example.com")
    item = await item_id(office, "MUG-01")
    await office.changes(f"stock_items/{item}", stock_item={"count_on_hand": 5})
    assert await told(office, "MUG-01") == (5, "adjusted", actor, user_id)
    broken = {"stock_item_id": item, "quantity": -1, "reason": "broken"}
    made = await office.makes("stock_movements", stock_movement=broken)
    assert (made["actor"], made["user_id"]) == (actor, user_id)
    found = await office.sees(f"stock_movements?q[actor_eq]={actor}&q[reason_eq]=broken")
    assert [each["id"] for each in found["stock_movements"]] == [made["id"]]


async def test_a_sale_was_made_by_its_buyer(office):
    await office.storefront.shopper_at("complete", ADA)
    ada = await actor_of(office, "ada@example.com")
    assert await told(office, "TOTE-01") == (-1, "sold", *ada)
    await office.storefront.shopper_at("complete")
    assert await told(office, "TOTE-01") == (-1, "sold", "guest", None)


async def test_what_a_declined_payment_and_a_cancellation_put_back_says_who(office):
    shopper = await office.storefront.shopper_at("payment")
    await shopper.steps(office.ids.card_payment(DECLINED))
    assert (await shopper.puts()).status_code == 422
    assert await told(office, "TOTE-01") == (1, "not placed", "guest", None)
    placed = await office.storefront.shopper_at("complete")
    assert (await admin(placed, "PUT", f"orders/{placed.number}/cancel")).is_success
    by_admin = await actor_of(office, "admin@example.com")
    assert await told(office, "TOTE-01") == (1, "canceled", *by_admin)


async def test_what_the_shop_was_opened_with_nobody_moved(office):
    path = "stock_movements?q[reason_eq]=opening&per_page=1"
    [movement] = (await office.sees(path))["stock_movements"]
    assert (movement["actor"], movement["user_id"]) == ("system", None)
