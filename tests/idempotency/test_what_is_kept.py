"""What lies in the database of a key: nothing secret, and nothing for longer than a day."""

import hashlib
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from ringup.persistence import schema
from ringup.services.forgetting import forget_old_keys
from ringup.services.sweeping import sweep
from tests.idempotency.asking import A_TOTE, KEY, Shop, at_once, keyed, replayed, said
from tests.support.storefront import items


async def kept(shop: Shop) -> str:
    """Everything that the database holds of keys, bytes too, as text."""

    async def look(reading: Any) -> list[dict[str, object]]:
        found: list[dict[str, object]] = await reading.select(select(schema.idempotency_keys))
        return found

    rows = await shop.desk.store.read(look)
    return repr([{name: _shown(value) for name, value in row.items()} for row in rows])


def _shown(value: object) -> object:
    return f"{value!r} {value.hex()}" if isinstance(value, bytes) else value


async def test_the_token_of_a_new_order_is_told_again_and_lies_nowhere(shop):
    first = await shop.creates(A_TOTE)
    token = first.json()["token"]
    assert (await shop.creates(A_TOTE)).json()["token"] == token
    everything = await kept(shop)
    assert token not in everything
    assert KEY not in everything
    assert hashlib.sha256(KEY.encode()).hexdigest() not in everything
    order = await shop.asks(
        "GET", f"/api/orders/{first.json()['number']}", key=None, X_Order_Token=token
    )
    assert order.status_code == 200


async def test_a_token_that_was_presented_is_told_again_and_lies_nowhere(shop):
    shopper = await shop.storefront.shopper(email="guest@example.com", line_items=items(TOTE_01=1))
    first = await keyed(shopper, "PUT")
    assert first.json()["token"] == shopper.token
    assert said(await keyed(shopper, "PUT")) == said(first)
    assert shopper.token not in await kept(shop)


async def test_the_same_key_gives_another_order_another_token(shop):
    tokens = set()
    for _ in range(2):
        tokens.add((await shop.creates(A_TOTE)).json()["token"])
        shop.clock.later += timedelta(days=1, seconds=1)
    assert len(tokens) == 2


async def test_of_a_card_no_more_is_kept_than_its_last_digits(shop):
    shopper = await shop.shopper_at("payment")
    for number in ("4111111111111111", "4111111111111112"):
        body = shop.ids.card_payment(number, verification_value="7391")
        await keyed(shopper, "PUT", body=body, key=number[-1])
    everything = await kept(shop)
    assert await shop.count("idempotency_keys") == 2
    assert "4111111" not in everything
    assert "7391" not in everything


async def test_the_sweeper_forgets_what_is_older_than_a_day(shop):
    await at_once(shop.creates(A_TOTE, key=f"old-{n}") for n in range(3))
    shop.clock.later += timedelta(hours=23)
    young = await shop.creates(A_TOTE, key="young")
    await sweep(shop.desk)
    assert await shop.count("idempotency_keys") == 4
    shop.clock.later += timedelta(hours=1, seconds=1)
    await sweep(shop.desk)
    assert await shop.count("idempotency_keys") == 1
    assert said(await shop.creates(A_TOTE, key="young")) == said(young)


async def test_many_old_keys_are_forgotten_in_small_transactions(shop, monkeypatch):
    await at_once(shop.creates(A_TOTE, key=f"old-{n}") for n in range(7))
    shop.clock.later += timedelta(hours=25)
    monkeypatch.setattr("ringup.services.forgetting.AT_ONCE", 2)
    monkeypatch.setattr("ringup.services.forgetting.TIMES", 2)
    assert await forget_old_keys(shop.desk) == 4
    assert await forget_old_keys(shop.desk) == 3
    assert await shop.count("idempotency_keys") == 0


async def test_a_key_lies_with_its_order_and_others_are_spread_below_zero(shop):
    shopper = await shop.storefront.shopper(email="guest@example.com", line_items=items(TOTE_01=1))
    await keyed(shopper, "PUT")
    await shop.creates(A_TOTE)
    rows = await shop.storefront.database.rows("SELECT order_id, operation FROM idempotency_keys")
    lying = {row["operation"]: row["order_id"] for row in rows}
    assert lying["PUT /api/checkouts/{number}"] == shopper.id
    assert lying["POST /api/checkouts"] < 0


async def test_a_repeat_of_an_answer_without_a_body_has_none(shop):
    shopper = await shop.storefront.shopper(line_items=items(TOTE_01=1))
    first = await keyed(shopper, "PUT", "/empty")
    again = await keyed(shopper, "PUT", "/empty")
    assert (again.status_code, again.content) == (first.status_code, b"")
    assert replayed(again)
