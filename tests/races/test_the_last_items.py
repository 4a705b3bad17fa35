"""Ten prints, sixty buyers: ten get one, fifty are told so in time, and nobody pays for nothing."""

import httpx

from tests.races.racing import together
from tests.support.buyers import Buyer

IN_STOCK = 10
BUYERS = 60


async def buys(buyer):
    """Take the whole way, a step at a time; gives the buyer and the last answer."""
    state, answer = "cart", await buyer.asks("GET")
    while answer.is_success and state != "complete":
        answer = await buyer.puts(buyer.by_card() if state == "payment" else None)
        state = answer.json().get("state", state)
    return buyer, answer


async def test_of_sixty_buyers_of_ten_prints_ten_get_one_and_nobody_else_pays(race):
    await race.opens()
    buyers = await together(Buyer.comes(race.shop, PRINT_01=1) for _ in range(BUYERS))
    ended = await together(buys(buyer) for buyer in buyers)
    winners = [buyer for buyer, answer in ended if answer.is_success]
    losers = [(buyer, answer) for buyer, answer in ended if not answer.is_success]
    assert len(winners) == IN_STOCK
    assert {answer.json()["code"] for _, answer in losers} == {"insufficient_stock"}
    assert {answer.status_code for _, answer in losers} == {422}

    books = await race.checked(buyer.number for buyer in winners)
    assert books.on_hand("PRINT-01") == 0
    assert books.held == 0
    for buyer, _ in losers:
        order = await buyer.order()
        assert [line["quantity"] for line in order["line_items"]] == [1]
        assert books.reserved_and_kept(order["number"]) == (0, 0)
        assert books.of("payment_attempts", buyer.id) == []
    for buyer in winners:
        assert books.reserved_and_kept(buyer.number) == (5645, 0)


async def test_buyers_who_race_for_the_last_step_cannot_both_have_the_last_print(race):
    """Each holds what it is about to buy, so those who come too late are told before they pay."""
    await race.opens()
    buyers = [await Buyer.comes(race.shop, PRINT_01=3) for _ in range(5)]
    first = await together(buyer.asks("PUT", "/advance") for buyer in buyers)
    at_payment = [b for b, answer in zip(buyers, first, strict=True) if answer.is_success]
    at_payment = [b for b in at_payment if (await b.order())["state"] == "payment"]
    assert len(at_payment) == 3
    for buyer in at_payment:
        await buyer.pays()
    done = await together(buyer.puts() for buyer in at_payment)
    assert [answer.status_code for answer in done] == [httpx.codes.OK] * 3
    books = await race.checked(buyer.number for buyer in at_payment)
    assert books.on_hand("PRINT-01") == 1
