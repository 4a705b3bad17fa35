"""Wrong coupon codes and wrong credentials are counted; right ones are not."""

import pytest

from ringup.web.counters import Counters
from ringup.web.limits import CountedHere, Limits, Rates, key_of, limits_of
from tests.wire.memory import ADA
from tests.wire.test_limits import ELSEWHERE, asking_from, shop, statuses_of

TWO = Rates(guesses="2/minute")


async def test_codes_that_do_not_exist_are_counted_and_then_none_is_tried(desk):
    async with shop(desk, limits_of(TWO)) as shopper:
        path = f"orders/{shopper.number}/apply_coupon_code"
        codes = ("NOPE-1", "NOPE-2", "NOPE-3", "TENOFF")
        found = [await shopper.asks("PUT", path, {"coupon_code": code}) for code in codes]
        assert [answer.status_code for answer in found] == [422, 422, 429, 429]
        assert found[0].json()["status_code"] == "coupon_code_not_found"
        assert found[2].json()["code"] == "too_many_requests"
        assert 1 <= int(found[2].headers["retry-after"]) <= 60


@pytest.mark.parametrize("path", ["checkouts", "orders"])
async def test_a_code_within_an_order_is_counted_also_beside_other_mistakes(desk, path):
    async with shop(desk, limits_of(TWO)) as shopper:
        guess = {"order": {"coupon_code": "NOPE", "line_items": [{"sku": "NO-SUCH"}]}}
        found = [await shopper.asks("PUT", f"{path}/{shopper.number}", guess) for _ in range(3)]
        assert [answer.status_code for answer in found] == [422, 422, 429]
        assert found[0].json()["errors"].keys() == {"coupon_code", "line_items.sku"}
        new = await shopper.client.post(f"/api/{path}", json={"order": {"coupon_code": "TENOFF"}})
        assert new.status_code == 429


async def test_who_has_guessed_codes_too_often_may_do_all_else(desk):
    async with shop(desk, limits_of(TWO)) as shopper:
        guess = {"order": {"coupon_code": "NOPE"}}
        path = f"orders/{shopper.number}"
        assert await statuses_of(3, lambda: shopper.asks("PUT", path, guess)) == [422, 422, 429]
        assert (await shopper.walks_to("confirm"))["state"] == "confirm"


async def test_codes_that_exist_and_mistakes_elsewhere_are_no_guesses(desk):
    async with shop(desk, limits_of(TWO)) as shopper:
        await shopper.asks("POST", "/line_items", {"line_item": {"sku": "TOTE-01"}})
        path = f"orders/{shopper.number}"
        for code in ("TENOFF", "TENOFF", "TENOFF", "tenoff"):
            answer = await shopper.asks("PUT", f"{path}/apply_coupon_code", {"coupon_code": code})
            assert answer.status_code in {200, 422}
        wrong = {"order": {"line_items": [{"sku": "NO-SUCH"}]}}
        assert await statuses_of(4, lambda: shopper.asks("PUT", path, wrong)) == [422] * 4


async def test_wrong_keys_are_counted_and_then_no_credentials_are_looked_at(desk):
    async with shop(desk, limits_of(TWO)) as shopper:
        found = [
            await shopper.client.get("/api/orders/current", headers={"X-Spree-Token": key})
            for key in ("wrong-1", "wrong-2", "wrong-3", ADA)
        ]
        assert [answer.status_code for answer in found] == [401, 401, 429, 429]
        assert found[0].json()["code"] == "invalid_api_key"
        assert (await shopper.asks("GET")).status_code == 429
        assert (await shopper.client.post("/api/checkouts")).is_success


async def test_wrong_order_tokens_are_counted(desk):
    async with shop(desk, limits_of(TWO)) as shopper:
        found = [
            await shopper.client.get(f"/api/orders/{shopper.number}", params={"order_token": token})
            for token in ("wrong-1", "wrong-2", "wrong-3")
        ]
        assert [answer.status_code for answer in found] == [401, 401, 429]


async def test_to_ask_without_any_or_with_a_right_key_for_too_much_is_no_guess(desk):
    async with shop(desk, limits_of(TWO)) as shopper:
        path = f"/api/orders/{shopper.number}"
        assert await statuses_of(4, lambda: shopper.client.get(path)) == [401] * 4
        known = {"X-Spree-Token": ADA}
        assert await statuses_of(4, lambda: shopper.client.get(path, headers=known)) == [401] * 4


async def test_another_address_is_not_held_to_account(desk):
    limits = limits_of(TWO)
    async with shop(desk, limits) as shopper, asking_from(desk, limits, ELSEWHERE) as other:
        wrong = {"X-Spree-Token": "wrong"}
        path = "/api/orders/current"
        assert (await statuses_of(3, lambda: shopper.client.get(path, headers=wrong)))[-1] == 429
        assert (await other.get(path, headers={"X-Spree-Token": ADA})).status_code == 204


async def test_no_secret_is_among_the_keys(desk):
    counters = Counters()
    names = ("address", "caller", "order", "guesses")
    limits = Limits(**{name: CountedHere(name, "9/minute", counters) for name in names})
    async with shop(desk, limits) as shopper:
        await shopper.puts({"order": {"coupon_code": "NOPE"}})
        for key in (ADA, "wrong-key"):
            await shopper.client.get("/api/orders/current", headers={"X-Spree-Token": key})
        keys = list(counters._counts)
    secrets = (shopper.headers["X-Spree-Order-Token"], ADA, "wrong-key", "NOPE", shopper.number)
    assert [secret for secret in secrets if any(secret in key for key in keys)] == []
    assert f"caller/{key_of('key', ADA)}" in keys
    assert len(keys) == 8
