"""Taxonomies and taxons: trees that are planted, renamed, moved about and felled over HTTP."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def a_tree(office, name):
    """A taxonomy with `tops` (with `shirts` below it) and `shoes`."""
    made = await office.makes("taxonomies", taxonomy={"name": name})
    below = f"taxonomies/{made['id']}/taxons"
    tops = await office.makes(below, taxon={"name": "Tops"})
    shirts = await office.makes(below, taxon={"name": "Shirts", "parent_id": tops["id"]})
    shoes = await office.makes(below, taxon={"name": "Shoes"})
    return made["id"], made["root"], tops, shirts, shoes


async def test_a_taxonomy_has_a_root_of_its_name(office):
    made = await office.makes("taxonomies", taxonomy={"name": "Brands"})
    root = made["root"]
    assert (root["name"], root["permalink"], root["parent_id"]) == ("Brands", "brands", None)
    path = f"taxonomies/{made['id']}"
    renamed = await office.changes(path, taxonomy={"name": "Makers"})
    assert (renamed["name"], renamed["root"]["name"]) == ("Makers", "Makers")
    assert renamed["root"]["permalink"] == "brands"
    again = await office.makes("taxonomies", name="Brands")
    assert again["root"]["permalink"] == "brands-2"
    await office.removes(path)
    assert (await office.asks("GET", path)).status_code == 404
    assert (await office.asks("GET", f"taxons/{root['id']}")).status_code == 404


async def test_taxons_grow_where_they_were_planted(office):
    taxonomy, root, tops, shirts, shoes = await a_tree(office, "Clothing")
    assert tops["parent_id"] == root["id"]
    assert shirts["permalink"] == "clothing/tops/shirts"
    assert shirts["pretty_name"] == "Clothing -> Tops -> Shirts"
    whole = await office.sees(f"taxonomies/{taxonomy}?set=nested")
    assert [each["name"] for each in whole["root"]["taxons"]] == ["Tops", "Shoes"]
    assert [each["name"] for each in whole["root"]["taxons"][0]["taxons"]] == ["Shirts"]
    assert (await office.sees(f"taxonomies/{taxonomy}/taxons/{shoes['id']}")) == shoes


async def test_a_moved_taxon_takes_along_what_grows_from_it(office):
    taxonomy, root, tops, shirts, shoes = await a_tree(office, "Moving")
    path = f"taxonomies/{taxonomy}/taxons/{tops['id']}"
    moved = await office.changes(path, taxon={"parent_id": shoes["id"], "meta_title": "T"})
    assert (moved["permalink"], moved["meta_title"]) == ("moving/shoes/tops", "T")
    assert (await office.sees(f"taxons/{shirts['id']}"))["permalink"] == "moving/shoes/tops/shirts"
    first = await office.changes(f"taxons/{shirts['id']}", parent_id=root["id"], position=0)
    assert first["permalink"] == "moving/shirts"
    below = await office.sees(f"taxonomies/{taxonomy}/taxons")
    assert [each["name"] for each in below["taxons"]] == ["Shirts", "Shoes"]
    await office.changes(f"taxons/{shoes['id']}", taxon={"child_index": "0"})
    below = await office.sees(f"taxonomies/{taxonomy}/taxons")
    assert [each["name"] for each in below["taxons"]] == ["Shoes", "Shirts"]


async def test_a_new_permalink_is_followed_and_a_new_name_is_not(office):
    _, _, tops, shirts, _ = await a_tree(office, "Links")
    renamed = await office.changes(f"taxons/{tops['id']}", taxon={"name": "Upper parts"})
    assert renamed["permalink"] == "links/tops"
    await office.changes(f"taxons/{tops['id']}", taxon={"permalink": "links/uppers"})
    assert (await office.sees(f"taxons/{shirts['id']}"))["permalink"] == "links/uppers/shirts"


async def test_what_makes_no_tree_is_refused_and_changes_nothing(office):
    taxonomy, root, tops, shirts, shoes = await a_tree(office, "Refused")
    before = await office.sees(f"taxonomies/{taxonomy}?set=nested")
    other = await office.makes("taxonomies", name="Elsewhere")
    for parent, text in (
        (shirts["id"], "must not be itself or grow from it"),
        (tops["id"], "must not be itself or grow from it"),
        (other["root"]["id"], "does not exist in this taxonomy"),
        (10**9, "does not exist"),
    ):
        refused = await office.is_refused("PUT", f"taxons/{tops['id']}", parent_id=parent)
        assert refused == {"parent_id": [text]}
    taken = {"permalink": ["has already been taken"]}
    assert await office.is_refused("PUT", f"taxons/{tops['id']}", permalink="shoes") == taken
    root_stays = {"base": ["cannot be deleted: delete its taxonomy"]}
    assert await office.is_refused("DELETE", f"taxons/{root['id']}") == root_stays
    blank = {"name": ["can't be blank"]}
    assert await office.is_refused("PUT", f"taxons/{shoes['id']}", taxon={"name": " "}) == blank
    assert await office.sees(f"taxonomies/{taxonomy}?set=nested") == before


async def test_a_felled_taxon_takes_what_grows_from_it_and_leaves_the_products(office):
    taxonomy, _, tops, shirts, _ = await a_tree(office, "Felled")
    tote = await office.sees("products/canvas-tote")
    taxon_ids = [*tote["taxon_ids"], shirts["id"]]
    await office.changes("products/canvas-tote", product={"taxon_ids": taxon_ids})
    await office.removes(f"taxonomies/{taxonomy}/taxons/{tops['id']}")
    assert (await office.asks("GET", f"taxons/{shirts['id']}")).status_code == 404
    assert (await office.sees("products/canvas-tote"))["taxon_ids"] == tote["taxon_ids"]


async def test_a_taxons_products_come_in_its_order(office):
    _, _, tops, _, _ = await a_tree(office, "Order")
    for slug in ("enamel-mug", "canvas-tote"):
        product = await office.sees(f"products/{slug}")
        wanted = [*product["taxon_ids"], tops["id"]]
        await office.changes(f"products/{slug}", product={"taxon_ids": wanted})
    found = await office.sees(f"taxons/products?id={tops['id']}")
    assert [each["slug"] for each in found["products"]] == ["enamel-mug", "canvas-tote"]
    assert (await office.asks("GET", "taxons/products?id=999999")).status_code == 404
    assert (await office.asks("GET", "taxons/products")).status_code == 404


async def test_trees_on_pages_are_given_node_by_node(office):
    taxonomy, root, tops, shirts, _ = await a_tree(office, "Nodes")
    node = {"data": "Nodes", "attr": {"id": root["id"], "name": "Nodes"}, "state": "closed"}
    assert await office.sees(f"taxonomies/{taxonomy}/jstree") == node
    grown = [{"data": "Shirts", "attr": {"id": shirts["id"], "name": "Shirts"}, "state": "closed"}]
    assert await office.sees(f"taxons/{tops['id']}/jstree") == grown
    assert await office.sees(f"taxonomies/{taxonomy}/taxons/{tops['id']}/jstree") == grown


async def test_only_admins_edit_trees(office):
    taxonomy, _, tops, _, _ = await a_tree(office, "Guarded")
    await office.lets_only_admins("taxonomies", taxonomy, name="Theirs")
    await office.lets_only_admins("taxons", tops["id"], name="Theirs", taxonomy_id=taxonomy)
