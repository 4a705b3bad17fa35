"""Counts changed by hand: each is explained, none is below zero, and what comes fills orders."""

import pytest

from tests.stock.counting import MAIN, WEST, counts, item_id, place_ids, reasons
from tests.support.storefront import ADA, NOBODY, items

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_count_is_added_to_or_set(own_office):
    item = await item_id(own_office, "PRINT-01")
    added = await own_office.changes(f"stock_items/{item}", stock_item={"count_on_hand": 5})
    assert (added["count_on_hand"], added["variant"]["total_on_hand"]) == (15, 15)
    forced = {"count_on_hand": 4, "force": True}
    assert (await own_office.changes(f"stock_items/{item}", stock_item=forced))[
        "count_on_hand"
    ] == 4
    assert (await counts(own_office, "PRINT-01"))[MAIN] == 4
    assert (await reasons(own_office, "PRINT-01"))[-2:] == [(5, "adjusted"), (-11, "adjusted")]


async def test_a_movement_says_why(own_office):
    item, places = await item_id(own_office, "PRINT-01"), await place_ids(own_office)
    body = {"stock_item_id": item, "quantity": -3, "reason": "water damage"}
    path = f"stock_locations/{places[MAIN]}/stock_movements"
    moved = await own_office.makes(path, stock_movement=body)
    assert (moved["quantity"], moved["reason"], moved["order_number"]) == (-3, "water damage", None)
    assert (moved["stock_item_id"], moved["stock_item"]["count_on_hand"]) == (item, 7)
    listed = await own_office.sees(f"{path}?q[reason_eq]=water damage")
    assert [each["id"] for each in listed["stock_movements"]] == [moved["id"]]


@pytest.mark.parametrize(
    "body, errors",
    [
        ({"count_on_hand": -11}, {"count_on_hand": ["would be below zero: there are 10"]}),
        (
            {"count_on_hand": -1, "force": True},
            {"count_on_hand": ["would be below zero: there are 10"]},
        ),
        (
            {"count_on_hand": 2**31 - 1},
            {"count_on_hand": ["must be less than or equal to 2147483647"]},
        ),
        ({"count_on_hand": "many"}, {"count_on_hand": ["is not a number"]}),
        ({"count_on_hand": 1.5}, {"count_on_hand": ["is not a whole number"]}),
    ],
)
async def test_a_count_that_cannot_be_is_refused(office, body, errors):
    item = await item_id(office, "PRINT-01")
    before = await office.sees(f"stock_items/{item}")
    answer = await office.asks("PUT", f"stock_items/{item}", {"stock_item": body})
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"].keys() == errors.keys()
    assert await office.sees(f"stock_items/{item}") == before


async def test_what_is_sold_before_it_comes_may_be_below_zero_and_then_stays_so(own_office):
    item = await item_id(own_office, "PRINT-01")
    path = f"stock_items/{item}"
    await own_office.changes(path, stock_item={"backorderable": True, "count_on_hand": -12})
    assert (await counts(own_office, "PRINT-01"))[MAIN] == -2
    refused = await own_office.is_refused("PUT", path, stock_item={"backorderable": False})
    assert refused == {"backorderable": ["must stay while the count is below zero: -2"]}
    both = {"backorderable": False, "count_on_hand": 2}
    changed = await own_office.changes(path, stock_item=both)
    assert (changed["backorderable"], changed["count_on_hand"]) == (False, 0)


async def test_what_comes_fills_the_orders_that_wait(own_office):
    shop = own_office.storefront
    shopper = await shop.shopper_at("complete", line_items=items(COAT_01=2))
    assert (await shopper.order())["shipment_state"] == "backorder"
    item = await item_id(own_office, "COAT-01")
    await own_office.changes(f"stock_items/{item}", stock_item={"count_on_hand": 5})
    order = await shopper.order()
    assert order["shipments"][0]["manifest"][0]["states"] == {"on_hand": 2}
    assert order["shipment_state"] == "pending"


async def test_a_variant_comes_to_be_kept_and_is_kept_no_longer(own_office):
    places = await place_ids(own_office)
    print_ = own_office.ids.variants["PRINT-01"]
    item = await item_id(own_office, "PRINT-01", WEST)
    if (await own_office.asks("GET", f"stock_items/{item}")).is_success:
        await own_office.removes(f"stock_items/{item}")
    path = f"stock_locations/{places[WEST]}/stock_items"
    kept = await own_office.makes(path, stock_item={"variant_id": print_, "count_on_hand": 3})
    assert (kept["id"], kept["count_on_hand"], kept["backorderable"]) == (item, 3, False)
    assert await own_office.is_refused("POST", path, stock_item={"variant_id": print_}) == {
        "variant_id": ["has already been taken"]
    }
    await own_office.removes(f"{path}/{item}")
    assert (await own_office.asks("GET", f"{path}/{item}")).status_code == 404
    again = await own_office.makes(
        "stock_items", stock_item={"variant_id": print_, "stock_location_id": places[WEST]}
    )
    assert again["count_on_hand"] == 0
    assert (await counts(own_office, "PRINT-01"))[WEST] == 0


