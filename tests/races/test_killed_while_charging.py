"""`kill -9` where cards are charged at once: nothing is taken twice, nor kept without an order."""

import pytest

from tests.races.killing import (
    bought_in_the_end,
    canceled_in_the_end,
    completes,
    killed,
    restarted_and_swept,
    someone_at_the_last_step,
    someone_with_two_cards,
    take_money_at_once,
)
from tests.support.storefront import APPROVED, DECLINED


@pytest.fixture(autouse=True)
async def _at_once(lasting_fleet):
    await take_money_at_once(lasting_fleet.url)


@pytest.mark.parametrize(
    "point, state",
    [
        ("purchase: before asking", "payment"),
        ("purchase: after the gateway did it", "complete"),
        ("settle: before commit", "complete"),
    ],
)
async def test_killed_while_money_is_taken_at_once(lasting_race, point, state):
    buyer = await someone_at_the_last_step(lasting_race)
    await killed(lasting_race, point, buyer, completes)
    await restarted_and_swept(lasting_race)
    assert (await buyer.order())["state"] == state
    books = await bought_in_the_end(lasting_race, buyer)
    order = await buyer.order()
    assert (order["payment_state"], order["outstanding_balance"]) == ("paid", "0.0")
    assert books.reserved_and_kept()[0] == 0
    await canceled_in_the_end(lasting_race, buyer)


@pytest.mark.parametrize(
    "point, passes",
    [
        ("settle: after commit", 0),
        ("credit: before asking", 0),
        ("credit: after the gateway did it", 0),
        ("settle: before load", 1),
        ("settle: before commit", 1),
    ],
)
async def test_killed_while_what_one_card_paid_is_given_back(lasting_race, point, passes):
    buyer = await someone_with_two_cards(lasting_race, APPROVED, DECLINED)
    await killed(lasting_race, point, buyer, completes, passes)
    books = await restarted_and_swept(lasting_race)
    order = await buyer.order()
    assert [payment["state"] for payment in order["payments"]] == ["void", "failed"]
    assert books.reserved_and_kept() == (0, 0)
    await bought_in_the_end(lasting_race, buyer)
    await canceled_in_the_end(lasting_race, buyer)
