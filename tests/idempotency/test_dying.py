"""A process that dies in the middle of a request leaves nothing half done, and frees its key."""

import asyncio
import contextlib
from datetime import timedelta
from unittest.mock import patch

import httpx
import pytest

from ringup.services.ports.gateway import Unknown
from ringup.services.sweeping import sweep
from tests.idempotency.asking import A_TOTE, SLOW, Shop, keyed, replayed, said
from tests.support.storefront import Shopper

ADMIN = {"X_Spree_Token": "demo-admin-key"}


async def dies_while_asking(asked, seconds: float = 0.3) -> None:
    """Let a request go on until it waits for the slow bank, and no further."""
    running = asyncio.create_task(asked)
    await asyncio.sleep(seconds)
    assert not running.done()
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running


async def test_before_its_commit_nothing_is_left_and_the_key_is_free_at_once(shop):
    with (
        patch("ringup.wire.spree.endpoints.checkouts.order_answer", side_effect=SystemExit),
        pytest.raises(SystemExit),
    ):
        await shop.creates(A_TOTE)
    assert await shop.count("orders") == 0
    assert await shop.count("idempotency_keys") == 0
    assert not replayed(await shop.creates(A_TOTE))


async def test_while_the_bank_is_asked_the_order_is_placed_by_the_sweeper_and_the_repeat_told_so(
    shop, books
):
    shopper = await shop.shopper_paying(SLOW)
    await dies_while_asking(keyed(shopper, "PUT"))

    waiting = await keyed(shopper, "PUT")
    assert waiting.status_code == 409
    assert waiting.json()["code"] == "idempotency_key_in_flight"

    shop.clock.later += timedelta(seconds=31)
    await asyncio.sleep(0.6)
    assert (await sweep(shop.desk)).settled == 1
    first = await keyed(shopper, "PUT")
    assert first.status_code == 200
    assert first.json()["state"] == "complete"
    assert not replayed(first), "nobody had an answer yet"
    again = await keyed(shopper, "PUT")
    assert said(again) == said(first)
    assert replayed(again)
    assert books.deeds(shopper.number) == [("authorize", 2179, "approved")]


async def test_what_the_sweeper_gave_back_is_told_as_refused_and_not_tried_again(shop, books):
    shopper = await shop.shopper_paying(SLOW)
    with patch.object(shop.gateway, "authorize", side_effect=forever):
        await dies_while_asking(keyed(shopper, "PUT"), 0.2)
    shop.clock.later += timedelta(seconds=31)
    assert (await sweep(shop.desk)).settled == 1
    told = await keyed(shopper, "PUT")
    assert told.status_code == 422
    assert told.json()["error"].startswith("There was a problem with the payment gateway")
    assert replayed(await keyed(shopper, "PUT"))
    assert (await shopper.order())["state"] == "payment"
    assert not [deed for deed in books.deeds(shopper.number) if deed[0] == "authorize"]


async def test_another_request_may_not_take_a_dead_ones_key(shop):
    shopper = await shop.shopper_paying(SLOW)
    await dies_while_asking(keyed(shopper, "PUT"))
    shop.clock.later += timedelta(seconds=31)
    other = await keyed(shopper, "PUT", body={"order": {"email": "else@example.com"}})
    assert other.json()["code"] == "idempotency_key_reused"


async def test_a_part_that_was_captured_by_one_who_died_is_not_captured_again(shop, books):
    shopper, path = await placed(shop)
    with patch.object(shop.gateway, "capture", side_effect=forever):
        await dies_while_asking(captures(shop, path, "5.00"), 0.2)
    shop.clock.later += timedelta(seconds=31)
    assert (await sweep(shop.desk)).settled == 1
    first = await captures(shop, path, "5.00")
    assert first.status_code == 200
    assert first.json()["state"] == "completed"
    assert said(await captures(shop, path, "5.00")) == said(first)
    captured = [deed for deed in books.deeds(shopper.number) if deed[0] == "capture"]
    assert captured == [("capture", 500, "approved")]


async def test_another_key_captures_another_part(shop, books):
    shopper, path = await placed(shop)
    assert (await captures(shop, path, "5.00")).status_code == 200
    order = await shopper.order()
    [rest] = [each for each in order["payments"] if each["state"] == "pending"]
    path = f"/api/orders/{shopper.number}/payments/{rest['id']}/capture"
    assert (await captures(shop, path, "5.00")).status_code == 200
    captured = [deed for deed in books.deeds(shopper.number) if deed[0] == "capture"]
    assert captured == [("capture", 500, "approved")] * 2


async def test_a_cancel_that_died_is_canceled_once(shop, books):
    shopper, _ = await placed(shop)
    with patch.object(shop.gateway, "void", side_effect=forever):
        await dies_while_asking(keyed(shopper, "PUT", "/cancel"), 0.2)
    shop.clock.later += timedelta(seconds=31)
    assert (await sweep(shop.desk)).settled == 1
    first = await keyed(shopper, "PUT", "/cancel")
    assert first.status_code == 200
    assert first.json()["state"] == "canceled"
    assert [deed for deed in books.deeds(shopper.number) if deed[0] == "void"] == [
        ("void", 2179, "approved")
    ]


async def test_a_fault_before_the_bank_is_asked_leaves_nothing_and_frees_the_key(shop):
    shopper = await shop.shopper_at("confirm")
    standing = await shopper.standing()
    with patch("ringup.services.update_checkout.paid_and_settled", side_effect=ZeroDivisionError):
        assert (await keyed(shopper, "PUT")).status_code == 500
    assert await shopper.standing() == standing
    assert (await keyed(shopper, "PUT")).json()["state"] == "complete"


async def test_a_fault_after_the_bank_was_asked_frees_the_key_and_the_sweeper_places(shop, books):
    shopper = await shop.shopper_at("confirm")
    with patch("ringup.services.placing.settle", side_effect=ZeroDivisionError):
        assert (await keyed(shopper, "PUT")).status_code == 500
    shop.clock.later += timedelta(seconds=31)
    assert (await sweep(shop.desk)).settled == 1
    assert (await keyed(shopper, "PUT")).json()["state"] == "complete"
    assert books.deeds(shopper.number) == [("authorize", 2179, "approved")]


async def test_while_nobody_knows_what_the_bank_did_a_repeat_is_told_to_come_again(shop, books):
    shopper = await shop.shopper_at("confirm")
    with (
        patch.object(shop.gateway, "authorize", side_effect=unknown),
        patch.object(shop.gateway, "lookup", side_effect=unknown),
    ):
        assert (await keyed(shopper, "PUT")).json()["code"] == "order_being_placed"
        shop.clock.step = timedelta(seconds=5)
        again = await keyed(shopper, "PUT")
    assert again.status_code == 409
    assert again.json()["code"] == "order_being_placed"
    assert again.headers["retry-after"] == "1"
    assert books.deeds(shopper.number) == []


async def placed(shop: Shop) -> tuple[Shopper, str]:
    """An order whose one payment is authorized, and where to capture it."""
    shopper = await shop.shopper_at("complete")
    payment = (await shopper.order())["payments"][0]["id"]
    return shopper, f"/api/orders/{shopper.number}/payments/{payment}/capture"


async def captures(shop: Shop, path: str, amount: str) -> httpx.Response:
    return await shop.asks("PUT", path, {"amount": amount}, **ADMIN)


async def unknown(_: object) -> Unknown:
    return Unknown(reason="the line is dead")


async def forever(*_: object) -> None:
    """Keep whoever asks waiting; nothing ever arrives."""
    await asyncio.Event().wait()
