"""Gift cards: issued once, spent by their code, first of all, and never below zero."""

import asyncio
from datetime import timedelta

import pytest

from ringup import app
from tests.people.asking import check_only_admins, stored
from tests.people.paying import balance, finishes, gives, issued, pays_by, shares, takes_gift_cards
from tests.support.storefront import ADA, ADMIN, DECLINED, TestClock, items, open_storefront

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_code_is_told_once_and_kept_nowhere(own_storefront):
    card = await issued(own_storefront, "25.00", note="For the jury")
    assert (len(card["code"]), card["last_digits"]) == (32, card["code"][-4:])
    assert (card["amount"], card["balance"], card["currency"]) == ("25.0", "25.0", "USD")
    shown = await own_storefront.client.get(f"/api/gift_cards/{card['id']}", headers=ADMIN)
    assert shown.json() == {name: value for name, value in card.items() if name != "code"}
    shopper = await own_storefront.shopper_at("payment")
    assert (await gives(shopper, card["code"]))["status"] == 201
    assert card["code"] not in await stored(own_storefront)


async def test_an_order_is_paid_by_gift_card_then_store_credit_then_card(own_storefront):
    """Two desks come to 509.00: 100.00 of the gift card, Ada's 50.00, and a card for the rest."""
    card = await issued(own_storefront, "100.00")
    desks = items(DESK_01=2)
    shopper = await own_storefront.shopper_at("payment", ADA, line_items=desks)
    assert (await shopper.order())["total"] == "509.0"
    await pays_by(shopper, "Store Credit")
    paid = await gives(shopper, card["code"])
    assert (paid["amount"], paid["source_type"], paid["source_id"], paid["source"]) == (
        *("100.0", "Spree::GiftCard", card["id"], None),
    )
    order = await shopper.steps(shopper.ids.card_payment())
    assert sorted(shares(order)) == [
        ("Credit Card", "359.0", "checkout"),
        ("Gift Card", "100.0", "checkout"),
        ("Store Credit", "50.0", "checkout"),
    ]
    assert await balance(own_storefront, card) == "100.0"
    placed = await shopper.steps()
    assert sorted(shares(placed)) == [
        ("Credit Card", "359.0", "pending"),
        ("Gift Card", "100.0", "completed"),
        ("Store Credit", "50.0", "completed"),
    ]
    assert await balance(own_storefront, card) == "0.0"


async def test_a_gift_card_takes_its_share_before_credit_that_was_given_before(own_storefront):
    card = await issued(own_storefront, "20.00")
    shopper = await own_storefront.shopper_at("payment", ADA)
    await pays_by(shopper, "Store Credit")
    await gives(shopper, card["code"])
    placed = await finishes(shopper)
    assert sorted(shares(placed)) == [
        ("Gift Card", "20.0", "completed"),
        ("Store Credit", "1.79", "completed"),
    ]


async def test_a_gift_card_that_is_worth_more_keeps_the_rest_for_the_next_order(storefront):
    card = await issued(storefront, "50.00")
    for left in ("28.21", "6.42"):
        shopper = await storefront.shopper_at("payment")
        await gives(shopper, card["code"])
        assert (await shopper.steps())["state"] == "confirm"
        assert shares(await shopper.steps()) == [("Gift Card", "21.79", "completed")]
        assert await balance(storefront, card) == left


async def test_two_gift_cards_pay_together(storefront):
    first, second = await issued(storefront, "5.00"), await issued(storefront, "30.00")
    shopper = await storefront.shopper_at("payment")
    await gives(shopper, first["code"])
    await gives(shopper, second["code"])
    await gives(shopper, second["code"])
    placed = await finishes(shopper)
    assert sorted(shares(placed)) == [
        ("Gift Card", "16.79", "completed"),
        ("Gift Card", "5.0", "completed"),
    ]
    assert [await balance(storefront, each) for each in (first, second)] == ["0.0", "13.21"]


async def test_what_was_taken_is_given_back_when_the_card_beside_it_is_declined(storefront):
    card = await issued(storefront, "10.00")
    shopper = await storefront.shopper_at("payment")
    await gives(shopper, card["code"])
    await shopper.steps(shopper.ids.card_payment(DECLINED))
    refused = await shopper.puts()
    assert (refused.status_code, refused.json()["code"]) == (422, "card_declined")
    assert await balance(storefront, card) == "10.0"
    await shopper.steps(shopper.ids.card_payment())
    assert (await shopper.steps())["state"] == "complete"
    assert await balance(storefront, card) == "0.0"


async def test_a_canceled_order_gives_back_what_it_had_of_a_gift_card(storefront):
    card = await issued(storefront, "40.00")
    shopper = await storefront.shopper_at("payment")
    await gives(shopper, card["code"])
    await finishes(shopper)
    assert await balance(storefront, card) == "18.21"
    for _ in range(2):
        assert (await shopper.puts(path="/cancel")).status_code == 200
        assert await balance(storefront, card) == "40.0"


async def test_a_refund_goes_back_onto_the_gift_card(storefront):
    card = await issued(storefront, "40.00")
    shopper = await storefront.shopper_at("payment")
    await gives(shopper, card["code"])
    [payment] = (await finishes(shopper))["payments"]
    path = f"/payments/{payment['id']}/credit"
    answer = await shopper.asks("PUT", path, {"amount": "1.79"}, headers=ADMIN)
    assert answer.status_code == 200
    assert await balance(storefront, card) == "20.0"


