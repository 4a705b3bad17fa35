"""Edits of two processes at one moment: they wait for each other, and what was checked holds."""

import asyncio
from collections import Counter

import pytest

from tests.editing.office import Office

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_one_name_is_given_once(two_processes):
    here, there = two_processes[0], Office(two_processes[1])
    asked = [office.asks("POST", "zones", {"name": "Ours"}) for office in (here, there) * 5]
    answers = await asyncio.gather(*asked)
    assert Counter(answer.status_code for answer in answers) == {201: 1, 422: 9}
    assert len((await here.sees("zones?q[name_eq]=Ours"))["zones"]) == 1


async def test_one_tax_category_stays_the_default(two_processes):
    here, there = two_processes[0], Office(two_processes[1])
    asked = [
        office.asks("POST", "tax_categories", {"name": f"Of {number}", "is_default": True})
        for number, office in enumerate((here, there) * 4)
    ]
    answers = await asyncio.gather(*asked)
    assert {answer.status_code for answer in answers} == {201}
    assert (await here.sees("tax_categories?q[default_true]=1"))["count"] == 1


async def test_what_is_removed_is_not_pointed_at_in_the_same_moment(two_processes):
    here, there = two_processes[0], Office(two_processes[1])
    zone = await here.makes("zones", name="Going")
    [category] = (await here.sees("tax_categories"))["tax_categories"]
    rate = {"name": "x", "amount": "0.1", "zone_id": zone["id"], "tax_category_id": category["id"]}
    removed, taxed = await asyncio.gather(
        here.asks("DELETE", f"zones/{zone['id']}"), there.asks("POST", "tax_rates", rate)
    )
    assert (removed.status_code, taxed.status_code) in {(204, 422), (422, 201)}


async def test_one_slug_and_one_sku_are_given_once_in_two_processes(two_processes):
    here, there = two_processes[0], Office(two_processes[1])
    [category] = (await here.sees("shipping_categories?per_page=1"))["shipping_categories"]
    form = {"name": "Kite", "price": "5", "shipping_category": category["id"]}
    for own, errors in (
        ({"slug": "our-kite"}, {"slug": ["has already been taken"]}),
        ({"sku": "KITE-1"}, {"sku": ["has already been taken"]}),
    ):
        asked = [office.asks("POST", "products", {**form, **own}) for office in (here, there) * 3]
        answers = await asyncio.gather(*asked)
        assert Counter(answer.status_code for answer in answers) == {201: 1, 422: 5}
        assert all(a.json()["errors"] == errors for a in answers if a.status_code == 422)
    assert (await here.sees("products?q[name_eq]=Kite"))["total_count"] == 2
    assert (await here.sees("variants?q[sku_eq]=KITE-1"))["total_count"] == 1


async def test_products_of_one_name_made_at_once_each_get_a_slug_of_their_own(two_processes):
    here, there = two_processes[0], Office(two_processes[1])
    [category] = (await here.sees("shipping_categories?per_page=1"))["shipping_categories"]
    form = {"name": "Top", "price": "5", "shipping_category": category["id"]}
    asked = [office.asks("POST", "products", form) for office in (here, there) * 3]
    answers = await asyncio.gather(*asked)
    slugs = sorted(answer.json()["slug"] for answer in answers)
    assert slugs == ["top", *(f"top-{number}" for number in range(2, 7))]