async def test_what_somebody_counts_on_is_kept(own_office):
    item = await item_id(own_office, "PRINT-01")
    await own_office.storefront.shopper_at("confirm", line_items=items(PRINT_01=1))
    refused = await own_office.is_refused("DELETE", f"stock_items/{item}")
    assert refused == {"base": ["is held by open checkouts, or waited for by orders"]}


@pytest.mark.parametrize(
    "path, body, errors",
    [
        ("stock_movements", {}, {"quantity": ["can't be blank"]}),
        ("stock_movements", {"quantity": 0}, {"quantity": ["must be other than 0"]}),
        ("stock_movements", {"quantity": 1}, {"stock_item_id": ["can't be blank"]}),
        (
            "stock_movements",
            {"quantity": 1, "stock_item_id": 7},
            {"stock_item_id": ["does not exist"]},
        ),
        ("stock_items", {}, {"variant_id": ["can't be blank"]}),
        ("stock_items", {"variant_id": 1}, {"stock_location_id": ["can't be blank"]}),
        (
            "stock_items",
            {"variant_id": 10**9, "stock_location_id": 1},
            {"variant_id": ["does not exist"]},
        ),
        (
            "stock_items",
            {"variant_id": 1, "stock_location_id": 10**9},
            {"stock_location_id": ["does not exist"]},
        ),
        ("stock_transfers", {}, {"transfer_items": ["can't be blank"]}),
    ],
)
async def test_what_is_lacking_or_is_not_there_is_named(office, path, body, errors):
    name = path.removesuffix("s")
    assert await office.is_refused("POST", path, **{name: body}) == errors


async def test_a_transfer_moves_all_of_it_or_nothing(own_office):
    places = await place_ids(own_office)
    print_, mug = (own_office.ids.variants[sku] for sku in ("PRINT-01", "MUG-01"))
    too_many = {"variant_id": print_, "quantity": 11}
    body = {
        "source_location_id": places[MAIN],
        "destination_location_id": places[WEST],
        "reference": "T-1",
        "transfer_items": [{"variant_id": mug, "quantity": 4}, too_many],
    }
    refused = await own_office.is_refused("POST", "stock_transfers", stock_transfer=body)
    assert refused == {"quantity": ["is more than there is to move: 10"]}
    assert (await counts(own_office, "MUG-01"))[MAIN] == 100_000
    too_many["quantity"] = 10
    made = await own_office.makes("stock_transfers", stock_transfer=body)
    assert made["reference"] == "T-1"
    assert sorted(each["quantity"] for each in made["stock_movements"]) == [-10, -4, 4, 10]
    assert {each["reason"] for each in made["stock_movements"]} == {"transferred: T-1"}
    assert await counts(own_office, "PRINT-01") == {MAIN: 0, WEST: 10}
    assert (await counts(own_office, "MUG-01")) == {MAIN: 99_996, WEST: 4}


async def test_what_open_checkouts_hold_is_not_carried_away(own_office):
    await own_office.storefront.shopper_at("confirm", line_items=items(PRINT_01=8))
    places = await place_ids(own_office)
    body = {
        "source_location_id": places[MAIN],
        "destination_location_id": places[WEST],
        "transfer_items": [{"variant_id": own_office.ids.variants["PRINT-01"], "quantity": 3}],
    }
    refused = await own_office.is_refused("POST", "stock_transfers", stock_transfer=body)
    assert refused == {"quantity": ["is more than there is to move: 2"]}


async def test_what_a_supplier_sends_has_no_source(own_office):
    places = await place_ids(own_office)
    cap = own_office.ids.variants["CAP-01"]
    body = {
        "destination_location_id": places[MAIN],
        "variants": [{"variant_id": cap, "quantity": 2}, {"variant_id": cap, "quantity": 3}],
    }
    made = await own_office.makes("stock_transfers", stock_transfer=body)
    assert [each["quantity"] for each in made["stock_movements"]] == [5]
    assert (await counts(own_office, "CAP-01"))[MAIN] == 5


async def test_only_admins_count(office):
    item = await item_id(office, "PRINT-01")
    before = await office.sees(f"stock_items/{item}")
    for headers, code in ((NOBODY, "not_authenticated"), (ADA, "not_authorized")):
        for method, path, body in (
            ("PUT", f"stock_items/{item}", {"stock_item": {"count_on_hand": 5}}),
            ("DELETE", f"stock_items/{item}", None),
            ("POST", "stock_items", {}),
            ("POST", "stock_movements", {}),
            ("POST", "stock_transfers", {}),
        ):
            answer = await office.asks(method, path, body, headers)
            assert (answer.status_code, answer.json()["code"]) == (401, code), (method, path)
    assert await office.sees(f"stock_items/{item}") == before
