"""Saved addresses: kept and mended by their owner, and where orders go unless told otherwise."""

import pytest

from tests.people.asking import ada_of, check_only_self_and_admins, ids_of, strangers
from tests.support.storefront import ADA, ADMIN, GERMANY, GRACE, MARYLAND, items

pytestmark = pytest.mark.asyncio(loop_scope="module")

BALTIMORE = {**MARYLAND, "city": "Baltimore", "zipcode": "21201"}


async def kept(storefront, address=MARYLAND, headers=ADA, **flags):
    path = f"/api/users/{await ada_of(storefront)}/addresses"
    body = {"address": {**address, **flags}}
    answer = await storefront.client.post(path, json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def listed(storefront):
    path = f"/api/users/{await ada_of(storefront)}/addresses"
    answer = await storefront.client.get(path, headers=ADA)
    return {
        each["id"]: (each["city"], each["default_bill"], each["default_ship"])
        for each in answer.json()["addresses"]
    }


async def test_the_only_address_is_where_orders_are_billed_and_sent(own_storefront):
    await kept(own_storefront)
    shopper = await own_storefront.shopper(ADA, line_items=items(TOTE_01=1))
    await shopper.steps()
    order = await shopper.steps()
    assert order["state"] == "delivery"
    assert [order[f"{kind}_address"]["city"] for kind in ("bill", "ship")] == ["Bethesda"] * 2


async def test_of_several_the_default_ones_are_taken(own_storefront):
    await kept(own_storefront, GERMANY)
    await kept(own_storefront, MARYLAND, default_bill=True)
    await kept(own_storefront, BALTIMORE, default_ship=True)
    shopper = await own_storefront.shopper(ADA, line_items=items(TOTE_01=1))
    await shopper.steps()
    order = await shopper.steps()
    cities = [order[f"{kind}_address"]["city"] for kind in ("bill", "ship")]
    assert (order["state"], cities) == ("delivery", ["Bethesda", "Baltimore"])
    user = (await own_storefront.client.get("/api/users", headers=ADA)).json()["users"][0]
    assert [user[f"{kind}_address"]["city"] for kind in ("bill", "ship")] == cities


async def test_one_address_at_most_is_preferred_for_each(own_storefront):
    first = await kept(own_storefront, default_bill=True, default_ship=True)
    second = await kept(own_storefront, BALTIMORE, default_ship=True)
    assert await listed(own_storefront) == {
        first["id"]: ("Bethesda", True, False),
        second["id"]: ("Baltimore", False, True),
    }
    path = f"/api/users/{await ada_of(own_storefront)}/addresses/{second['id']}"
    body = {"address": {"default_bill": True, "default_ship": False}}
    assert (await own_storefront.client.put(path, json=body, headers=ADA)).status_code == 200
    assert await listed(own_storefront) == {
        first["id"]: ("Bethesda", False, False),
        second["id"]: ("Baltimore", True, False),
    }


async def test_the_owner_mends_one_by_its_id_alone_and_orders_keep_theirs(own_storefront):
    address = await kept(own_storefront)
    shopper = await own_storefront.shopper(ADA, line_items=items(TOTE_01=1))
    await shopper.steps()
    await shopper.steps()
    path = f"/api/addresses/{address['id']}"
    body = {"address": {"city": "Rockville"}}
    for headers in (await strangers(own_storefront)).values():
        answer = await own_storefront.client.put(path, json=body, headers=headers)
        assert answer.status_code in {401, 404}
    mended = await own_storefront.client.put(path, json=body, headers=ADA)
    assert (mended.status_code, mended.json()["city"]) == (200, "Rockville")
    assert (await shopper.order())["ship_address"]["city"] == "Bethesda"


async def test_an_address_that_mail_does_not_reach_is_not_kept(storefront):
    before = await listed(storefront)
    path = f"/api/users/{await ada_of(storefront)}/addresses"
    body = {"address": {**MARYLAND, "city": "", "state_name": "Bavaria"}}
    answer = await storefront.client.post(path, json=body, headers=ADA)
    assert (answer.status_code, set(answer.json()["errors"])) == (422, {"city", "state"})
    assert await listed(storefront) == before


async def test_a_forgotten_address_is_gone(storefront):
    address = await kept(storefront)
    path = f"/api/users/{await ada_of(storefront)}/addresses/{address['id']}"
    statuses = [(await storefront.client.delete(path, headers=ADA)).status_code for _ in range(2)]
    assert statuses == [204, 404]
    assert address["id"] not in await listed(storefront)


@pytest.mark.parametrize(
    "method, below", [("GET", ""), ("POST", ""), ("PUT", "/{id}"), ("DELETE", "/{id}")]
)
async def test_addresses_are_their_owners_and_the_admins_matter(storefront, method, below):
    address = await kept(storefront)
    path = f"/api/users/{await ada_of(storefront)}/addresses{below.format(id=address['id'])}"
    body = {"address": MARYLAND}
    before = await listed(storefront)
    await check_only_self_and_admins(storefront, method, path, body)
    assert await listed(storefront) == before
    if below:
        grace = (await ids_of(storefront))["grace@example.com"]
        elsewhere = f"/api/users/{grace}/addresses/{address['id']}"
        for headers in (GRACE, ADMIN):
            answer = await storefront.client.request(method, elsewhere, json=body, headers=headers)
            assert answer.status_code == 404
    for headers in (ADMIN, ADA):
        other = await kept(storefront)
        own = f"/api/users/{await ada_of(storefront)}/addresses{below.format(id=other['id'])}"
        answer = await storefront.client.request(method, own, json=body, headers=headers)
        assert answer.is_success, answer.text
