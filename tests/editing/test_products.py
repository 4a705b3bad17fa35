"""Products and their variants: made, priced in every currency, changed, and deleted softly."""

import httpx
import pytest

from tests.support.storefront import ADA, MARYLAND, NOBODY

pytestmark = pytest.mark.asyncio(loop_scope="module")

REQUIRED = {
    "name": ["can't be blank"],
    "shipping_category": ["can't be blank"],
    "price": ["can't be blank"],
}


async def a_lamp(office, **form):
    """A product, made with these fields beside what is required."""
    [category] = (await office.sees("shipping_categories?per_page=1"))["shipping_categories"]
    form = {"name": "Oil Lamp", "price": "12.5", "shipping_category_id": category["id"], **form}
    return await office.makes("products", product=form)


async def test_a_product_is_made_with_its_master(office):
    made = await a_lamp(
        office, sku="OIL-1", weight="1.25", height=30, cost_price="4.10", description="Smells."
    )
    assert (made["price"], made["display_price"], made["slug"]) == ("12.5", "$12.50", "oil-lamp")
    assert made["available_on"] is not None
    master = made["master"]
    assert (master["sku"], master["weight"], master["height"]) == ("OIL-1", "1.25", "30.0")
    assert (master["cost_price"], master["is_master"]) == ("4.1", True)
    assert (made["total_on_hand"], master["in_stock"]) == (0, False)
    assert made["variants"] == []
    assert await office.sees(f"products/{made['id']}") == made


async def test_a_product_that_lacks_something_is_refused_field_by_field(office):
    assert await office.is_refused("POST", "products", product={}) == REQUIRED
    assert (await office.sees("products/new"))["required_attributes"] == list(REQUIRED)


@pytest.mark.parametrize(
    "field,value,text",
    [
        ("price", "abc", "is not a number"),
        ("price", "1.005", "has more decimals than USD has (2)"),
        ("price", "-1", "must be greater than or equal to 0"),
        ("price", "9" * 30, "is too large"),
        ("cost_price", "-0.01", "must be greater than or equal to 0"),
        ("weight", "-1", "must be from 0 to 1,000,000"),
        ("weight", "1e99", "is not a number"),
        ("depth", "10000000", "must be from 0 to 1,000,000"),
        ("shipping_category_id", 999_999, "does not exist"),
        ("tax_category_id", 999_999, "does not exist"),
        ("taxon_ids", [999_999], "does not exist"),
        ("option_type_ids", [999_999], "does not exist"),
        ("available_on", "soon", "is not a time, such as 2026-11-23T10:00:00Z"),
        ("name", "x" * 256, "is too long (maximum is 255 characters)"),
        ("slug", "enamel-mug", "has already been taken"),
        ("sku", "mug-01", "has already been taken"),
    ],
)
async def test_what_is_wrong_with_a_product_is_named_and_changes_nothing(
    office, field, value, text
):
    before = await office.sees("products/canvas-tote")
    named = field.replace("shipping_category_id", "shipping_category")
    refused = await office.is_refused("PUT", "products/canvas-tote", product={field: value})
    assert refused == {named: [text]}
    assert await office.sees("products/canvas-tote") == before


async def test_a_price_in_a_currency_of_another_shop_is_refused(office):
    refused = await office.is_refused("PUT", "products/canvas-tote", prices={"GBP": "10"})
    assert refused == {"prices.GBP": ["must be in: USD, EUR"]}


async def test_prices_are_kept_in_every_currency(office):
    made = await a_lamp(office, name="Two prices", prices={"EUR": "11.00"})
    euro = await office.sees(f"products/{made['id']}?currency=EUR")
    assert (made["price"], euro["price"]) == ("12.5", "11.0")
    await office.changes(f"products/{made['id']}", product={"price": "13"})
    assert (await office.sees(f"products/{made['id']}"))["price"] == "13.0"
    assert (await office.sees(f"products/{made['id']}?currency=EUR"))["price"] == "11.0"
    both = {"USD": "14.00", "EUR": "12.50"}
    await office.changes(f"products/{made['id']}", product={"prices": both})
    assert (await office.sees(f"products/{made['id']}"))["price"] == "14.0"
    assert (await office.sees(f"products/{made['id']}?currency=EUR"))["price"] == "12.5"


async def test_two_products_of_one_name_have_slugs_of_their_own(office):
    first = await a_lamp(office, name="Twin")
    second = await a_lamp(office, name="Twin")
    assert (first["slug"], second["slug"]) == ("twin", "twin-2")
    renamed = await office.changes(f"products/{first['id']}", product={"name": "Renamed"})
    assert renamed["slug"] == "twin"
    moved = await office.changes(f"products/{first['id']}", product={"slug": "The New One"})
    assert moved["slug"] == "the-new-one"
    number = await a_lamp(office, name="1")
    assert number["slug"] == "product-1"


async def test_a_deleted_product_leaves_its_slug_and_its_sku(office):
    made = await a_lamp(office, name="Gone soon", sku="GONE-1")
    await office.removes(f"products/{made['id']}")
    for path in (
        f"products/{made['id']}",
        "products/gone-soon",
        f"variants/{made['master']['id']}",
    ):
        assert (await office.asks("GET", path)).status_code == 404
    again = await a_lamp(office, name="Gone soon", sku="GONE-1")
    assert again["slug"] == "gone-soon"


