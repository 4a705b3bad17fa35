"""Many requests for one order at the same time, over both servers."""

import random

import httpx
import pytest

from tests.races.racing import rounds, together
from tests.support.buyers import Buyer
from tests.support.storefront import items

AT_ONCE = 30
SLOW = "4000000000000044"
LOST = "4000000000000051"


@pytest.mark.parametrize("card", ["4111111111111111", SLOW, LOST])
async def test_the_same_complete_sent_thirty_times_at_once_is_one_order_and_one_charge(race, card):
    await race.opens()
    buyer = await Buyer.comes(race.shop, TOTE_01=2)
    await buyer.goes_to_confirm(card)
    answers = await together(buyer.puts() for _ in range(AT_ONCE))
    assert [answer.status_code for answer in answers] == [httpx.codes.OK] * AT_ONCE
    [body] = {answer.text for answer in answers}
    assert answers[0].json()["state"] == "complete"
    books = await race.checked([buyer.number])
    assert [deed.kind for deed in books.deeds] == ["authorize"]
    assert len(books.of("payment_attempts", buyer.id)) == 1
    assert (await buyer.asks("GET")).text == body


async def test_the_same_declined_complete_sent_at_once_is_asked_once_and_refused_alike(race):
    await race.opens()
    buyer = await Buyer.comes(race.shop)
    await buyer.goes_to_confirm("4000000000000002")
    answers = await together(buyer.puts() for _ in range(10))
    assert {answer.status_code for answer in answers} == {422}
    # Whoever came when it was over finds an order in `payment` that has none.
    codes = {answer.json()["code"] for answer in answers}
    assert "card_declined" in codes <= {"card_declined", "payment_required"}
    books = await race.checked()
    assert [deed.state for deed in books.deeds] == ["declined"]
    order = await buyer.order()
    assert (order["state"], order["payments"][0]["state"]) == ("payment", "failed")
    await buyer.pays()
    assert (await buyer.puts()).json()["state"] == "complete"


async def test_a_change_of_the_cart_that_races_a_complete_never_changes_what_is_paid(race):
    """What was paid is what was ordered, whoever comes first."""
    await race.opens()
    chance = random.Random(20261123)
    outcomes = [await _raced(race, chance, number) for number in range(rounds(200, 1000))]
    completed = [number for number, done in outcomes if done]
    books = await race.checked(completed)
    assert len(books.placed) == len(completed)
    assert 0 < len(completed) < len(outcomes), "one of the two always came first: that is no race"


async def _raced(race, chance, number):
    buyer = await Buyer.comes(race.shop)
    await buyer.goes_to_confirm()
    line = (await buyer.order())["line_items"][0]["id"]
    edits = (
        lambda: buyer.asks("POST", "/line_items", {"line_item": items(TOTE_01=1)[0]}),
        lambda: buyer.asks("POST", "/line_items", {"line_item": items(MUG_01=3)[0]}),
        lambda: buyer.asks("PUT", f"/line_items/{line}", {"line_item": {"quantity": 5}}),
        lambda: buyer.asks("DELETE", f"/line_items/{line}"),
        lambda: buyer.puts({"order": {"coupon_code": "TENOFF"}}),
        lambda: buyer.puts({"order": {"shipping_method_id": 2}}),
        lambda: race.shop.asks("PUT", f"orders/{buyer.number}/empty", None, buyer.headers),
    )
    edit = edits[number % len(edits)]
    works = [edit(), buyer.puts()]
    chance.shuffle(works)
    answers = await together(works)
    assert {answer.status_code for answer in answers} <= {200, 201, 204, 409, 422}
    order = await buyer.order()
    if order["state"] == "complete":
        assert order["payments"][-1]["amount"] == order["total"]
    return buyer.number, order["state"] == "complete"


async def test_twenty_parallel_adds_of_one_variant_make_one_line_of_twenty(race):
    await race.opens()
    buyer = await Buyer.comes(race.shop, MUG_01=1)
    adds = (
        buyer.asks("POST", "/line_items", {"line_item": items(TOTE_01=1)[0]}) for _ in range(20)
    )
    answers = await together(adds)
    assert {answer.status_code for answer in answers} == {201}
    lines = (await buyer.order())["line_items"]
    assert [(line["variant"]["sku"], line["quantity"]) for line in lines] == [
        ("MUG-01", 1),
        ("TOTE-01", 20),
    ]
    assert sorted(answer.json()["quantity"] for answer in answers) == list(range(1, 21))
    await race.checked()


async def test_parallel_removals_and_additions_add_up(race):
    await race.opens()
    buyer = await Buyer.comes(race.shop, MUG_01=4)
    line = (await buyer.order())["line_items"][0]["id"]
    added = (
        buyer.asks("POST", "/line_items", {"line_item": items(TOTE_01=2)[0]}) for _ in range(6)
    )
    removed = (buyer.asks("DELETE", f"/line_items/{line}") for _ in range(6))
    answers = await together((*added, *removed))
    assert sorted(answer.status_code for answer in answers) == [201] * 6 + [204] + [404] * 5
    order = await buyer.order()
    assert [(each["variant"]["sku"], each["quantity"]) for each in order["line_items"]] == [
        ("TOTE-01", 12)
    ]
    await race.checked()
