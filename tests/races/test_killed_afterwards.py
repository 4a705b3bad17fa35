"""`kill -9` while a placed order is captured, refunded or canceled, and while a sweeper sweeps."""

import pytest

from tests.races.killing import (
    bought_in_the_end,
    canceled_in_the_end,
    cancels,
    completes,
    does,
    killed,
    restarted_and_swept,
    someone_at_the_last_step,
)


async def someone_who_bought(race):
    buyer = await someone_at_the_last_step(race)
    assert (await buyer.puts()).json()["state"] == "complete"
    return buyer


@pytest.mark.parametrize(
    "point, taken",
    [
        ("deed: after load", False),
        ("deed: after save", False),
        ("deed: before commit", False),
        ("deed: after commit", True),
        ("capture: before asking", True),
        ("capture: after the gateway did it", True),
        ("settle: before load", True),
        ("settle: before commit", True),
        ("settle: after commit", True),
    ],
)
async def test_killed_during_a_capture_it_is_taken_once_or_not_at_all(lasting_race, point, taken):
    buyer = await someone_who_bought(lasting_race)
    total = paid_by_card(await buyer.order())
    await killed(lasting_race, point, buyer, does("capture"))
    books = await restarted_and_swept(lasting_race)
    assert books.reserved_and_kept(buyer.number) == ((0, total) if taken else (total, 0))
    assert (await does("capture")(buyer)).is_success
    books = await lasting_race.checked([buyer.number])
    assert books.reserved_and_kept(buyer.number) == (0, total)
    assert books.deeds_of(buyer.number) == ["authorize", "capture"]
    await canceled_in_the_end(lasting_race, buyer)


@pytest.mark.parametrize(
    "point, passes",
    [
        ("deed: after commit", 0),
        ("credit: before asking", 0),
        ("credit: after the gateway did it", 0),
        ("settle: before commit", 0),
    ],
)
async def test_killed_while_a_part_is_credited_it_is_given_back_once(lasting_race, point, passes):
    buyer = await someone_who_bought(lasting_race)
    total = paid_by_card(await buyer.order())
    assert (await does("capture")(buyer)).is_success
    await killed(lasting_race, point, buyer, does("credit", "1.50"), passes)
    await lasting_race.opens_later()
    # Not all is paid now, as the admin wanted.
    books = await lasting_race.settled()
    assert books.reserved_and_kept(buyer.number) == (0, total - 150)
    assert books.deeds_of(buyer.number) == ["authorize", "capture", "credit"]
    assert (await buyer.order())["payment_state"] == "balance_due"
    await canceled_in_the_end(lasting_race, buyer)


@pytest.mark.parametrize("is_captured", [False, True], ids=["reserved", "taken"])
@pytest.mark.parametrize(
    "point",
    [
        "cancel: after save",
        "cancel: after release_promotions",
        "cancel: after return_stock",
        "cancel: before commit",
        "cancel: after commit",
        "{verb}: before asking",
        "{verb}: after the gateway did it",
        "settle: after save",
        "settle: after release_store_credit",
        "settle: before commit",
        "settle: after commit",
    ],
)
async def test_killed_while_it_is_canceled_everything_is_given_back_once(
    lasting_race, point, is_captured
):
    buyer = await someone_who_bought(lasting_race)
    if is_captured:
        assert (await does("capture")(buyer)).is_success
    verb = "credit" if is_captured else "void"
    await killed(lasting_race, point.format(verb=verb), buyer, cancels)
    await restarted_and_swept(lasting_race)
    was_written_down = not point.startswith("cancel") or point.endswith("after commit")
    assert (await buyer.order())["state"] == ("canceled" if was_written_down else "complete")
    books = await canceled_in_the_end(lasting_race, buyer)
    assert books.deeds_of(buyer.number).count(verb) == 1
    assert books.on_hand("DESK-01") == 500


@pytest.mark.parametrize(
    "point",
    [
        "claim: after load",
        "claim: before commit",
        "claim: after commit",
        "lookup: before asking",
        "settle: after save",
        "settle: before commit",
        "settle: after commit",
    ],
)
async def test_a_sweeper_that_is_killed_leaves_its_work_to_the_next(lasting_race, point):
    buyer = await someone_at_the_last_step(lasting_race)
    await killed(lasting_race, "authorize: after the gateway did it", buyer, completes)
    lasting_race.fleet.arm(point)
    # Its clock is where a sweeper finds something to do; so it dies of that.
    lasting_race.fleet.ahead += 60
    lasting_race.fleet.launch(ahead=lasting_race.fleet.ahead, sweep=0.05).wait_until_dead()
    books = await restarted_and_swept(lasting_race)
    assert (await buyer.order())["state"] == "complete"
    assert books.deeds_of(buyer.number) == ["authorize"]
    await canceled_in_the_end(lasting_race, buyer)


async def test_a_sweeper_that_is_killed_while_it_voids_leaves_that_to_the_next(lasting_race):
    buyer = await someone_at_the_last_step(lasting_race)
    await killed(lasting_race, "prepare: after commit", buyer, completes)
    lasting_race.fleet.arm("void: after the gateway did it")
    lasting_race.fleet.ahead += 60
    lasting_race.fleet.launch(ahead=lasting_race.fleet.ahead, sweep=0.05).wait_until_dead()
    books = await restarted_and_swept(lasting_race)
    assert books.deeds_of(buyer.number) == ["tombstone", "void"]
    await bought_in_the_end(lasting_race, buyer)
    await canceled_in_the_end(lasting_race, buyer)


def paid_by_card(order):
    """What the card pays, in cents."""
    return round(float(order["payments"][-1]["amount"]) * 100)