async def test_what_is_not_for_sale_yet_only_admins_see(office):
    made = await a_lamp(office, name="Later", available_on="2099-01-01T00:00:00Z")
    path = f"products/{made['id']}"
    assert (await office.asks("GET", path, headers=ADA)).status_code == 404
    assert (await office.asks("GET", f"{path}/variants", headers=NOBODY)).status_code == 404
    assert made["available_on"] == "2099-01-01T00:00:00.000Z"
    never = await office.changes(path, product={"available_on": None})
    assert never["available_on"] is None


async def test_only_admins_edit_products_and_variants(office):
    made = await a_lamp(office, name="Guarded", sku="GUARD-1")
    form = {"name": "Theirs", "price": "0.01", "shipping_category_id": 1}
    await office.lets_only_admins("products", made["id"], product=form)
    own = {"sku": "X", "price": "0.01", "product_id": made["id"]}
    await office.lets_only_admins("variants", made["master"]["id"], variant=own)


async def test_a_variant_is_made_with_options_that_may_be_new(office):
    lamp = await a_lamp(office, name="Many lamps", prices={"EUR": "11"})
    below = f"products/{lamp['id']}/variants"
    options = [{"name": "Size", "value": "xl"}, {"name": "shade", "value": "paper"}]
    made = await office.makes(below, variant={"sku": "ML-XL", "options": options})
    assert made["options_text"] == "Size: xl, shade: paper"
    assert (made["price"], made["is_master"], made["total_on_hand"]) == ("12.5", False, 0)
    assert {each["count_on_hand"] for each in made["stock_items"]} == {0}
    euro = await office.sees(f"variants/{made['id']}?currency=EUR")
    assert euro["price"] == "11.0"
    shown = await office.sees(f"products/{lamp['id']}")
    assert [each["name"] for each in shown["option_types"]] == ["size", "shade"]
    assert [each["sku"] for each in shown["variants"]] == ["ML-XL"]
    paper = {"shade": "linen"}
    changed = await office.changes(
        f"variants/{made['id']}",
        variant={"options": [{"name": name, "value": value} for name, value in paper.items()]},
    )
    assert changed["options_text"] == "Size: xl, shade: linen"


async def test_a_variant_has_one_value_of_each_option(office):
    [size] = [each for each in await office.sees("option_types") if each["name"] == "size"]
    two = [each["id"] for each in size["option_values"][:2]]
    lamp = await a_lamp(office, name="One size")
    below = f"products/{lamp['id']}/variants"
    refused = await office.is_refused("POST", below, variant={"option_value_ids": two})
    assert refused == {"option_value_ids": ["must hold one value of each option type"]}
    twice = [{"name": "size", "value": "S"}, {"name": "SIZE", "value": "M"}]
    refused = await office.is_refused("POST", below, variant={"options": twice})
    assert refused == {"options": ["must name each option once"]}
    assert (await office.sees(f"products/{lamp['id']}"))["variants"] == []
    made = await office.makes(below, variant={"option_value_ids": two[:1]})
    assert [each["id"] for each in made["option_values"]] == two[:1]


async def test_a_variant_belongs_to_its_product_for_good(office):
    lamp, other = await a_lamp(office, name="Mine"), await a_lamp(office, name="Other")
    made = await office.makes(f"products/{lamp['id']}/variants", variant={"sku": "MINE-1"})
    wrong = f"products/{other['id']}/variants/{made['id']}"
    for method in ("GET", "PUT", "DELETE"):
        assert (await office.asks(method, wrong, {"sku": "X"})).status_code == 404
    moved = await office.changes(f"variants/{made['id']}", variant={"product_id": other["id"]})
    assert moved["product_id"] == lamp["id"]
    master = {"base": ["cannot be deleted: delete its product"]}
    assert await office.is_refused("DELETE", f"variants/{lamp['master']['id']}") == master
    await office.removes(f"products/{lamp['id']}/variants/{made['id']}")
    assert (await office.asks("GET", f"variants/{made['id']}")).status_code == 404


async def test_a_new_price_is_the_next_carts_in_another_process_and_no_placed_orders(two_processes):
    office, elsewhere = two_processes
    placed = await elsewhere.shopper_at("complete")
    before = await placed.order()
    assert before["line_items"][0]["price"] == "15.99"
    await office.changes("products/canvas-tote", product={"price": "20.00", "name": "Big Tote"})
    cart = await elsewhere.shopper_at("cart")
    [line] = (await cart.order())["line_items"]
    assert (line["price"], line["variant"]["name"]) == ("20.0", "Big Tote")
    after = await placed.order()
    assert (after["total"], after["line_items"][0]["price"]) == (before["total"], "15.99")


async def test_what_was_deleted_stays_on_its_orders_and_enters_no_cart(two_processes):
    office, elsewhere = two_processes
    placed = await elsewhere.shopper_at("complete")
    waiting = await elsewhere.shopper_at("cart")
    await office.removes("products/canvas-tote")
    [line] = (await placed.order())["line_items"]
    assert (line["variant"]["sku"], line["price"]) == ("TOTE-01", "15.99")
    added = await waiting.asks("POST", "/line_items", {"line_item": {"sku": "TOTE-01"}})
    assert added.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert added.json()["code"] == "variant_not_found"
    stays = await waiting.puts({"order": {"ship_address": MARYLAND}})
    assert (stays.status_code, stays.json()["code"]) == (422, "variant_not_found")
    assert (await waiting.order())["state"] == "cart"
