"""Which refusals are kept: those that say what is wrong with what was asked for, and no others."""

import pytest

from tests.idempotency.asking import A_TOTE, keyed, replayed, said
from tests.support.storefront import DECLINED, items

TOTE = {"line_item": {"sku": "TOTE-01", "quantity": 1}}


async def test_a_refused_body_is_refused_again_by_the_same_answer(shop):
    body = {"order": {"line_items": [{"sku": "NO-SUCH-THING"}]}}
    first = await shop.creates(body)
    again = await shop.creates(body)
    assert first.status_code == 422
    assert said(again) == said(first)
    assert (replayed(first), replayed(again)) == (False, True)


async def test_a_body_that_cannot_even_be_read_is_a_request_like_any_other(shop):
    unreadable = {"order": {"line_items": [{"sku": "TOTE-01", "quantity": "abc"}]}}
    assert (await shop.creates(unreadable)).json()["code"] == "not_a_number"
    assert replayed(await shop.creates(unreadable))
    assert (await shop.creates(A_TOTE)).json()["code"] == "idempotency_key_reused"
    assert await shop.count("orders") == 0


async def test_a_step_that_could_not_be_left_cannot_by_the_same_key_though_it_could_by_now(shop):
    shopper = await shop.storefront.shopper(line_items=items(TOTE_01=1))
    refused = await keyed(shopper, "PUT")
    assert refused.status_code == 422
    await shopper.asks("PUT", f"orders/{shopper.number}", {"order": {"email": "a@example.com"}})
    assert said(await keyed(shopper, "PUT")) == said(refused)
    assert (await shopper.order())["state"] == "cart"
    assert (await keyed(shopper, "PUT", key="another")).json()["state"] == "address"


async def test_a_declined_card_is_declined_once(shop, books):
    shopper = await shop.shopper_at("payment")
    await shopper.steps(shop.ids.card_payment(DECLINED))
    first = await keyed(shopper, "PUT")
    assert first.status_code == 422
    assert first.json()["code"] == "card_declined"
    standing = await shopper.standing()
    again = await keyed(shopper, "PUT")
    assert said(again) == said(first)
    assert replayed(again)
    assert await shopper.standing() == standing
    assert books.deeds(shopper.number) == [("authorize", 2179, "declined")]


async def test_after_a_decline_another_key_pays(shop, books):
    shopper = await shop.shopper_at("payment")
    await shopper.steps(shop.ids.card_payment(DECLINED))
    await keyed(shopper, "PUT")
    await shopper.steps(shop.ids.card_payment())
    paid = await keyed(shopper, "PUT", key="another")
    assert paid.json()["state"] == "complete"
    assert len(books.deeds(shopper.number)) == 2


async def test_a_coupon_that_does_not_apply_is_refused_again_in_its_own_words(shop):
    shopper = await shop.storefront.shopper(line_items=items(TOTE_01=1))
    path, body = "/apply_coupon_code", {"coupon_code": "OLDCODE"}
    first = await keyed(shopper, "PUT", path, body)
    assert first.json()["status_code"] == "coupon_code_expired"
    again = await keyed(shopper, "PUT", path, body)
    assert said(again) == said(first)
    assert replayed(again)


async def test_who_may_not_uses_up_no_key(shop):
    body = {"order": {"email": "guest@example.com"}}
    wrong = {"X_Spree_Token": "no-such-key"}
    shopper = await shop.storefront.shopper()
    path = f"/api/orders/{shopper.number}"
    answers = [
        await shop.creates(body, **wrong),
        await shop.asks("PUT", path, body),
        await shop.asks("PUT", path, body, X_Spree_Order_Token="wrong"),
        await shop.asks("PUT", path, body, X_Spree_Token="demo-other-key"),
    ]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 401]
    assert await shop.count("idempotency_keys") == 0


async def test_who_has_lost_his_key_gets_no_answer_of_the_past(shop):
    ada = {"X_Spree_Token": "demo-customer-key"}
    assert (await shop.creates(A_TOTE, **ada)).status_code == 200
    await shop.revokes_every_key()
    lost = await shop.creates(A_TOTE, **ada)
    assert lost.status_code == 401
    assert lost.json()["code"] == "invalid_api_key"


async def test_what_is_not_there_uses_up_no_key(shop):
    admin = {"X_Spree_Token": "demo-admin-key"}
    answer = await shop.asks("PUT", "/api/orders/R999999999", TOTE, **admin)
    assert answer.status_code == 404
    assert (await shop.asks("PUT", "/api/nothing/here", TOTE)).status_code == 404
    assert await shop.count("idempotency_keys") == 0


@pytest.mark.parametrize(
    "path", ["/api/orders/R1%00", "/api/addresses/%ed%a0%80", f"/api/orders/{'x' * 9000}"]
)
async def test_odd_paths_are_no_more_than_not_found(shop, path):
    admin = {"X_Spree_Token": "demo-admin-key"}
    assert (await shop.asks("PUT", path, TOTE, **admin)).status_code == 404


async def test_a_line_that_is_gone_before_it_is_changed_leaves_no_trace(shop):
    shopper = await shop.storefront.shopper(line_items=items(TOTE_01=1))
    gone = await keyed(shopper, "PUT", "/line_items/999", {"line_item": {"quantity": 2}})
    assert gone.status_code == 404
    assert await shop.count("idempotency_keys") == 0


async def test_a_version_that_is_old_uses_up_no_key(shop):
    shopper = await shop.storefront.shopper(email="guest@example.com")
    path = f"/api/orders/{shopper.number}/line_items"
    token = {"X_Spree_Order_Token": shopper.token}
    stale = await shop.asks("POST", path, TOTE, If_Match='"999"', **token)
    assert stale.status_code == 412
    fresh = (await shopper.asks("GET")).headers["etag"]
    added = await shop.asks("POST", path, TOTE, If_Match=fresh, **token)
    assert added.status_code == 201
    again = await shop.asks("POST", path, TOTE, If_Match=fresh, **token)
    assert said(again) == said(added), "its own first run is what made the version old"
