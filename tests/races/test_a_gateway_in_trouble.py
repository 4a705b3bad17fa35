"""The gateway answers late, breaks off, talks nonsense, says nothing, or is not there at all."""

import asyncio
from collections import Counter

import pytest

from tests.races.killing import bought_in_the_end, does, someone_at_the_last_step
from tests.races.racing import together
from tests.support.buyers import Buyer

BUYERS = 12
PATIENT = 0.2
"""Seconds that these servers wait for an answer; the gateway is late by three times that."""

IT_WAS_CHARGED = ("late", "breaks", "garbage")
IT_WAS_NOT = ("down", "deaf")


async def _asked_in_trouble(race, trouble):
    """Have a crowd come to the last step, and ask for it while the line is bad."""
    await race.opens(2, patience=PATIENT)
    buyers = await together(Buyer.comes(race.shop) for _ in range(BUYERS))
    for buyer in buyers:
        await buyer.goes_to_confirm()
    race.fleet.trouble(trouble)
    answers = await together(buyer.puts() for buyer in buyers)
    for answer in answers:
        assert (answer.status_code, answer.json()["code"]) == (409, "order_being_placed")
        assert answer.headers["retry-after"] == "1"
    return buyers


@pytest.mark.parametrize("trouble", IT_WAS_CHARGED)
async def test_whoever_was_charged_and_not_told_has_an_order_once_the_line_is_good(race, trouble):
    buyers = await _asked_in_trouble(race, trouble)
    books = await race.books()
    assert books.reserved_and_kept() == (BUYERS * 2179, 0)
    race.fleet.trouble("nothing")
    await race.opens_later(2)
    await race.settled()
    books = await race.checked(buyer.number for buyer in buyers)
    assert Counter(deed.kind for deed in books.deeds) == {"authorize": BUYERS}
    states = [(await buyer.puts()).json()["state"] for buyer in buyers]
    assert states == ["complete"] * BUYERS


@pytest.mark.parametrize("trouble", IT_WAS_NOT)
async def test_whoever_could_not_be_charged_pays_again_once_the_line_is_good(race, trouble):
    buyers = await _asked_in_trouble(race, trouble)
    assert (await race.books()).deeds == []
    race.fleet.trouble("nothing")
    await race.opens_later(2)
    await race.settled()
    books = await race.checked()
    assert books.reserved_and_kept() == (0, 0)
    assert books.held == BUYERS
    for buyer in buyers:
        assert (await buyer.order())["state"] == "payment"
        await buyer.pays()
        assert (await buyer.puts()).json()["state"] == "complete"
    await race.checked(buyer.number for buyer in buyers)


async def test_a_gateway_that_is_down_for_a_minute_leaves_orders_standing_until_it_is_back(race):
    """While nobody knows, nothing is decided; and nobody is charged for what was given up."""
    buyers = await _asked_in_trouble(race, "down")
    await race.opens(2, ahead=60, sweep=0.05, patience=PATIENT)
    await asyncio.sleep(1)
    shown = [await buyer.order() for buyer in buyers]
    assert {order["state"] for order in shown} == {"confirm"}
    changes = await together(
        buyer.asks("PUT", "", {"order": {"email": "other@example.com"}}) for buyer in buyers
    )
    assert {answer.status_code for answer in changes} == {409}
    race.fleet.trouble("nothing")
    await race.opens(1, ahead=120, sweep=0.05)
    await race.settled()
    await race.checked()
    for buyer in buyers:
        await bought_in_the_end(race, buyer)


async def test_a_gateway_that_never_comes_back_is_given_up_and_voided_when_it_does(race):
    """After five minutes the buyer may go on; what may yet have been charged is let go of."""
    buyers = await _asked_in_trouble(race, "breaks")
    race.fleet.trouble("down")
    await race.opens(2, ahead=400, sweep=0.05, patience=PATIENT)
    await _until(lambda order: order["state"] == "payment", buyers)
    for buyer in buyers:
        await buyer.gives("Check")
        assert (await buyer.puts()).json()["state"] == "confirm"
        assert (await buyer.puts()).json()["state"] == "complete"
    race.fleet.trouble("nothing")
    await race.opens(1, ahead=800, sweep=0.05)
    await race.settled()
    books = await race.checked(buyer.number for buyer in buyers)
    assert books.reserved_and_kept() == (0, 0)
    assert Counter(deed.kind for deed in books.deeds) == {"authorize": BUYERS, "void": BUYERS}


async def test_one_order_whose_gateway_is_deaf_keeps_no_other_waiting_for_long(race):
    """More orders than are swept side by side, all of a deaf gateway; and one canceled check."""
    await _asked_in_trouble(race, "deaf")
    [server] = await race.opens(1, ahead=60, sweep=0.05, patience=PATIENT)
    other = await Buyer.comes(race.shop)
    await other.goes_to_payment()
    await other.gives("Check")
    states = [(await other.puts()).json()["state"] for _ in range(2)]
    assert states == ["confirm", "complete"]
    race.fleet.trouble("nothing")
    await race.opens(1, ahead=120, sweep=0.05)
    await race.settled()
    await race.checked([other.number])
    assert "sweep_failed" not in server.written


@pytest.mark.parametrize("trouble", ["late", "breaks", "garbage", "down"])
async def test_what_an_admin_asks_in_trouble_is_done_once_when_the_line_is_good(race, trouble):
    await race.opens(1, patience=PATIENT)
    buyer = await someone_at_the_last_step(race)
    assert (await buyer.puts()).json()["state"] == "complete"
    race.fleet.trouble(trouble)
    answer = await does("capture")(buyer)
    assert (answer.status_code, answer.json()["code"]) == (409, "payment_in_progress")
    assert answer.headers["retry-after"] == "1"
    race.fleet.trouble("nothing")
    await race.opens_later()
    await race.settled()
    books = await race.checked([buyer.number])
    assert books.deeds_of(buyer.number) == ["authorize", "capture"]
    assert (await buyer.order())["payment_state"] == "paid"


async def _until(is_so, buyers):
    deadline = asyncio.get_running_loop().time() + 30
    for buyer in buyers:
        while not is_so(await buyer.order()):
            assert asyncio.get_running_loop().time() < deadline
            await asyncio.sleep(0.05)