async def test_one_gift_card_raced_by_two_orders_never_goes_below_zero(demo_store):
    async with open_storefront(demo_store) as here, open_storefront(demo_store) as there:
        await takes_gift_cards(here)
        card = await issued(here, "30.00")
        shoppers = [await shop.shopper_at("payment") for shop in (here, there, here, there)]
        for shopper in shoppers:
            await gives(shopper, card["code"])
            assert (await shopper.steps())["state"] == "confirm"
        answers = await asyncio.gather(*(shopper.puts() for shopper in shoppers))
        assert sorted(answer.status_code for answer in answers) == [200, 422, 422, 422]
        losers = [answer.json() for answer in answers if answer.status_code == 422]
        assert {loser["code"] for loser in losers} <= {
            *("insufficient_gift_card", "payments_do_not_cover", "cannot_advance"),
        }
        assert await balance(here, card) == "8.21"
        [spent] = await here.database.rows("SELECT sum(amount) AS spent FROM gift_card_events")
        assert int(spent["spent"]) == 2179
        loser = next(s for s, a in zip(shoppers, answers, strict=True) if a.status_code == 422)
        placed = await _pays_the_rest(loser)
        assert sorted(shares(placed)) == [
            ("Credit Card", "13.58", "pending"),
            ("Gift Card", "8.21", "completed"),
        ]
        assert await balance(here, card) == "0.0"


async def _pays_the_rest(shopper):
    order = await shopper.steps(shopper.ids.card_payment())
    return order if order["state"] == "complete" else await finishes(shopper)


@pytest.mark.parametrize("code", ["", None, "wrong", "x" * 300, "\u2603", 7, ["a"]])
async def test_a_code_that_is_none_is_refused_and_changes_nothing(storefront, code):
    shopper = await storefront.shopper_at("payment")
    before = await shopper.standing()
    answer = await gives(shopper, code)
    assert answer["status"] == 422, answer
    assert await shopper.standing() == before


async def test_a_gift_card_pays_in_its_own_currency_only_and_until_it_expires(demo_store):
    clock = TestClock(app.now())
    async with open_storefront(demo_store, clock=clock) as shop:
        euros = await issued(shop, currency="EUR")
        soon = await issued(shop, expires_at=(clock.at + timedelta(minutes=1)).isoformat())
        ended = await issued(shop)
        path = f"/api/gift_cards/{ended['id']}"
        assert (await shop.client.delete(path, headers=ADMIN)).status_code == 204
        shopper, late = await shop.shopper_at("payment"), await shop.shopper_at("payment")
        codes = [(await gives(shopper, card["code"])).get("code") for card in (euros, ended)]
        assert codes == ["gift_card_currency", "gift_card_expired"]
        assert (await gives(shopper, soon["code"]))["status"] == 201
        assert (await gives(late, soon["code"]))["status"] == 201
        clock.at += timedelta(minutes=2)
        assert (await gives(shopper, soon["code"]))["code"] == "gift_card_expired"
        stays = await late.puts(late.ids.payment_by("Check"))
        assert stays.json()["state"] == "confirm"
        assert [share for share in shares(stays.json()) if share[1] != "0.0"] == [
            ("Check", "21.79", "checkout")
        ]


@pytest.mark.parametrize(
    "given, field",
    [
        ({}, "amount"),
        ({"amount": "0"}, "amount"),
        ({"amount": "-1"}, "amount"),
        ({"amount": "1.001"}, "amount"),
        ({"amount": "much"}, "amount"),
        ({"amount": "1", "currency": "XXX"}, "currency"),
        ({"amount": "1", "expires_at": "soon"}, "expires_at"),
    ],
)
async def test_a_gift_card_that_makes_no_sense_is_not_issued(storefront, given, field):
    before = await storefront.database.rows("SELECT count(*) AS n FROM gift_cards")
    answer = await storefront.client.post(
        "/api/gift_cards", json={"gift_card": given}, headers=ADMIN
    )
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert await storefront.database.rows("SELECT count(*) AS n FROM gift_cards") == before


async def test_an_admin_sets_when_a_card_ends_and_its_note_each_alone(storefront):
    card = await issued(storefront, note="one")
    path = f"/api/gift_cards/{card['id']}"
    said = ({"expires_at": "2030-01-01T00:00:00Z"}, {"note": "two"}, {"expires_at": None})
    seen = []
    for each in said:
        answer = await storefront.client.put(path, json={"gift_card": each}, headers=ADMIN)
        seen.append((answer.json()["expires_at"], answer.json()["note"]))
    assert seen == [
        ("2030-01-01T00:00:00.000Z", "one"),
        ("2030-01-01T00:00:00.000Z", "two"),
        (None, "two"),
    ]


@pytest.mark.parametrize(
    "method, below",
    [("GET", ""), ("POST", ""), ("GET", "/{id}"), ("PUT", "/{id}"), ("DELETE", "/{id}")],
)
async def test_gift_cards_are_for_admins_alone(storefront, method, below):
    card = await issued(storefront)
    path = f"/api/gift_cards{below.format(id=card['id'])}"
    await check_only_admins(storefront, method, path, {"gift_card": {"amount": "1"}})
    assert await balance(storefront, card) == "10.0"
    unknown = f"/api/gift_cards{below.format(id=987_654)}"
    if below:
        answer = await storefront.client.request(method, unknown, headers=ADMIN)
        assert answer.status_code == 404
