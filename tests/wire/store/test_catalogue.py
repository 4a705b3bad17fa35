"""Products, variants, options and taxons are answered field by field as a real Spree did."""

import json
from pathlib import Path

import pytest

from tests.wire.store.asking import ADA, ADMIN

SHARED = Path(__file__).parent / "spree_fields.json"


@pytest.fixture(scope="module")
def spree_fields():
    return json.loads(SHARED.read_text())


async def test_products_come_in_the_envelope_of_every_list(get):
    answer = await get("/products", per_page="2", page="2")
    assert answer.status_code == 200
    body = answer.json()
    assert list(body) == [
        *("products", "count", "total_count", "current_page", "pages", "per_page")
    ]
    assert [each["name"] for each in body["products"]] == ["Logo T-shirt", "Limited Print"]
    assert (body["count"], body["current_page"], body["per_page"]) == (2, 2, 2)
    assert body["pages"] == -(-body["total_count"] // 2)


async def test_a_page_beyond_the_end_is_empty(get):
    body = (await get("/products", page="999")).json()
    assert body["products"] == []
    assert body["count"] == 0
    assert body["current_page"] == 999
    assert body["total_count"] > 0


async def test_a_product_is_found_by_its_slug_as_by_its_id(get):
    by_slug = (await get("/products/canvas-tote")).json()
    assert by_slug["name"] == "Canvas Tote"
    assert by_slug["price"] == "15.99"
    assert by_slug["display_price"] == "$15.99"
    assert by_slug["master"]["sku"] == "TOTE-01"
    assert by_slug["total_on_hand"] == 100000
    assert by_slug["has_variants"] is False
    assert (await get(f"/products/{by_slug['id']}")).json() == by_slug


async def test_an_unknown_product_is_not_found(get):
    for path in ("/products/999999", "/products/no-such-slug", "/products/999999999999999999999"):
        answer = await get(path)
        assert answer.status_code == 404
        assert answer.json()["error"] == "The resource you were looking for could not be found."


async def test_prices_are_shown_in_the_currency_asked_for(get):
    product = (await get("/products/canvas-tote", currency="EUR")).json()
    assert (product["price"], product["display_price"]) == ("14.99", "€14.99")
    assert product["master"]["price"] == "14.99"
    unknown = await get("/products/canvas-tote", currency="XTS")
    assert unknown.status_code == 422
    assert list(unknown.json()["errors"]) == ["currency"]


async def test_variants_lie_inside_their_product(get):
    product = (await get("/products/logo-t-shirt")).json()
    assert [each["sku"] for each in product["variants"]] == ["TEE-S", "TEE-M", "TEE-L"]
    assert all(each["options_text"].startswith("Size: ") for each in product["variants"])
    assert [each["name"] for each in product["option_types"]] == ["size"]
    assert product["has_variants"] is True


async def test_pictures_properties_and_taxons_lie_inside_their_product(get):
    desk = (await get("/products/standing-desk")).json()
    assert [each["url"] for each in desk["images"]] == ["/pictures/desk.jpg"]
    assert desk["master"]["images"] == desk["images"]
    [said] = desk["product_properties"]
    assert (said["property_name"], said["value"]) == ("material", "oak")
    own = (await get("/products/standing-desk/product_properties")).json()
    assert own["product_properties"] == [said]
    pretty = {each["taxon"]["pretty_name"] for each in desk["classifications"]}
    assert "Materials -> Wood -> Oak" in pretty
    assert set(desk["taxon_ids"]) == {each["taxon_id"] for each in desk["classifications"]}


async def test_every_field_of_a_real_spree_is_there(get, spree_fields):
    product = (await get("/products/logo-t-shirt", key=ADMIN)).json()
    variant = (await get("/variants", key=ADMIN, **{"q[sku_eq]": "TEE-S"})).json()["variants"][0]
    assert set(spree_fields["product"]) <= set(product)
    assert set(spree_fields["product_variant"]) <= set(product["variants"][0])
    assert set(spree_fields["variant"]) <= set(variant)
    assert set(spree_fields["stock_entry"]) == set(variant["stock_items"][0])


async def test_variants_say_what_lies_where(get):
    body = (await get("/variants", **{"q[sku_eq]": "LAMP-01"})).json()
    [lamp] = body["variants"]
    west = [each for each in lamp["stock_items"] if each["stock_location_name"] == "West"]
    assert [each["count_on_hand"] for each in west] == [500]
    assert lamp["in_stock"] is True


async def test_the_variants_of_one_product(get):
    body = (await get("/products/logo-t-shirt/variants", **{"q[is_master_false]": "1"})).json()
    assert [each["sku"] for each in body["variants"]] == ["TEE-S", "TEE-M", "TEE-L"]
    assert (await get("/products/no-such/variants")).status_code == 404


async def test_ids_keep_a_list_to_some(get):
    everything = (await get("/products")).json()["products"]
    some = [everything[0]["id"], everything[2]["id"]]
    body = (await get("/products", ids=",".join(map(str, some)))).json()
    assert [each["id"] for each in body["products"]] == some
    assert (await get("/products", ids="1,x")).status_code == 422


async def test_what_a_thing_costs_the_shop_is_for_admins(get):
    for key, cost in ((None, None), (ADA, None), (ADMIN, "7.5")):
        product = (await get("/products/canvas-tote", key=key)).json()
        assert product["master"]["cost_price"] == cost


async def test_options_have_their_values(get):
    [size] = (await get("/option_types")).json()
    assert [each["name"] for each in size["option_values"]] == ["S", "M", "L"]
    values = (await get(f"/option_types/{size['id']}/option_values")).json()
    assert values == size["option_values"]
    assert (await get(f"/option_values/{values[0]['id']}")).json()["name"] == "S"


async def test_a_taxonomy_is_shown_down_to_its_roots_children_or_whole(get):
    body = (await get("/taxonomies", **{"q[name_eq]": "Materials"})).json()
    [tree] = body["taxonomies"]
    [wood] = tree["root"]["taxons"]
    assert (wood["name"], wood["taxons"]) == ("Wood", [])
    nested = (await get(f"/taxonomies/{tree['id']}", set="nested")).json()
    [wood] = nested["root"]["taxons"]
    assert [each["pretty_name"] for each in wood["taxons"]] == ["Materials -> Wood -> Oak"]
    below = (await get(f"/taxonomies/{tree['id']}/taxons")).json()
    assert [each["name"] for each in below["taxons"]] == ["Wood"]


async def test_a_taxon_is_found_by_its_name(get):
    body = (await get("/taxons", **{"q[name_cont]": "oak"})).json()
    [oak] = body["taxons"]
    assert oak["permalink"] == "materials/wood/oak"
    assert (await get(f"/taxons/{oak['id']}")).json() == oak


async def test_what_is_not_for_sale_yet_is_for_admins(get):
    for path in ("/products/odd-1", "/variants/ODD-1", "/products/odd-1/variants"):
        assert (await get(path)).status_code == 404
        assert (await get(path, key=ADA)).status_code == 404
        assert (await get(path, key=ADMIN)).status_code == 200
    everyone = (await get("/products", **{"q[slug_start]": "odd"})).json()
    admin = (await get("/products", key=ADMIN, **{"q[slug_start]": "odd"})).json()
    assert (everyone["total_count"], admin["total_count"]) == (0, 3)
