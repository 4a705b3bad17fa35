"""A product made or changed at once with its variants, options and properties, in Spree's words."""

import pytest

from tests.support.storefront import ADA

pytestmark = pytest.mark.asyncio(loop_scope="module")

VARIANTS = [
    {
        "sku": "SHIRT-S",
        "price": "18.00",
        "weight": "0.25",
        "options": [{"name": "cut", "value": "slim"}, {"name": "hue", "value": "teal"}],
    },
    {
        "sku": "SHIRT-L",
        "cost_price": "7.5",
        "options": [{"name": "Cut", "value": "loose"}, {"name": "hue", "value": "Teal"}],
    },
]
SHIRT = {
    "price": "19.99",
    "sku": "SHIRT",
    "option_types": ["cut", "hue"],
    "variants": VARIANTS,
    "product_properties_attributes": [
        {"property_name": "fabric", "value": "linen"},
        {"property_name": "Collar", "value": "none"},
    ],
}


async def a_shirt(office, **form):
    """A product with two variants."""
    [category] = (await office.sees("shipping_categories?per_page=1"))["shipping_categories"]
    named = {"name": "Shirt", "shipping_category_id": category["id"]}
    return await office.makes("products", product={**SHIRT, **named, **form})


def skus(*mine):
    """The variants of the shirt with other SKUs."""
    return [{**each, "sku": sku} for each, sku in zip(VARIANTS, mine, strict=True)]


async def test_a_product_is_made_with_its_variants_options_and_properties(office):
    made = await a_shirt(office)
    small, large = made["variants"]
    assert [(each["sku"], each["price"]) for each in made["variants"]] == [
        ("SHIRT-S", "18.0"),
        ("SHIRT-L", "19.99"),
    ]
    assert (small["options_text"], large["options_text"]) == (
        "cut: slim, hue: teal",
        "cut: loose, hue: teal",
    )
    assert (small["weight"], large["weight"], large["cost_price"]) == ("0.25", "0.0", "7.5")
    assert [each["name"] for each in made["option_types"]] == ["cut", "hue"]
    said = [(each["property_name"], each["value"]) for each in made["product_properties"]]
    assert said == [("fabric", "linen"), ("Collar", "none")]
    whole = await office.sees(f"variants/{small['id']}")
    assert [each["count_on_hand"] for each in whole["stock_items"]] == [0, 0]
    assert await office.sees(f"products/{made['id']}") == made


async def test_a_product_that_was_read_can_be_put_back_as_it_is(office):
    made = await a_shirt(office, name="Same", sku="", variants=skus("SAME-S", "SAME-L"))
    assert await office.changes(f"products/{made['id']}", product=made) == made


async def test_what_is_named_by_its_id_changes_and_the_others_stay(office):
    made = await a_shirt(office, name="Changing", sku="", variants=skus("CH-S", "CH-L"))
    small, large = made["variants"]
    fabric, collar = made["product_properties"]
    changed = await office.changes(
        f"products/{made['id']}",
        product={
            "variants": [
                {"id": small["id"], "price": "17", "options": [{"name": "hue", "value": "rust"}]},
                {"sku": "CH-XL", "prices": {"EUR": "21"}, "position": 9},
            ],
            "product_properties": [
                {"id": fabric["id"], "value": "hemp"},
                {"id": collar["id"], "_destroy": "1"},
                {"property_name": "FABRIC", "value": "and silk"},
            ],
        },
    )
    first, second, third = changed["variants"]
    assert second == large
    assert first == {
        **small,
        "price": "17.0",
        "display_price": "$17.00",
        "option_values": first["option_values"],
        "options_text": "cut: slim, hue: rust",
    }
    assert (third["sku"], third["price"], third["options_text"]) == ("CH-XL", None, "")
    said = changed["product_properties"]
    assert [(each["property_name"], each["value"]) for each in said] == [
        ("fabric", "hemp"),
        ("fabric", "and silk"),
    ]
    assert said[0]["id"] == fabric["id"]
    euro = await office.sees(f"variants/{third['id']}?currency=EUR")
    assert euro["price"] == "21.0"


async def test_variants_may_swap_their_skus(office):
    made = await a_shirt(office, name="Swapping", sku="", variants=skus("SW-1", "SW-2"))
    first, second = (each["id"] for each in made["variants"])
    swapped = [{"id": first, "sku": "SW-2"}, {"id": second, "sku": "SW-1"}]
    changed = await office.changes(f"products/{made['id']}", product={"variants": swapped})
    assert [each["sku"] for each in changed["variants"]] == ["SW-2", "SW-1"]


