"""A process that sleeps through its time is overtaken by a sweeper, and does no harm on waking."""

import asyncio

import pytest

from tests.races.killing import bought_in_the_end, completes, someone_at_the_last_step
from tests.races.racing import LATER, Race


async def _woken_too_late(race: Race, point: str):
    """Have a server fall asleep at the point, sweep by another, and wake it; gives its answer."""
    [sleeper] = await race.opens(1)
    buyer = await someone_at_the_last_step(race)
    race.fleet.arm(point, how="stop")
    asking = asyncio.create_task(completes(buyer))
    await asyncio.to_thread(sleeper.wait_until_stopped)
    await race.opens(1, ahead=LATER, sweep=0.05)
    await race.settled()
    sleeper.wake()
    return buyer, await asking


@pytest.mark.parametrize("point", ["prepare: after commit", "authorize: before asking"])
async def test_who_asks_the_gateway_after_it_was_given_up_is_refused_there(race, point):
    buyer, answer = await _woken_too_late(race, point)
    assert (answer.status_code, answer.json()["code"]) == (422, "processing_error")
    books = await race.checked()
    assert (await buyer.order())["state"] == "payment"
    assert books.deeds_of(buyer.number) == ["tombstone", "void"]
    await bought_in_the_end(race, buyer)


@pytest.mark.parametrize("point", ["authorize: after the gateway did it", "settle: after commit"])
async def test_who_settles_what_a_sweeper_has_settled_finds_it_done(race, point):
    buyer, answer = await _woken_too_late(race, point)
    assert (answer.status_code, answer.json()["state"]) == (200, "complete")
    books = await race.checked([buyer.number])
    assert books.deeds_of(buyer.number) == ["authorize"]
    assert [kind for kind, _ in books.told(buyer.id)].count("order.completed") == 1


async def test_who_sleeps_for_long_does_not_ask_for_money_any_more(race):
    """By its own clock too the time is over, so that no gateway needs to know better."""
    [sleeper] = await race.opens(1)
    buyer = await someone_at_the_last_step(race)
    race.fleet.arm("prepare: after commit", how="stop")
    asking = asyncio.create_task(completes(buyer))
    await asyncio.to_thread(sleeper.wait_until_stopped)
    await asyncio.sleep(11)
    sleeper.wake()
    answer = await asking
    assert (answer.status_code, answer.json()["code"]) == (422, "processing_error")
    books = await race.checked()
    assert books.deeds_of(buyer.number) == []
    assert (await buyer.order())["state"] == "payment"
    # The payment was not asked for, so it still stands.
    states = [(await buyer.puts()).json()["state"] for _ in range(2)]
    assert states == ["confirm", "complete"]
    await race.checked([buyer.number])
