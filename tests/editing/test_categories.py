"""Tax and shipping categories: made, changed and removed; one tax category is the default."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize("plural", ["tax_categories", "shipping_categories"])
async def test_a_category_is_made_changed_and_removed(office, plural):
    root = plural.replace("ies", "y")
    made = await office.makes(plural, **{root: {"name": "Books"}})
    path = f"{plural}/{made['id']}"
    assert await office.sees(path) == made
    changed = await office.changes(path, **{root: {"name": "Printed matter"}})
    assert changed == {**made, "name": "Printed matter"}
    await office.removes(path)
    assert (await office.asks("GET", path)).status_code == 404
    listed = (await office.sees(plural))[plural]
    assert made["id"] not in [each["id"] for each in listed]


async def test_one_tax_category_alone_is_the_default(office):
    [standard] = (await office.sees("tax_categories?q[default_true]=1"))["tax_categories"]
    made = await office.makes("tax_categories", name="Reduced", tax_code="R", is_default=True)
    assert (made["tax_code"], made["is_default"]) == ("R", True)
    assert (await office.sees(f"tax_categories/{standard['id']}"))["is_default"] is False
    back = await office.changes(f"tax_categories/{standard['id']}", is_default=True)
    assert back == standard
    assert (await office.sees(f"tax_categories/{made['id']}"))["is_default"] is False


@pytest.mark.parametrize("plural", ["tax_categories", "shipping_categories"])
async def test_a_category_has_a_name_of_its_own(office, plural):
    [first] = (await office.sees(f"{plural}?per_page=1&q[s]=id"))[plural]
    taken = {"name": ["has already been taken"]}
    assert await office.is_refused("POST", plural, name=first["name"].upper()) == taken
    assert await office.is_refused("POST", plural) == {"name": ["can't be blank"]}


@pytest.mark.parametrize(
    "plural,users",
    [
        ("tax_categories", "tax rates, products"),
        ("shipping_categories", "products, shipping method categories"),
    ],
)
async def test_a_category_in_use_is_not_removed(office, plural, users):
    [first] = (await office.sees(f"{plural}?per_page=1&q[s]=id"))[plural]
    errors = await office.is_refused("DELETE", f"{plural}/{first['id']}")
    assert errors == {"base": [f"is still used by {users}"]}


@pytest.mark.parametrize("plural", ["tax_categories", "shipping_categories"])
async def test_only_admins_edit_categories(office, plural):
    [first] = (await office.sees(f"{plural}?per_page=1&q[s]=id"))[plural]
    await office.lets_only_admins(plural, first["id"], name="Theirs")
