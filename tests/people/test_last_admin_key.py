"""The shop is never left without a key that runs it, whoever revokes what."""

import asyncio

import pytest

from tests.people.asking import ids_of
from tests.support.storefront import ADA, ADMIN

pytestmark = pytest.mark.asyncio(loop_scope="module")

LAST = "is the last key of the last admin: make another first"
GERMAN = "ist der letzte Schlüssel des letzten Admins: machen Sie zuerst einen anderen"


async def admins_keys(storefront):
    """The path of the admin's keys, and those that last."""
    path = f"/api/users/{(await ids_of(storefront))['admin@example.com']}/api_keys"
    listed = (await storefront.client.get(path, headers=ADMIN)).json()["api_keys"]
    return path, [key["id"] for key in listed if key["revoked_at"] is None]


async def another(storefront, path):
    made = (await storefront.client.post(path, headers=ADMIN)).json()
    return made["id"], {"X-Spree-Token": made["key"]}


async def test_the_last_key_of_the_last_admin_is_not_revoked(own_storefront):
    client = own_storefront.client
    path, [last] = await admins_keys(own_storefront)
    before = await own_storefront.database.rows("SELECT * FROM api_keys ORDER BY id")
    refused = await client.delete(f"{path}/{last}", headers=ADMIN)
    assert (refused.status_code, refused.json()["code"]) == (422, "last_admin")
    assert refused.json()["errors"] == {"base": [LAST]}
    in_german = await client.delete(f"{path}/{last}", headers={**ADMIN, "Accept-Language": "de"})
    assert in_german.json()["errors"] == {"base": [GERMAN]}
    assert await own_storefront.database.rows("SELECT * FROM api_keys ORDER BY id") == before
    assert (await client.get("/api/orders", headers=ADMIN)).status_code == 200


async def test_it_may_go_once_there_is_another_and_then_that_stays(own_storefront):
    client = own_storefront.client
    path, [first] = await admins_keys(own_storefront)
    second, headers = await another(own_storefront, path)
    assert (await client.delete(f"{path}/{first}", headers=ADMIN)).status_code == 204
    assert (await client.delete(f"{path}/{second}", headers=headers)).status_code == 422
    assert (await client.get("/api/orders", headers=headers)).status_code == 200


async def test_a_key_that_ends_soon_is_no_other_key(own_storefront):
    client = own_storefront.client
    path, [old] = await admins_keys(own_storefront)
    rotated = await client.put(f"{path}/{old}/rotate", json={"grace": 3600}, headers=ADMIN)
    new = rotated.json()
    refused = await client.delete(f"{path}/{new['id']}", headers=ADMIN)
    assert (refused.status_code, refused.json()["code"]) == (422, "last_admin")
    # The one that ends by itself may end sooner.
    assert (await client.delete(f"{path}/{old}", headers=ADMIN)).status_code == 204


async def test_the_last_key_may_be_exchanged_which_gives_another(own_storefront):
    path, [last] = await admins_keys(own_storefront)
    rotated = await own_storefront.client.put(f"{path}/{last}/rotate", headers=ADMIN)
    assert rotated.status_code == 201
    headers = {"X-Spree-Token": rotated.json()["key"]}
    listed = (await own_storefront.client.get(path, headers=headers)).json()["api_keys"]
    assert [key["id"] for key in listed if key["revoked_at"] is None] == [rotated.json()["id"]]


async def test_customers_keys_are_nobodys_last_way_in(own_storefront):
    client = own_storefront.client
    path, [last] = await admins_keys(own_storefront)
    ada = f"/api/users/{(await ids_of(own_storefront))['ada@example.com']}/api_keys"
    [key] = (await client.get(ada, headers=ADA)).json()["api_keys"]
    assert (await client.delete(f"{ada}/{last}", headers=ADMIN)).status_code == 404
    assert (await client.delete(f"{path}/{last}", headers=ADA)).status_code == 404
    assert (await client.delete(f"{ada}/{key['id']}", headers=ADA)).status_code == 204


async def test_of_two_who_revoke_each_others_key_at_once_one_keeps_hers(own_storefront):
    path, [first] = await admins_keys(own_storefront)
    second, headers = await another(own_storefront, path)
    answers = await asyncio.gather(
        own_storefront.client.delete(f"{path}/{second}", headers=ADMIN),
        own_storefront.client.delete(f"{path}/{first}", headers=headers),
    )
    codes = [answer.status_code for answer in answers]
    assert codes.count(204) == 1
    assert set(codes) <= {204, 401, 422}
    works = [
        await own_storefront.client.get("/api/orders", headers=key) for key in (ADMIN, headers)
    ]
    assert sorted(answer.status_code for answer in works) == [200, 401]
