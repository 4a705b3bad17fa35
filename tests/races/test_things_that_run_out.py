"""A coupon, a credit, the last of something: whoever comes too late learns so, and pays nothing.

Who loses the race itself is refused. Who comes when it is over finds an order that was priced
again, and has to agree to it.
"""

import pytest

from tests.races.racing import together
from tests.support.buyers import Buyer
from tests.support.storefront import ADA, ADMIN, DECLINED, items


async def test_a_coupon_for_one_use_raced_by_twenty_buyers_is_used_exactly_once(race):
    await race.opens()
    buyers = await together(Buyer.comes(race.shop) for _ in range(20))
    for buyer in buyers:
        entered = await buyer.asks("PUT", "", {"order": {"coupon_code": "ONCE"}})
        assert entered.is_success, entered.text
        await buyer.goes_to_confirm()
    answers = await together(buyer.puts() for buyer in buyers)
    [winner], losers = _told_apart(buyers, answers, "coupon_usage_limit")
    books = await race.checked([winner.number])
    assert [deed.order_number for deed in books.deeds] == [winner.number]
    assert (await winner.order())["total"] == "16.54"
    order = await _buys_without_it(losers[0])
    assert order["total"] == "21.79"
    await race.checked([winner.number, losers[0].number])


async def test_store_credit_raced_by_two_orders_is_never_overspent(race):
    """Ada has 50.00; each desk would take all of it."""
    await race.opens()
    buyers = [await Buyer.comes(race.shop, ADA, DESK_01=1) for _ in range(2)]
    for buyer in buyers:
        await buyer.goes_to_payment()
        await buyer.gives("Store Credit")
        await buyer.gives("Credit Card")
        assert (await buyer.puts()).json()["state"] == "confirm"
    answers = await together(buyer.puts() for buyer in buyers)
    [winner], [loser] = _told_apart(buyers, answers, "insufficient_store_credit")
    books = await race.checked([winner.number])
    assert [row["used"] for row in books.tables["store_credits"]] == [5000]
    assert [deed.order_number for deed in books.deeds] == [winner.number]
    canceled = await race.shop.asks("PUT", f"orders/{winner.number}/cancel", None, winner.headers)
    assert canceled.json()["state"] == "canceled"
    order = await _pays_again(loser)
    assert order["state"] == "complete"
    await race.checked([loser.number])


async def test_a_second_payment_by_store_credit_has_only_what_the_first_left(race):
    await race.opens()
    first = await Buyer.comes(race.shop, ADA, TOTE_01=1)
    await first.goes_to_payment()
    await first.gives("Store Credit")
    states = [(await first.puts()).json()["state"] for _ in range(2)]
    assert states == ["confirm", "complete"]
    second = await Buyer.comes(race.shop, ADA, DESK_01=1)
    await second.goes_to_payment()
    too_much = await second.asks(
        "POST",
        "/payments",
        {
            "payment": {
                "payment_method_id": race.shop.payment_methods["Store Credit"],
                "amount": "28.22",
            }
        },
    )
    assert (too_much.status_code, too_much.json()["code"]) == (422, "insufficient_store_credit")
    await second.gives("Store Credit")
    payments = (await second.order())["payments"]
    assert [payment["amount"] for payment in payments] == ["28.21"]
    await second.gives("Credit Card")
    states = [(await second.puts()).json()["state"] for _ in range(2)]
    assert states == ["confirm", "complete"]
    books = await race.checked([first.number, second.number])
    assert [row["used"] for row in books.tables["store_credits"]] == [5000]


async def test_an_orders_own_hold_never_refuses_its_retry_after_a_decline(race):
    """The last ten prints are held by an order whose card is declined; it may try again at once."""
    await race.opens()
    buyer = await Buyer.comes(race.shop, PRINT_01=10)
    await buyer.goes_to_confirm(DECLINED)
    refused = await buyer.puts()
    assert (refused.status_code, refused.json()["code"]) == (422, "card_declined")
    other = await race.shop.asks("POST", "checkouts", {"order": {"line_items": items(PRINT_01=1)}})
    assert other.json()["code"] == "insufficient_stock"
    await buyer.pays()
    assert (await buyer.puts()).json()["state"] == "complete"
    books = await race.checked([buyer.number])
    assert books.on_hand("PRINT-01") == 0


