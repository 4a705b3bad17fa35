"""Stock locations made, changed and removed; new ones keep what all of them are to keep."""

import pytest

from tests.stock.counting import MAIN, place_ids
from tests.support.storefront import items

pytestmark = pytest.mark.asyncio(loop_scope="module")

DEPOT = {"address1": "1 Depot St", "city": "Austin", "zipcode": "73301", "phone": "5551234"}


async def state(office, abbr):
    [row] = await office.storefront.database.rows(
        "SELECT s.id, s.country_id FROM states AS s JOIN countries AS c ON c.id = s.country_id"
        f" WHERE s.abbr = '{abbr}' AND c.iso = 'US'"
    )
    return row["id"], row["country_id"]


async def test_a_location_is_made_changed_and_removed(office):
    texas, usa = await state(office, "TX")
    where = {**DEPOT, "state_id": texas, "country_id": usa}
    made = await office.makes("stock_locations", stock_location={"name": "Depot", **where})
    assert (made["name"], made["active"], made["default"]) == ("Depot", True, False)
    assert (made["city"], made["state"]["abbr"], made["country"]["iso"]) == ("Austin", "TX", "US")
    path = f"stock_locations/{made['id']}"
    changed = await office.changes(path, stock_location={"name": "Far Depot", "active": False})
    assert changed == {**made, "name": "Far Depot", "active": False}
    await office.removes(path)
    assert (await office.asks("GET", path)).status_code == 404


async def test_a_new_location_keeps_every_variant_unless_it_is_told_not_to(office):
    name = {"name": "Everything", "backorderable_default": True}
    whole = await office.makes("stock_locations", stock_location=name)
    listed = await office.sees(f"stock_locations/{whole['id']}/stock_items?per_page=100")
    [goods] = await office.storefront.database.rows(
        "SELECT count(*) AS counted FROM variants AS v"
        " JOIN products AS p ON p.id = v.product_id WHERE NOT p.digital"
    )
    assert listed["total_count"] == goods["counted"] == 11
    assert {item["count_on_hand"] for item in listed["stock_items"]} == {0}
    assert {item["backorderable"] for item in listed["stock_items"]} == {True}
    nothing = {"name": "Nothing", "propagate_all_variants": False}
    bare = await office.makes("stock_locations", stock_location=nothing)
    assert (await office.sees(f"stock_locations/{bare['id']}/stock_items"))["total_count"] == 0
    for each in (whole, bare):
        await office.removes(f"stock_locations/{each['id']}")


async def test_there_is_one_default_location(own_office):
    made = await own_office.makes("stock_locations", name="New", default=True)
    listed = (await own_office.sees("stock_locations"))["stock_locations"]
    assert [each["name"] for each in listed if each["default"]] == ["New"]
    assert made["default"] is True


async def test_a_location_that_goods_were_sent_from_stays(own_office):
    await own_office.storefront.shopper_at("complete", line_items=items(TOTE_01=1))
    path = f"stock_locations/{(await place_ids(own_office))[MAIN]}"
    answer = await own_office.asks("DELETE", path)
    assert (answer.status_code, answer.json()["code"]) == (422, "in_use")


async def test_what_is_wrong_is_named(office):
    texas, _ = await state(office, "TX")
    assert await office.is_refused("POST", "stock_locations") == {"name": ["can't be blank"]}
    wrong = {"name": "Depot", "country_id": 10**9, "state_id": 10**9}
    assert await office.is_refused("POST", "stock_locations", **wrong) == {
        "country_id": ["does not exist"],
        "state_id": ["does not exist"],
    }
    homeless = {"name": "Depot", "state_id": texas}
    assert await office.is_refused("POST", "stock_locations", **homeless) == {
        "state_id": ["is not a state of the country"]
    }


async def test_only_admins_edit_locations(office):
    main = (await place_ids(office))[MAIN]
    answer = await office.asks("PUT", f"stock_locations/{main}", {"name": "x"}, {})
    assert answer.status_code == 401


async def test_another_process_sends_from_a_new_location_at_once(own_office):
    shop = own_office.storefront
    made = await own_office.makes("stock_locations", name="Only", default=True)
    item = {
        "variant_id": own_office.ids.variants["MUG-01"],
        "stock_location_id": made["id"],
        "quantity": 5,
    }
    await own_office.makes("stock_movements", stock_movement=item)
    shopper = await shop.shopper_at("complete", line_items=items(MUG_01=1))
    assert (await shopper.order())["shipments"][0]["stock_location_name"] == "Only"
