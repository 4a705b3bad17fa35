"""Zones: made, changed and removed; their members; who may; what is refused."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="module")


def country(id_):
    return {"zoneable_type": "Spree::Country", "zoneable_id": id_}


def state(id_):
    return {"zoneable_type": "Spree::State", "zoneable_id": id_}


def members(zone):
    return [(each["zoneable_type"], each["zoneable_id"]) for each in zone["zone_members"]]


async def test_a_zone_is_made_changed_and_removed(office):
    us, de = office.ids.countries["US"], office.ids.countries["DE"]
    made = await office.makes(
        "zones", zone={"name": "Two", "description": "d", "zone_members": [country(us)]}
    )
    assert (made["name"], made["description"], made["default_tax"]) == ("Two", "d", False)
    assert members(made) == [("Spree::Country", us)]
    assert await office.sees(f"zones/{made['id']}") == made

    changed = await office.changes(
        f"zones/{made['id']}", zone={"name": "Three", "zone_members_attributes": [country(de)]}
    )
    assert (changed["name"], changed["description"]) == ("Three", "d")
    assert members(changed) == [("Spree::Country", de)]

    await office.removes(f"zones/{made['id']}")
    assert (await office.asks("GET", f"zones/{made['id']}")).status_code == 404
    assert (await office.asks("PUT", f"zones/{made['id']}", {})).status_code == 404
    assert (await office.asks("DELETE", f"zones/{made['id']}")).status_code == 404


async def test_a_form_may_stand_at_the_top_level_and_members_be_an_object_by_index(office):
    maryland, virginia = office.ids.us_states["MD"], office.ids.us_states["VA"]
    made = await office.makes(
        "zones", name="Two states", members={"1": state(maryland), "0": state(virginia)}
    )
    assert sorted(members(made)) == sorted([("Spree::State", maryland), ("Spree::State", virginia)])
    assert made["description"] == ""


async def test_what_is_not_spoken_of_stays_and_what_is_emptied_goes(office):
    us = office.ids.countries["US"]
    made = await office.makes("zones", name="Kept", description="d", zone_members=[country(us)])
    path = f"zones/{made['id']}"
    assert await office.changes(path) == made
    assert await office.changes(path, zone={}) == made
    emptied = await office.changes(path, description=None, zone_members=[])
    assert (emptied["name"], emptied["description"], members(emptied)) == ("Kept", "", [])


async def test_a_removed_zone_leaves_its_name_to_another(office):
    made = await office.makes("zones", name="Once more")
    await office.removes(f"zones/{made['id']}")
    assert (await office.makes("zones", name="Once more"))["id"] != made["id"]


@pytest.mark.parametrize(
    "form,errors",
    [
        ({}, {"name": ["can't be blank"]}),
        ({"zone": {}}, {"name": ["can't be blank"]}),
        ({"name": None}, {"name": ["can't be blank"]}),
        ({"name": "  "}, {"name": ["can't be blank"]}),
        ({"name": ["x"]}, {"name": ["must be text"]}),
        ({"name": "x" * 256}, {"name": ["is too long (maximum is 255 characters)"]}),
        ({"name": "NORTH AMERICA"}, {"name": ["has already been taken"]}),
        ({"zone": 7}, {"zone": ["must be an object"], "name": ["can't be blank"]}),
        (
            {"default_tax": "maybe", "zone_members": 7},
            {
                "name": ["can't be blank"],
                "default_tax": ["must be true or false"],
                "zone_members": ["must be a list, or an object keyed by index"],
            },
        ),
        (
            {"name": "x", "zone_members": [{"zoneable_type": "Planet"}]},
            {
                "zone_members.zoneable_type": ["must be one of: country, state"],
                "zone_members.zoneable_id": ["can't be blank"],
            },
        ),
        (
            {"name": "x", "zone_members": [country(999_999)]},
            {"zone_members.zoneable_id": ["does not exist: country 999999"]},
        ),
        (
            {"name": "x", "zone_members": [state(2**70)]},
            {"zone_members.zoneable_id": [f"must be less than or equal to {2**63 - 1}"]},
        ),
    ],
)
async def test_all_that_is_wrong_is_named_and_nothing_is_made(office, form, errors):
    before = await office.sees("zones?per_page=100")
    assert await office.is_refused("POST", "zones", **form) == errors
    assert await office.sees("zones?per_page=100") == before


async def test_a_change_that_is_refused_changes_nothing(office):
    made = await office.makes("zones", name="Steady")
    path = f"zones/{made['id']}"
    errors = await office.is_refused("PUT", path, name="European Union", default_tax="maybe")
    assert errors == {
        "name": ["has already been taken"],
        "default_tax": ["must be true or false"],
    }
    assert await office.is_refused("PUT", path, name="") == {"name": ["can't be blank"]}
    assert await office.sees(path) == made
    assert (await office.changes(path, name="STEADY"))["name"] == "STEADY"


async def test_one_zone_alone_is_the_one_that_prices_are_told_for(office):
    first = await office.makes("zones", name="First", default_tax=True)
    second = await office.makes("zones", name="Second", default_tax=True)
    assert (first["default_tax"], second["default_tax"]) == (True, True)
    assert (await office.sees(f"zones/{first['id']}"))["default_tax"] is False
    await office.changes(f"zones/{second['id']}", default_tax=False)


async def test_a_zone_is_not_removed_while_something_is_taxed_or_sent_there(office):
    [zone] = (await office.sees("zones?q[name_eq]=North America"))["zones"]
    errors = await office.is_refused("DELETE", f"zones/{zone['id']}")
    assert errors == {"base": ["is still used by tax rates, shipping method zones"]}
    assert await office.sees(f"zones/{zone['id']}") == zone


async def test_only_admins_edit_zones(office):
    made = await office.makes("zones", name="Ours")
    await office.lets_only_admins("zones", made["id"], name="Theirs")


async def test_what_a_zone_is_made_of_is_told(office):
    assert await office.sees("zones/new") == {
        "attributes": ["id", "name", "description", "default_tax"],
        "required_attributes": ["name"],
    }


async def test_a_changed_zone_counts_for_the_next_order_of_another_process(two_processes):
    office, there = two_processes
    shopper = await there.shopper_at("delivery")
    [zone] = (await office.sees("zones?q[name_eq]=North America"))["zones"]
    assert (await shopper.order())["additional_tax_total"] == "0.8"
    await office.changes(f"zones/{zone['id']}", zone_members=[country(office.ids.countries["CA"])])
    shopper = await there.shopper_at("address")
    answer = await shopper.puts()
    assert (answer.status_code, answer.json()["code"]) == (422, "no_shipping_method")