async def test_stock_lost_late_is_told_so_that_the_buyer_can_mend_it(race):
    """Who stays away for too long finds the goods gone, changes the cart, and completes."""
    await race.opens(1)
    late = await Buyer.comes(race.shop, PRINT_01=8)
    await late.goes_to_confirm()
    await race.opens(1, ahead=16 * 60, sweep=0.05)
    quick = await Buyer.comes(race.shop, TOTE_01=1)
    while (await race.books()).held:
        pass
    added = await quick.asks("POST", "/line_items", {"line_item": items(PRINT_01=5)[0]})
    assert added.is_success, added.text
    await quick.goes_to_confirm()
    assert (await quick.puts()).json()["state"] == "complete"
    refused = await late.puts()
    assert (refused.status_code, refused.json()["code"]) == (422, "insufficient_stock")
    assert (await late.order())["line_items"][0]["quantity"] == 8
    assert (await race.books()).deeds_of(late.number) == []
    line = (await late.order())["line_items"][0]["id"]
    mended = await late.asks("PUT", f"/line_items/{line}", {"line_item": {"quantity": 5}})
    assert mended.is_success, mended.text
    order = await late.order()
    while order["state"] != "complete":
        answer = await late.puts(late.by_card() if order["state"] == "payment" else None)
        assert answer.is_success, answer.text
        order = answer.json()
    books = await race.checked([quick.number, late.number])
    assert books.on_hand("PRINT-01") == 0


@pytest.mark.parametrize("deed", ["capture", "void"])
async def test_what_an_admin_asks_ten_times_at_once_is_done_once(race, deed):
    await race.opens()
    buyer = await Buyer.comes(race.shop)
    await buyer.goes_to_confirm()
    order = (await buyer.puts()).json()
    path = f"orders/{buyer.number}/payments/{order['payments'][0]['id']}/{deed}"
    answers = await together(race.shop.asks("PUT", path, {}, ADMIN) for _ in range(10))
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert 200 in {answer.status_code for answer in answers}
    books = await race.books()
    assert books.deeds_of(buyer.number) == ["authorize", deed]


async def test_canceled_five_times_at_once_it_is_given_back_once(race):
    await race.opens()
    buyer = await Buyer.comes(race.shop, TOTE_01=3)
    await buyer.goes_to_confirm()
    await buyer.puts()
    path = f"orders/{buyer.number}/cancel"
    answers = await together(race.shop.asks("PUT", path, None, buyer.headers) for _ in range(5))
    assert {answer.status_code for answer in answers} == {200}
    books = await race.checked()
    assert books.deeds_of(buyer.number) == ["authorize", "void"]
    assert books.on_hand("TOTE-01") == 100_000


async def test_a_capture_that_races_a_cancel_leaves_no_money_with_the_shop(race):
    await race.opens()
    for _ in range(10):
        buyer = await Buyer.comes(race.shop)
        await buyer.goes_to_confirm()
        order = (await buyer.puts()).json()
        capture = f"orders/{buyer.number}/payments/{order['payments'][0]['id']}/capture"
        await together(
            (
                race.shop.asks("PUT", capture, {}, ADMIN),
                race.shop.asks("PUT", f"orders/{buyer.number}/cancel", None, buyer.headers),
            )
        )
        if (await buyer.order())["state"] != "canceled":
            path = f"orders/{buyer.number}/cancel"
            answer = await race.shop.asks("PUT", path, None, buyer.headers)
            assert answer.json()["state"] == "canceled"
    books = await race.checked()
    assert books.reserved_and_kept() == (0, 0)


def _told_apart(buyers, answers, code):
    """Who has bought, and who has not: refused by the code, or asked to agree to another price."""
    by_buyer = list(zip(buyers, answers, strict=True))
    winners = [buyer for buyer, answer in by_buyer if answer.json().get("state") == "complete"]
    losers = [(buyer, answer) for buyer, answer in by_buyer if buyer not in winners]
    refused = [answer for _, answer in losers if not answer.is_success]
    assert {(a.status_code, a.json()["code"]) for a in refused} <= {(422, code)}
    asked = [answer.json()["state"] for _, answer in losers if answer.is_success]
    assert set(asked) <= {"payment", "confirm"}
    return winners, [buyer for buyer, _ in losers]


async def _buys_without_it(buyer):
    """Go on without what others have used up."""
    if (await buyer.order())["promo_total"] != "0.0":
        path = f"orders/{buyer.number}/remove_coupon_code"
        await buyer.shop.asks("PUT", path, {"coupon_code": "ONCE"}, buyer.headers)
    return await _pays_again(buyer)


async def _pays_again(buyer):
    order = await buyer.order()
    for _ in range(4):
        if order["state"] == "complete":
            break
        needs_card = order["state"] == "payment" and order["outstanding_balance"] != "0.0"
        answer = await buyer.puts(buyer.by_card() if needs_card else None)
        assert answer.is_success, answer.text
        order = answer.json()
    return order
