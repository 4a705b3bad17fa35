"""`kill -9` at each point of prepare, pay and settle: nothing is lost, and nothing paid for twice.

Each test has the server killed at the point, starts another when what was left open is due, lets it
sweep, and compares the books; then the buyer tries again until the order is complete, and cancels.
"""

import pytest

from tests.races.killing import (
    bought_in_the_end,
    canceled_in_the_end,
    completes,
    killed,
    restarted_and_swept,
    someone_at_the_last_step,
    someone_with_two_cards,
)
from tests.support.storefront import APPROVED, DECLINED

LOST = "4000000000000051"

BEFORE_IT_WAS_WRITTEN_DOWN = (
    "prepare: before load",
    "prepare: after load",
    "prepare: before save",
    "prepare: after save",
    "prepare: after claim_promotions",
    "prepare: after claim_store_credit",
    "prepare: before take_plenty",
    "prepare: after take_plenty",
    "prepare: before commit",
)
BEFORE_IT_WAS_ASKED_FOR = ("prepare: after commit", "authorize: before asking")
AFTER_IT_WAS_CHARGED = (
    "authorize: after the gateway did it",
    "settle: before save",
    "settle: after save",
    "settle: before commit",
)
GIVING_BACK = (
    "settle: after save",
    "settle: after release_promotions",
    "settle: after release_store_credit",
    "settle: after return_stock",
    "settle: after hold_stock",
    "settle: before commit",
)


@pytest.mark.parametrize("point", BEFORE_IT_WAS_WRITTEN_DOWN)
async def test_killed_before_it_was_written_down_nothing_has_happened(lasting_race, point):
    buyer = await someone_at_the_last_step(lasting_race)
    before = await buyer.order()
    await killed(lasting_race, point, buyer, completes)
    books = await restarted_and_swept(lasting_race)
    assert await buyer.order() == before
    assert books.deeds_of(buyer.number) == []
    books = await bought_in_the_end(lasting_race, buyer)
    assert books.deeds_of(buyer.number) == ["authorize"]
    await canceled_in_the_end(lasting_race, buyer)


@pytest.mark.parametrize("point", BEFORE_IT_WAS_ASKED_FOR)
async def test_killed_before_the_gateway_was_asked_the_buyer_pays_again(lasting_race, point):
    buyer = await someone_at_the_last_step(lasting_race)
    await killed(lasting_race, point, buyer, completes)
    books = await restarted_and_swept(lasting_race)
    order = await buyer.order()
    assert order["state"] == "payment"
    assert [payment["state"] for payment in order["payments"]] == ["checkout", "failed"]
    assert (books.on_hand("DESK-01"), books.held) == (500, 1)
    told = [kind for kind, actor in books.told(buyer.id) if actor == "sweeper"]
    assert told == [
        "payment.asked_again",
        "payment.unanswered",
        "payment.requested",
        "payment.reopened",
        "payment.failed",
        "order.sent_back",
        "payment.voided",
    ]
    books = await bought_in_the_end(lasting_race, buyer)
    assert books.deeds_of(buyer.number) == ["authorize", "tombstone", "void"]
    await canceled_in_the_end(lasting_race, buyer)


@pytest.mark.parametrize("point", AFTER_IT_WAS_CHARGED)
async def test_killed_after_the_gateway_charged_the_order_is_placed(lasting_race, point):
    buyer = await someone_at_the_last_step(lasting_race)
    await killed(lasting_race, point, buyer, completes)
    books = await restarted_and_swept(lasting_race)
    assert (await buyer.order())["state"] == "complete"
    assert books.deeds_of(buyer.number) == ["authorize"]
    assert ("order.completed", "sweeper") in books.told(buyer.id)
    await canceled_in_the_end(lasting_race, buyer)


async def test_killed_before_it_answered_the_order_was_placed_all_the_same(lasting_race):
    buyer = await someone_at_the_last_step(lasting_race)
    await killed(lasting_race, "settle: after commit", buyer, completes)
    books = await restarted_and_swept(lasting_race)
    assert (await buyer.puts()).json()["state"] == "complete"
    assert books.deeds_of(buyer.number) == ["authorize"]
    await canceled_in_the_end(lasting_race, buyer)


@pytest.mark.parametrize("point", GIVING_BACK)
async def test_killed_while_everything_is_given_back_it_is_given_back_once(lasting_race, point):
    buyer = await someone_at_the_last_step(lasting_race, DECLINED)
    await killed(lasting_race, point, buyer, completes)
    books = await restarted_and_swept(lasting_race)
    order = await buyer.order()
    assert order["state"] == "payment"
    assert [payment["state"] for payment in order["payments"]] == ["checkout", "failed"]
    assert (books.on_hand("DESK-01"), books.held) == (500, 1)
    await bought_in_the_end(lasting_race, buyer)
    await canceled_in_the_end(lasting_race, buyer)


@pytest.mark.parametrize(
    "point, passes",
    [
        ("settle: after commit", 0),
        ("void: before asking", 0),
        ("void: after the gateway did it", 0),
        ("settle: before load", 1),
        ("settle: before commit", 1),
        ("settle: after commit", 1),
    ],
)
async def test_killed_while_one_card_is_voided_because_the_other_was_declined(
    lasting_race, point, passes
):
    buyer = await someone_with_two_cards(lasting_race, APPROVED, DECLINED)
    await killed(lasting_race, point, buyer, completes, passes)
    books = await restarted_and_swept(lasting_race)
    order = await buyer.order()
    assert [payment["state"] for payment in order["payments"]] == ["void", "failed"]
    assert books.reserved_and_kept() == (0, 0)
    await bought_in_the_end(lasting_race, buyer)
    await canceled_in_the_end(lasting_race, buyer)


@pytest.mark.parametrize("point", ["lookup: before asking", "lookup: after the gateway did it"])
async def test_killed_while_asking_what_became_of_a_lost_answer(lasting_race, point):
    buyer = await someone_at_the_last_step(lasting_race, LOST)
    await killed(lasting_race, point, buyer, completes)
    books = await restarted_and_swept(lasting_race)
    assert (await buyer.order())["state"] == "complete"
    assert books.deeds_of(buyer.number) == ["authorize"]
    await canceled_in_the_end(lasting_race, buyer)
