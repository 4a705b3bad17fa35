"""Who counts while others sell: all of it adds up, on both databases."""

import asyncio

import pytest

from tests.stock.counting import MAIN, WEST, counts, item_id, place_ids
from tests.support.storefront import items

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_movements_and_sales_at_once_add_up(own_office):
    item = await item_id(own_office, "PRINT-01")
    shop = own_office.storefront
    shoppers = [await shop.shopper_at("confirm", line_items=items(PRINT_01=1)) for _ in range(5)]
    movements = [
        own_office.asks(
            "POST", "stock_movements", {"stock_movement": {"stock_item_id": item, "quantity": by}}
        )
        for by in (3, -1, 4, -2, 1, -3, 2, 1)
    ]
    sales = asyncio.gather(*(shopper.goes_to("complete") for shopper in shoppers))
    answers = await asyncio.gather(*movements)
    await sales
    assert [answer.status_code for answer in answers] == [201] * 8
    assert (await counts(own_office, "PRINT-01"))[MAIN] == 10 + 5 - 5


async def test_what_is_taken_by_hand_at_once_never_goes_below_zero(own_office):
    item = await item_id(own_office, "PRINT-01")
    body = {"stock_movement": {"stock_item_id": item, "quantity": -3}}
    answers = await asyncio.gather(
        *(own_office.asks("POST", "stock_movements", body) for _ in range(6))
    )
    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [422] * 3
    assert {a.json()["code"] for a in answers if a.is_error} == {"stock_below_zero"}
    assert (await counts(own_office, "PRINT-01"))[MAIN] == 1


async def test_transfers_to_and_fro_and_sales_at_once_add_up(own_office):
    places = await place_ids(own_office)
    shop = own_office.storefront
    shoppers = [await shop.shopper_at("confirm", line_items=items(MUG_01=2)) for _ in range(3)]

    def carries(source, destination):
        body = {
            "source_location_id": places[source],
            "destination_location_id": places[destination],
            "transfer_items": [
                {"variant_id": own_office.ids.variants[sku], "quantity": 2}
                for sku in ("MUG-01", "TOTE-01")
            ],
        }
        return own_office.asks("POST", "stock_transfers", {"stock_transfer": body})

    await carries(MAIN, WEST)
    ways = [(MAIN, WEST), (WEST, MAIN)] * 4
    sales = asyncio.gather(*(shopper.goes_to("complete") for shopper in shoppers))
    answers = await asyncio.gather(*(carries(*way) for way in ways))
    await sales
    assert {answer.status_code for answer in answers} <= {201, 422}
    mugs = await counts(own_office, "MUG-01")
    assert sum(mugs.values()) == 100_000 - 6
    assert sum((await counts(own_office, "TOTE-01")).values()) == 100_000


async def test_what_arrives_twice_at_once_fills_no_more_than_came(own_office):
    shop = own_office.storefront
    for _ in range(4):
        await shop.shopper_at("complete", line_items=items(COAT_01=1))
    item = await item_id(own_office, "COAT-01")
    body = {"stock_item": {"count_on_hand": 1}}
    await asyncio.gather(*(own_office.asks("PUT", f"stock_items/{item}", body) for _ in range(3)))
    [row] = await shop.database.rows(
        "SELECT count_on_hand, backordered FROM stock_items WHERE"
        f" variant_id = {own_office.ids.variants['COAT-01']} AND count_on_hand <> 0"
    )
    assert (row["count_on_hand"], row["backordered"]) == (-1, 1)
