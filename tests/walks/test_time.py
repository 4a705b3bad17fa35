"""What the passing of time does to an open order, by a clock that the test sets."""

from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from ringup.services.sweeping import sweep
from tests.support.storefront import TestClock, items, open_storefront

pytestmark = pytest.mark.asyncio(loop_scope="module")

MORNING = datetime(2030, 12, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock():
    return TestClock(MORNING)


@pytest_asyncio.fixture(loop_scope="module")
async def timed(demo_store, clock):
    async with open_storefront(demo_store, clock) as storefront:
        yield storefront


async def test_a_card_that_expired_since_it_was_given_is_told_and_pays_nothing(timed, clock):
    shopper = await timed.shopper_at("confirm")
    clock.at += timedelta(days=60)
    before = await shopper.standing()
    answer = await shopper.puts()
    assert (answer.status_code, answer.json()) == (
        422,
        {
            "error": "The order could not be transitioned. Please fix the errors and try again.",
            "errors": {"payments": ["use a card that has expired"]},
            "code": "expired_card",
        },
    )
    assert await shopper.standing() == before


async def test_a_card_is_good_until_its_last_day(timed, clock):
    clock.at = datetime(2030, 12, 31, 23, 59, tzinfo=UTC)
    assert (await (await timed.shopper_at("confirm")).steps())["state"] == "complete"
    clock.at += timedelta(minutes=1)
    late = await timed.shopper_at("payment")
    answer = await late.puts(timed.ids.card_payment())
    assert (answer.status_code, answer.json()["code"]) == (422, "expired_card")


async def test_held_stock_is_free_again_after_its_time_and_a_sweep(timed, clock):
    holder = await timed.shopper_at("payment", line_items=items(PRINT_01=10))
    late = await timed.shopper(email="late@example.com")
    line = {"line_item": {"sku": "PRINT-01", "quantity": 10}}
    assert (await late.asks("POST", "/line_items", line)).status_code == 422
    clock.at += timedelta(minutes=15)
    assert (await sweep(timed.desk)).released == 1
    assert (await late.asks("POST", "/line_items", line)).status_code == 201
    assert (await holder.order())["state"] == "payment"


async def test_who_comes_back_in_time_finds_the_goods_still_kept(timed, clock):
    holder = await timed.shopper_at("payment", line_items=items(PRINT_01=10))
    for _ in range(3):
        clock.at += timedelta(minutes=10)
        await holder.asks("PUT", f"orders/{holder.number}", {"order": {"email": "a@example.com"}})
        assert (await sweep(timed.desk)).released == 0
    assert (await holder.goes_to("complete"))["state"] == "complete"


async def test_who_comes_back_too_late_may_still_buy_what_nobody_took(timed, clock):
    holder = await timed.shopper_at("confirm", line_items=items(PRINT_01=10))
    clock.at += timedelta(hours=1)
    await sweep(timed.desk)
    assert (await holder.steps())["state"] == "complete"


async def test_who_comes_back_too_late_is_told_when_others_took_it(timed, clock):
    holder = await timed.shopper_at("confirm", line_items=items(PRINT_01=10))
    clock.at += timedelta(hours=1)
    await sweep(timed.desk)
    other = await timed.shopper_at("complete", line_items=items(PRINT_01=1))
    assert (await other.order())["state"] == "complete"
    before = await holder.standing()
    answer = await holder.puts()
    assert (answer.status_code, answer.json()["code"]) == (422, "insufficient_stock")
    assert await holder.standing() == before


async def test_times_are_told_in_utc_to_the_millisecond(timed, clock):
    clock.at = datetime(2030, 12, 1, 9, 30, 15, 123_456, tzinfo=UTC)
    order = await (await timed.shopper_at("complete")).order()
    assert order["created_at"] == order["completed_at"] == "2030-12-01T09:30:15.123Z"
