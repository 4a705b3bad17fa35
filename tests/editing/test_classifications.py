"""Products are moved within their taxons; the others make room."""

import pytest

from tests.support.storefront import ADA, NOBODY

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def a_shelf(office, *names):
    """A taxon with a product of each name, in that order."""
    taxonomy = await office.makes("taxonomies", name="Shelves")
    taxon = await office.makes(f"taxonomies/{taxonomy['id']}/taxons", name="Shelf")
    [category] = (await office.sees("shipping_categories?per_page=1"))["shipping_categories"]
    form = {"price": "5", "shipping_category": category["id"], "taxon_ids": [taxon["id"]]}
    made = [await office.makes("products", name=name, **form) for name in names]
    return taxon["id"], [each["id"] for each in made]


async def order_at(office, taxon_id):
    return [
        each["name"] for each in (await office.sees(f"taxons/products?id={taxon_id}"))["products"]
    ]


async def test_a_product_moves_and_the_others_make_room(office):
    taxon, (first, second, third) = await a_shelf(office, "a", "b", "c")
    assert await order_at(office, taxon) == ["a", "b", "c"]
    for product, position, order in (
        (third, 0, ["c", "a", "b"]),
        (third, 1, ["a", "c", "b"]),
        (first, 99, ["c", "b", "a"]),
        (second, "1", ["c", "b", "a"]),
    ):
        moved = await office.changes(
            "classifications", taxon_id=taxon, product_id=product, position=position
        )
        assert (moved["taxon_id"], moved["taxon"]["name"]) == (taxon, "Shelf")
        assert await order_at(office, taxon) == order
        assert moved["position"] == min(int(position), 2) + 1


async def test_what_is_gone_takes_no_place(office):
    taxon, (_, second, third) = await a_shelf(office, "a", "b", "c")
    await office.removes(f"products/{second}")
    moved = await office.changes("classifications", taxon_id=taxon, product_id=third, position=1)
    assert moved["position"] == 2
    assert await order_at(office, taxon) == ["a", "c"]


@pytest.mark.parametrize(
    "wrong,errors",
    [
        ({"taxon_id": 999_999}, {"taxon_id": ["does not exist"]}),
        ({"product_id": None}, {"product_id": ["can't be blank"]}),
        ({"product_id": 1}, {"product_id": ["is not at this taxon"]}),
        ({"position": -1}, {"position": ["must be greater than or equal to 0"]}),
        ({"position": "x"}, {"position": ["is not a number"]}),
    ],
)
async def test_what_is_wrong_is_named_and_moves_nothing(office, wrong, errors):
    taxon, products = await a_shelf(office, "a", "b")
    form = {"taxon_id": taxon, "product_id": products[0], "position": 1, **wrong}
    assert await office.is_refused("PUT", "classifications", **form) == errors
    assert await order_at(office, taxon) == ["a", "b"]


async def test_only_admins_move_products(office):
    taxon, products = await a_shelf(office, "a", "b")
    form = {"taxon_id": taxon, "product_id": products[0], "position": 1}
    for headers in (ADA, NOBODY):
        assert (await office.asks("PUT", "classifications", form, headers)).status_code == 401
    assert await order_at(office, taxon) == ["a", "b"]
