"""Shipping methods: made, changed and removed; their calculators' settings are looked at."""

import pytest

from tests.support.storefront import ADA

pytestmark = pytest.mark.asyncio(loop_scope="module")

GROUND = {"type": "flat_rate", "settings": {"amounts": {"USD": 700}}}


async def places(office):
    zones = await office.sees("zones?q[name_eq]=North America")
    categories = await office.sees("shipping_categories")
    return {
        "zone_ids": [zones["zones"][0]["id"]],
        "shipping_category_ids": [categories["shipping_categories"][0]["id"]],
    }


async def form(office, **others):
    return {"name": "Pigeon", "calculator": GROUND, **await places(office), **others}


async def test_a_shipping_method_is_made_changed_and_removed(office):
    made = await office.makes("shipping_methods", shipping_method=await form(office, code="pg"))
    assert (made["name"], made["code"]) == ("Pigeon", "pg")
    assert [zone["name"] for zone in made["zones"]] == ["North America"]
    assert [each["name"] for each in made["shipping_categories"]] == ["Default"]
    assert made["calculator"] == GROUND
    path = f"shipping_methods/{made['id']}"
    for_buyers = (await office.asks("GET", path, headers=ADA)).json()
    assert for_buyers == {name: made[name] for name in made if name != "calculator"}
    changed = await office.changes(path, name="Carrier pigeon")
    assert changed == {**made, "name": "Carrier pigeon"}
    await office.removes(path)
    assert (await office.asks("GET", path)).status_code == 404


async def test_what_sent_somewhere_lets_go_of_the_zone_when_it_is_removed(office):
    zone = await office.makes("zones", name="Just here")
    made = await office.makes("shipping_methods", **await form(office, zone_ids=[zone["id"]]))
    used = {"base": ["is still used by shipping method zones"]}
    assert await office.is_refused("DELETE", f"zones/{zone['id']}") == used
    await office.removes(f"shipping_methods/{made['id']}")
    await office.removes(f"zones/{zone['id']}")


@pytest.mark.parametrize(
    "wrong,errors",
    [
        ({"name": None}, {"name": ["can't be blank"]}),
        ({"zone_ids": []}, {"zone_ids": ["can't be blank"]}),
        ({"zone_ids": [999_999]}, {"zone_ids": ["does not exist"]}),
        ({"shipping_category_ids": ["x"]}, {"shipping_category_ids": ["is not a number"]}),
        ({"calculator": None}, {"calculator": ["can't be blank"]}),
        ({"calculator": {}}, {"calculator.type": ["can't be blank"]}),
        (
            {"calculator": {"type": "flat_rate", "settings": {}}},
            {"calculator.settings": ["do not fit: Object missing required field `amounts`"]},
        ),
        (
            {"calculator": {"type": "flat_rate", "settings": {"amounts": {"USD": -1}}}},
            {"calculator.settings": ["do not fit: Expected `int` >= 0 - at `amounts[...]`"]},
        ),
        (
            {"calculator": {"type": "magic"}},
            {
                "calculator.type": [
                    (
                        "must be one of: flat_rate, item_total_tiers, per_item, percent_of_items, "
                        "weight_tiers"
                    )
                ]
            },
        ),
    ],
)
async def test_every_attribute_is_refused_by_its_name(office, wrong, errors):
    before = await office.sees("shipping_methods")
    refused = await office.is_refused("POST", "shipping_methods", **await form(office, **wrong))
    assert refused == errors
    assert await office.sees("shipping_methods") == before


async def test_only_admins_edit_shipping_methods(office):
    [first] = (await office.sees("shipping_methods?per_page=1"))["shipping_methods"]
    await office.lets_only_admins("shipping_methods", first["id"], **await form(office))


async def test_spree_s_calculators_are_understood_and_the_next_order_pays_by_them(two_processes):
    office, there = two_processes
    calculator = {
        "calculator_type": "Spree::Calculator::Shipping::FlatRate",
        "calculator_attributes": {"preferred_amount": "1.25", "preferred_currency": "USD"},
    }
    spree = {**await form(office), **calculator}
    del spree["calculator"]
    await office.makes("shipping_methods", shipping_method=spree)
    order = await (await there.shopper_at("delivery")).order()
    offered = {each["name"]: each["cost"] for each in order["shipping_methods"]}
    assert offered["Pigeon"] == "1.25"
    assert order["ship_total"] == "1.25"
    sack = {
        "type": "Spree::Calculator::Shipping::PriceSack",
        "preferences": {"minimal_amount": 10, "normal_amount": 5, "discount_amount": "0.5"},
    }
    [pigeon] = (await office.sees("shipping_methods?q[name_eq]=Pigeon"))["shipping_methods"]
    await office.changes(f"shipping_methods/{pigeon['id']}", calculator=sack)
    order = await (await there.shopper_at("delivery")).order()
    assert order["ship_total"] == "0.5"
