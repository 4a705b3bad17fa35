"""Places, selling, stock and people: what is answered, and to whom."""

import json
from pathlib import Path

import pytest

from tests.wire.store.asking import ADA, ADMIN, GRACE

FIELDS = json.loads((Path(__file__).parent / "spree_fields.json").read_text())
NOBODY = "You must specify an API key."
NOT_ALLOWED = "You are not authorized to perform that action."

OPEN = (
    *("products", "variants", "option_types", "option_values", "taxonomies", "taxons"),
    *("countries", "states", "zones", "shipping_methods", "shipping_categories"),
    *("payment_methods", "tax_categories", "tax_rates", "stores"),
)
FOR_ADMINS = ("stock_locations", "stock_items", "stock_movements", "promotions", "orders")


@pytest.mark.parametrize("plural", OPEN)
async def test_the_catalogue_is_for_everyone(get, plural):
    body = (await get(f"/{plural}", page="1")).json()
    assert body["count"] == len(body[plural]) > 0
    first = body[plural][0]
    assert (await get(f"/{plural}/{first['id']}")).json()["id"] == first["id"]


@pytest.mark.parametrize("plural", FOR_ADMINS)
async def test_the_back_room_is_for_admins(get, plural):
    nobody, ada = await get(f"/{plural}"), await get(f"/{plural}", key=ADA)
    assert (nobody.status_code, nobody.json()["error"]) == (401, NOBODY)
    assert (ada.status_code, ada.json()["error"]) == (401, NOT_ALLOWED)
    assert (await get(f"/{plural}", key=ADMIN)).status_code == 200


async def test_a_wrong_key_is_refused_even_where_none_is_needed(get):
    answer = await get("/products", key="wrong")
    assert answer.status_code == 401
    assert answer.json()["error"] == "Invalid API key (wrong) specified."


@pytest.mark.parametrize(
    "path,plural,fields",
    [
        ("/countries", "countries", "country"),
        ("/states", "states", "state"),
        ("/zones", "zones", "zone"),
        ("/taxons", "taxons", "taxon"),
        ("/taxonomies", "taxonomies", "taxonomy"),
        ("/option_types", "option_types", "option_type"),
        ("/option_values", "option_values", "option_value"),
        ("/stock_locations", "stock_locations", "stock_location"),
        ("/stock_items", "stock_items", "stock_item"),
        ("/stock_movements", "stock_movements", "stock_movement"),
        ("/users", "users", "user"),
        ("/promotions", "promotions", "promotion"),
        ("/stores", "stores", "store"),
    ],
)
async def test_every_field_of_a_real_spree_is_there(get, path, plural, fields):
    first = (await get(path, key=ADMIN, page="1")).json()[plural][0]
    assert set(FIELDS[fields]) <= set(first)


async def test_a_country_is_shown_with_its_states(get):
    [usa] = (await get("/countries", **{"q[iso_eq]": "US"})).json()["countries"]
    shown = (await get(f"/countries/{usa['id']}")).json()
    assert set(FIELDS["shown_country"]) <= set(shown)
    assert {"name": "Maryland", "abbr": "MD"}.items() <= _named(shown["states"], "Maryland").items()
    states = (await get("/countries/US/states", per_page="3")).json()
    assert states["states_required"] is True
    assert states["count"] == 3
    assert states["total_count"] == len(shown["states"])


async def test_countries_come_by_name(get):
    names = [each["name"] for each in (await get("/countries", per_page="5")).json()["countries"]]
    assert names == sorted(names)


async def test_zones_tell_their_members(get):
    zones = (await get("/zones")).json()["zones"]
    members = _named(zones, "European Union")["zone_members"]
    assert len(members) == 27
    assert set(FIELDS["zone_member"]) == set(members[0])
    assert {each["zoneable_type"] for each in members} == {"Spree::Country"}


