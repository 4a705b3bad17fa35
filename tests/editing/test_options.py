"""Option types, their values, and properties: made, changed, and kept while in use."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_an_option_type_is_made_changed_and_removed(office):
    made = await office.makes("option_types", option_type={"name": "colour", "presentation": "C"})
    assert made["position"] == 2
    path = f"option_types/{made['id']}"
    changed = await office.changes(path, option_type={"presentation": "Colour"})
    assert changed == {**made, "presentation": "Colour"} == await office.sees(path)
    await office.removes(path)
    assert (await office.asks("GET", path)).status_code == 404


async def test_values_are_made_below_their_type_in_order(office):
    type_ = await office.makes("option_types", name="finish", presentation="Finish")
    below = f"option_types/{type_['id']}/option_values"
    matt = await office.makes(below, option_value={"name": "matt", "presentation": "Matt"})
    gloss = await office.makes(below, option_value={"name": "gloss", "presentation": "Gloss"})
    assert await office.sees(below) == [matt, gloss]
    await office.changes(f"option_values/{matt['id']}", position=9)
    assert await office.sees(below) == [gloss, matt]
    assert await office.is_refused("POST", below, name="GLOSS", presentation="x") == {
        "name": ["has already been taken"]
    }
    in_use = {"base": ["is still used by option values"]}
    assert await office.is_refused("DELETE", f"option_types/{type_['id']}") == in_use
    await office.removes(f"{below}/{matt['id']}")
    assert await office.sees(below) == [gloss]


async def test_a_value_below_another_type_is_not_found(office):
    [size] = [each for each in await office.sees("option_types") if each["name"] == "size"]
    other = await office.makes("option_types", name="pattern", presentation="Pattern")
    small = size["option_values"][0]
    path = f"option_types/{other['id']}/option_values/{small['id']}"
    for method in ("GET", "PUT", "DELETE"):
        assert (await office.asks(method, path, {"name": "x"})).status_code == 404
    assert (await office.sees(f"option_values/{small['id']}")) == small


async def test_what_variants_differ_in_is_not_removed(office):
    [size] = [each for each in await office.sees("option_types") if each["name"] == "size"]
    assert "base" in await office.is_refused("DELETE", f"option_types/{size['id']}")
    small = size["option_values"][0]["id"]
    assert "base" in await office.is_refused("DELETE", f"option_values/{small}")


async def test_option_lists_come_whole_or_by_pages(office):
    whole = await office.sees("option_values")
    page = await office.sees("option_values?per_page=2")
    assert page["option_values"] == whole[:2]
    assert page["total_count"] == len(whole)


async def test_a_property_is_shown_by_its_name_unless_told_otherwise(office):
    made = await office.makes("properties", property={"name": "origin"})
    assert made["presentation"] == "origin"
    path = f"properties/{made['id']}"
    changed = await office.changes(path, property={"presentation": "Made in"})
    assert changed == {**made, "presentation": "Made in"}
    await office.removes(path)


async def test_what_is_said_of_a_product_makes_the_property_once(office):
    product = await office.sees("products/canvas-tote")
    below = "products/canvas-tote/product_properties"
    first = await office.makes(
        below, product_property={"property_name": "material", "value": "cotton"}
    )
    assert first["product_id"] == product["id"]
    again = await office.makes(
        "products/enamel-mug/product_properties", property_name=" MATERIAL ", value="steel"
    )
    assert again["property_id"] == first["property_id"]
    assert again["property_name"] == "material"
    changed = await office.changes(f"{below}/{first['id']}", value="linen")
    assert changed == {**first, "value": "linen"}
    in_use = {"base": ["is still used by product properties"]}
    assert await office.is_refused("DELETE", f"properties/{first['property_id']}") == in_use
    shown = (await office.sees("products/canvas-tote"))["product_properties"]
    assert shown == [changed]
    await office.removes(f"{below}/{first['id']}")
    assert (await office.sees("products/canvas-tote"))["product_properties"] == []


async def test_only_admins_edit_options_and_properties(office):
    made = await office.makes("properties", name="weight class")
    await office.lets_only_admins("properties", made["id"], name="Theirs")
    [first, *_] = await office.sees("option_values")
    await office.lets_only_admins("option_values", first["id"], name="x", presentation="x")
