"""Admins count, carry and correct stock at two servers while others buy: all of it adds up."""

from collections import Counter

from ringup.services.shelves import stock_item_id
from tests.races.racing import together
from tests.races.test_the_last_items import buys
from tests.support.buyers import Buyer
from tests.support.storefront import ADMIN

PRINTS = 10


async def _where_it_lies(race, sku):
    """The variant's id, and its locations' ids, the fullest first."""
    books = await race.books()
    [variant] = (row["id"] for row in books.tables["variants"] if row["sku"] == sku)
    rows = [row for row in books.tables["stock_items"] if row["variant_id"] == variant]
    fullest_first = sorted(rows, key=lambda row: -row["count_on_hand"])
    return variant, [row["stock_location_id"] for row in fullest_first]


async def _checked(race):
    """Hold the books against every rule, what was done by hand being part of what there was."""
    books = await race.books()
    by_hand = Counter(race.opening)
    for row in books.tables["stock_movements"]:
        if row["order_id"] is None and row["reason"] != "opening":
            by_hand[row["variant_id"], row["stock_location_id"]] += row["quantity"]
    race.opening = by_hand
    return await race.checked()


def _bought(ended):
    return [buyer for buyer, answer in ended if answer.is_success]


async def test_what_comes_and_goes_by_hand_beside_buyers_is_sold_once_and_never_missing(race):
    await race.opens()
    variant, [main, *_] = await _where_it_lies(race, "PRINT-01")
    item = stock_item_id(variant, main)
    buyers = await together(Buyer.comes(race.shop, PRINT_01=1) for _ in range(24))

    async def moves(by):
        body = {"stock_movement": {"stock_item_id": item, "quantity": by}}
        return by, await race.shop.asks("POST", "stock_movements", body, ADMIN)

    ended, moved = await together(
        (
            together(buys(buyer) for buyer in buyers),
            together(moves(by) for by in (3, -2, 1, -4, 2, -1, 1, -3)),
        )
    )
    assert {answer.status_code for _, answer in moved} <= {201, 422}
    by_hand = sum(by for by, answer in moved if answer.is_success)
    refused = {answer.json()["code"] for _, answer in (*ended, *moved) if answer.is_client_error}
    assert refused <= {"insufficient_stock", "stock_below_zero"}
    books = await _checked(race)
    assert books.on_hand("PRINT-01") == PRINTS + by_hand - len(_bought(ended)) >= 0


async def test_a_count_that_is_set_beside_buyers_is_explained_by_its_movements(race):
    await race.opens()
    variant, [main, *_] = await _where_it_lies(race, "MUG-01")
    item = stock_item_id(variant, main)
    before = (await race.books()).on_hand("MUG-01")
    buyers = await together(Buyer.comes(race.shop, MUG_01=1) for _ in range(12))

    async def counts():
        body = {"stock_item": {"count_on_hand": 500, "force": True}}
        return await race.shop.asks("PUT", f"stock_items/{item}", body, ADMIN)

    elsewhere = before - race.opening[variant, main]
    ended, answers = await together(
        (together(buys(b) for b in buyers), together(counts() for _ in range(8)))
    )
    assert {answer.status_code for answer in answers} == {200}
    assert len(_bought(ended)) == 12
    left = (await race.books()).on_hand("MUG-01") - elsewhere
    assert 500 - 12 <= left <= 500
    assert (await counts()).json()["count_on_hand"] == 500
    await _checked(race)


async def test_what_is_carried_to_and_fro_beside_buyers_is_neither_lost_nor_doubled(race):
    await race.opens()
    variant, places = await _where_it_lies(race, "MUG-01")
    here, there = places[:2]
    before = (await race.books()).on_hand("MUG-01")
    buyers = await together(Buyer.comes(race.shop, MUG_01=2) for _ in range(8))

    async def carries(source, destination, quantity):
        transfer = {
            "source_location_id": source,
            "destination_location_id": destination,
            "transfer_items": [{"variant_id": variant, "quantity": quantity}],
        }
        return await race.shop.asks("POST", "stock_transfers", {"stock_transfer": transfer}, ADMIN)

    ways = [(here, there, 3), (there, here, 2)] * 5
    ended, answers = await together(
        (together(buys(b) for b in buyers), together(carries(*way) for way in ways))
    )
    assert {answer.status_code for answer in answers} <= {201, 422}
    assert len(_bought(ended)) == 8
    books = await _checked(race)
    assert books.on_hand("MUG-01") == before - 16