async def test_taxes_are_shares_of_one(get):
    rates = (await get("/tax_rates")).json()["tax_rates"]
    assert {each["name"]: each["amount"] for each in rates} == {"Sales tax": "0.05", "VAT": "0.2"}


async def test_ways_to_pay_tell_their_kind_and_no_settings(get):
    methods = (await get("/payment_methods")).json()["payment_methods"]
    assert {each["name"] for each in methods} == {"Credit Card", "Check", "Store Credit"}
    assert set(methods[0]) == {"id", "name", "description", "method_type"}


async def test_promotions_are_found_by_their_code(get):
    promotion = (await get("/promotions/TENOFF", key=ADMIN)).json()
    assert promotion["code"] == "TENOFF"


async def test_stock_lies_below_its_location(get):
    locations = (await get("/stock_locations", key=ADMIN)).json()["stock_locations"]
    west = _named(locations, "West")
    path = f"/stock_locations/{west['id']}/stock_items"
    items = (await get(path, key=ADMIN, **{"q[variant_sku_eq]": "LAMP-01"})).json()["stock_items"]
    assert [each["count_on_hand"] for each in items] == [500]
    own = (await get(f"/stock_items/{items[0]['id']}", key=ADMIN)).json()
    assert own == items[0]
    assert (await get("/stock_items/7", key=ADMIN)).status_code == 404
    assert (await get("/stock_locations/999/stock_items", key=ADMIN)).status_code == 404


async def test_movements_tell_what_changed_a_count(get):
    counted = {"q[reason_eq]": "counted"}
    [moved] = (await get("/stock_movements", key=ADMIN, **counted)).json()["stock_movements"]
    assert (moved["quantity"], moved["reason"]) == (-3, "counted")
    assert moved["stock_item"]["variant"]["sku"] == "TOTE-01"


async def test_a_user_sees_oneself_and_nobody_else(get):
    everyone = (await get("/users", key=ADMIN)).json()["users"]
    assert {each["email"] for each in everyone} >= {"ada@example.com", "grace@example.com"}
    [ada] = (await get("/users", key=ADA)).json()["users"]
    assert ada["email"] == "ada@example.com"
    assert ada["bill_address"]["city"] == "Baltimore"
    assert ada["ship_address"] is None
    assert (await get(f"/users/{ada['id']}", key=ADA)).json() == ada
    assert (await get(f"/users/{ada['id']}", key=GRACE)).status_code == 404
    assert (await get("/users")).status_code == 401


async def test_saved_cards_are_their_owners_and_tell_little(get):
    [ada] = (await get("/users", key=ADA)).json()["users"]
    path = f"/users/{ada['id']}/credit_cards"
    answer = await get(path, key=ADA)
    [card] = answer.json()["credit_cards"]
    assert card["last_digits"] == "1111"
    assert set(card) == {"id", "month", "year", "cc_type", "last_digits", "name"}
    assert "secret-token" not in answer.text
    assert (await get(path, key=GRACE)).status_code == 404
    assert (await get(path, key=ADMIN)).json() == answer.json()


@pytest.mark.parametrize(
    "name,value", [("page", "0"), ("per_page", "0"), ("per_page", "101"), ("page", "x")]
)
async def test_a_page_that_cannot_be_is_named(get, name, value):
    answer = await get("/products", **{name: value})
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [name]


async def test_a_misspelt_search_is_refused_by_its_name(get):
    answer = await get("/products", **{"q[nmae_cont]": "tote", "q[name_cont]": "tote"})
    assert answer.status_code == 422
    body = answer.json()
    assert list(body["errors"]) == ["q[nmae_cont]"]
    assert body["code"] == "search_attribute_unknown"


async def test_suffix_json_and_the_later_generation_are_the_same(client):
    plain = await client.get("/products/canvas-tote")
    assert (await client.get("/products/canvas-tote.json")).json() == plain.json()
    assert (await client.get("/v1/products/canvas-tote.json")).json() == plain.json()


def _named(rows, name):
    return next(each for each in rows if each["name"] == name)
