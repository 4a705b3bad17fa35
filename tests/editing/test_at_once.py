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