@pytest.mark.parametrize(
    "part,errors",
    [
        ({"variants": [{"price": "abc"}]}, {"variants.price": ["is not a number"]}),
        (
            {"variants": [{"price": "-1", "weight": "-1"}]},
            {
                "variants.price": ["must be greater than or equal to 0"],
                "variants.weight": ["must be from 0 to 1,000,000"],
            },
        ),
        ({"variants": [{"sku": "mug-01"}]}, {"variants.sku": ["has already been taken"]}),
        (
            {"variants": [{"sku": "TWO"}, {"sku": "two"}]},
            {"variants.sku": ["has already been taken"]},
        ),
        ({"variants": [{"id": 999_999}]}, {"variants.id": ["does not exist"]}),
        (
            {"variants": [{"option_value_ids": [999_999]}]},
            {"variants.option_value_ids": ["does not exist"]},
        ),
        (
            {"variants": [{"tax_category": "Nowhere"}]},
            {"variants.tax_category_id": ["does not exist"]},
        ),
        (
            {"variants": [{"options": [{"name": "a"}]}]},
            {"variants.options.value": ["can't be blank"]},
        ),
        ({"variants": "S"}, {"variants": ["must be a list, or an object keyed by index"]}),
        ({"option_types": [[]]}, {"option_types": ["must be text"]}),
        (
            {"product_properties": [{"value": "x"}]},
            {"product_properties.property_name": ["can't be blank"]},
        ),
        (
            {"product_properties": [{"id": 999_999, "value": "x"}]},
            {"product_properties.id": ["does not exist"]},
        ),
        ({"shipping_category": "Nowhere"}, {"shipping_category": ["does not exist"]}),
        ({"tax_category": "Nowhere"}, {"tax_category_id": ["does not exist"]}),
    ],
)
async def test_one_wrong_part_keeps_the_whole_product_as_it_was(office, part, errors):
    before = await office.sees("products/canvas-tote"), await office.sees("option_types")
    form = {"name": "Half", "price": "1", "option_types": ["half"], **part}
    assert await office.is_refused("PUT", "products/canvas-tote", product=form) == errors
    assert await office.is_refused("POST", "products", product={"shipping_category": 1, **form})
    after = await office.sees("products/canvas-tote"), await office.sees("option_types")
    assert after == before
    assert (await office.asks("GET", "products/half")).status_code == 404


async def test_another_products_variants_and_a_master_are_out_of_reach(office):
    made = await a_shirt(office, name="Reaching", sku="", variants=[])
    tote = (await office.sees("products/canvas-tote"))["master"]["id"]
    for id_ in (tote, made["master"]["id"]):
        form = {"variants": [{"id": id_, "price": "0.01"}]}
        refused = await office.is_refused("PUT", f"products/{made['id']}", product=form)
        assert refused == {"variants.id": ["does not exist"]}
    twice = {"variants": [{"id": tote}, {"id": tote}]}
    refused = await office.is_refused("PUT", f"products/{made['id']}", product=twice)
    assert refused == {"variants.id": ["must name each variant once"]}


async def test_categories_go_by_their_ids_or_by_their_names(office):
    shipping = (await office.sees("shipping_categories?per_page=1"))["shipping_categories"][0]
    taxes = await office.makes("tax_categories", name="Woven Goods")
    named = await a_shirt(
        office,
        name="By name",
        sku="",
        variants=[{"sku": "BN", "tax_category": "woven goods"}],
        shipping_category_id=None,
        shipping_category=shipping["name"].upper(),
        tax_category="WOVEN goods",
    )
    assert named["shipping_category_id"] == shipping["id"]
    again = await a_shirt(
        office, name="By id", sku="", variants=[], tax_category_id=str(taxes["id"])
    )
    assert again["shipping_category_id"] == shipping["id"]
    in_use = {"base": ["is still used by products, variants"]}
    assert await office.is_refused("DELETE", f"tax_categories/{taxes['id']}") == in_use


async def test_option_types_are_added_by_name_and_never_taken_away(office):
    made = await a_shirt(office, name="Growing", sku="", variants=[])
    path = f"products/{made['id']}"
    grown = await office.changes(path, product={"option_types": ["HUE", "sleeve"]})
    assert [each["name"] for each in grown["option_types"]] == ["cut", "hue", "sleeve"]
    same = await office.changes(path, product={"option_types": grown["option_types"]})
    assert same["option_types"] == grown["option_types"]


async def test_only_admins_make_whole_products(office):
    before = await office.sees("option_types")
    answer = await office.asks("POST", "products", {"product": {**SHIRT, "name": "X"}}, ADA)
    assert answer.status_code == 401
    assert await office.sees("option_types") == before
