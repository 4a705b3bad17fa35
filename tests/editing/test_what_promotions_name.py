"""What a promotion names by its id cannot be removed before the promotion lets go of it."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def a_product(office, name):
    [category] = (await office.sees("shipping_categories?per_page=1"))["shipping_categories"]
    form = {"name": name, "price": "5", "shipping_category": category["id"]}
    return await office.makes("products", **form)


async def a_taxon(office):
    taxonomy = await office.makes("taxonomies", name="Named")
    below = f"taxonomies/{taxonomy['id']}/taxons"
    top = await office.makes(below, name="Top")
    inner = await office.makes(below, name="Inner", parent_id=top["id"])
    return taxonomy, top, inner


async def a_promotion(office, **matching):
    rule = {"type": "quantity", "settings": {"minimum": 2, "matching": matching}}
    return await office.makes("promotions", name="Named sale", promotion_rules=[rule])


async def is_kept_until_let_go(office, promotion, *paths):
    """Each is refused and stays; without the promotion, the last of them goes."""
    for path in paths:
        refused = await office.is_refused("DELETE", path)
        assert refused == {"base": ["is still used by promotions: Named sale"]}
        await office.sees(path)
    await office.removes(f"promotions/{promotion['id']}")
    await office.removes(paths[-1])


async def test_a_product_stays_while_a_promotion_names_it(office):
    product = await a_product(office, "Named thing")
    promotion = await a_promotion(office, product_ids=[product["id"]])
    await is_kept_until_let_go(office, promotion, f"products/{product['id']}")


async def test_a_variant_stays_and_so_does_its_product(office):
    product = await a_product(office, "Of named variant")
    variant = await office.makes(f"products/{product['id']}/variants", sku="NAMED-1")
    promotion = await a_promotion(office, variant_ids=[variant["id"]])
    paths = (f"variants/{variant['id']}", f"products/{product['id']}")
    await is_kept_until_let_go(office, promotion, *paths)


async def test_a_taxon_stays_and_so_does_all_that_it_grows_from(office):
    taxonomy, top, inner = await a_taxon(office)
    promotion = await a_promotion(office, taxon_ids=[inner["id"]])
    paths = (f"taxons/{inner['id']}", f"taxons/{top['id']}", f"taxonomies/{taxonomy['id']}")
    await is_kept_until_let_go(office, promotion, *paths)


async def test_an_option_value_stays_while_an_action_names_it(office):
    kind = await office.makes("option_types", name="glow", presentation="Glow")
    form = {"name": "dim", "presentation": "Dim", "option_type_id": kind["id"]}
    value = await office.makes("option_values", option_value=form)
    matching = {"option_value_ids": [value["id"]]}
    action = {"type": "percent_off_lines", "settings": {"rate": 1000, "matching": matching}}
    promotion = await office.makes("promotions", name="Named sale", promotion_actions=[action])
    await is_kept_until_let_go(office, promotion, f"option_values/{value['id']}")


async def test_a_user_stays_while_a_promotion_is_for_them(office):
    user = await office.makes("users", email="named@example.com", password="long enough 12")
    rule = {"type": "user", "settings": {"user_ids": [user["id"]]}}
    promotion = await office.makes("promotions", name="Named sale", promotion_rules=[rule])
    await is_kept_until_let_go(office, promotion, f"users/{user['id']}")


async def test_what_another_promotion_names_goes(office):
    product, other = await a_product(office, "Mentioned"), await a_product(office, "Unmentioned")
    await a_promotion(office, product_ids=[product["id"]], variant_ids=[])
    await office.removes(f"products/{other['id']}")
