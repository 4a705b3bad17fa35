"""Users: made, changed and removed by admins; of oneself one changes the address."""

import pytest

from tests.people.asking import (
    NOT_FOUND,
    ada_of,
    check_only_admins,
    check_only_self_and_admins,
    ids_of,
)
from tests.support.storefront import ADA, ADMIN, GRACE

KEEPS_ADMIN = "must keep admin: nobody else has that role and a key"

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def made(storefront, email, **others):
    body = {"user": {"email": email, "password": "secret12", **others}}
    answer = await storefront.client.post("/api/users", json=body, headers=ADMIN)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def keyed(storefront, user):
    """A key of somebody's own."""
    path = f"/api/users/{user['id']}/api_keys"
    key = (await storefront.client.post(path, headers=ADMIN)).json()["key"]
    return {"X-Spree-Token": key}


async def test_an_admin_makes_a_user_with_roles_and_no_password_is_kept(own_storefront):
    user = await made(own_storefront, "New@example.com", roles=["packer", "packer"])
    assert (user["email"], user["roles"]) == ("New@example.com", ["packer"])
    shown = await own_storefront.client.get(f"/api/users/{user['id']}", headers=ADMIN)
    assert shown.json() == user
    assert "secret12" not in repr(await own_storefront.database.rows("SELECT * FROM users"))


async def test_the_role_of_admin_is_given_and_taken(own_storefront):
    user = await made(own_storefront, "second@example.com", roles=["admin", "buyer"])
    headers = await keyed(own_storefront, user)
    client = own_storefront.client
    assert (await client.get("/api/orders", headers=headers)).status_code == 200
    body = {"user": {"roles": ["buyer"]}}
    path = f"/api/users/{user['id']}"
    changed = await client.put(path, json=body, headers=ADMIN)
    assert (changed.status_code, changed.json()["roles"]) == (200, ["buyer"])
    assert (await client.get("/api/orders", headers=headers)).status_code == 401


@pytest.mark.parametrize("roles", [["admin"], "admin", 7, [["x"]]])
async def test_nobody_makes_an_admin_of_themselves(storefront, roles):
    path = f"/api/users/{await ada_of(storefront)}"
    body = {"user": {"email": "ada@example.com", "roles": roles, "admin": True}}
    answer = await storefront.client.put(path, json=body, headers=ADA)
    assert (answer.status_code, answer.json()["roles"]) == (200, [])
    assert (await storefront.client.get("/api/orders", headers=ADA)).status_code == 401


async def test_one_changes_ones_own_address_and_goes_on_with_ones_key(own_storefront):
    path = f"/api/users/{await ada_of(own_storefront)}"
    body = {"user": {"email": "lovelace@example.com"}}
    answer = await own_storefront.client.put(path, json=body, headers=ADA)
    assert (answer.status_code, answer.json()["email"]) == (200, "lovelace@example.com")
    order = await own_storefront.shopper(ADA)
    assert (await order.order())["email"] == "lovelace@example.com"


@pytest.mark.parametrize(
    "email, text",
    [
        ("", "can't be blank"),
        (None, "can't be blank"),
        ("nobody", "is invalid"),
        ("GRACE@example.com", "has already been taken"),
    ],
)
async def test_an_address_that_is_none_or_somebody_elses_is_refused(storefront, email, text):
    before = await ids_of(storefront)
    for method, path in (("POST", ""), ("PUT", f"/{before['ada@example.com']}")):
        answer = await storefront.client.request(
            method, f"/api/users{path}", json={"user": {"email": email}}, headers=ADMIN
        )
        assert (answer.status_code, answer.json()["errors"]) == (422, {"email": [text]})
    assert await ids_of(storefront) == before


async def test_who_is_removed_has_no_key_left_and_their_orders_stay(own_storefront):
    user = await made(own_storefront, "leaver@example.com")
    headers = await keyed(own_storefront, user)
    shopper = await own_storefront.shopper_at("complete", headers)
    client, path = own_storefront.client, f"/api/users/{user['id']}"
    assert (await client.delete(path, headers=ADMIN)).status_code == 204
    assert (await client.get("/api/orders/mine", headers=headers)).status_code == 401
    assert (await client.get(path, headers=ADMIN)).json() == NOT_FOUND
    assert (await client.post(f"{path}/api_keys", headers=ADMIN)).status_code == 404
    order = (await client.get(f"/api/orders/{shopper.number}", headers=ADMIN)).json()
    assert (order["state"], order["user_id"]) == ("complete", user["id"])
    again = await made(own_storefront, "leaver@example.com")
    assert again["id"] != user["id"]


@pytest.mark.parametrize("method", ["GET", "PUT"])
async def test_a_user_is_seen_and_changed_by_oneself_and_admins(storefront, method):
    path = f"/api/users/{await ada_of(storefront)}"
    body = {"user": {"email": "ada@example.com"}}
    await check_only_self_and_admins(storefront, method, path, body)
    for headers in (ADA, ADMIN):
        answer = await storefront.client.request(method, path, json=body, headers=headers)
        assert (answer.status_code, answer.json()["email"]) == (200, "ada@example.com")


@pytest.mark.parametrize("method, below", [("POST", ""), ("DELETE", "/{id}"), ("GET", "/new")])
async def test_users_are_made_and_removed_by_admins_alone(storefront, method, below):
    before = await ids_of(storefront)
    path = f"/api/users{below.format(id=before['ada@example.com'])}"
    await check_only_admins(storefront, method, path, {"user": {"email": "x@example.com"}})
    assert await ids_of(storefront) == before
    seen = await storefront.client.get("/api/users", headers=GRACE)
    assert [user["email"] for user in seen.json()["users"]] == ["grace@example.com"]


async def test_the_last_admin_is_neither_removed_nor_loses_the_role(own_storefront):
    path = f"/api/users/{(await ids_of(own_storefront))['admin@example.com']}"
    client = own_storefront.client
    before = await own_storefront.database.rows("SELECT * FROM users")
    for roles in ([], ["buyer"]):
        kept = await client.put(path, json={"user": {"roles": roles}}, headers=ADMIN)
        assert (kept.status_code, kept.json()["code"]) == (422, "last_admin")
        assert kept.json()["errors"] == {"roles": [KEEPS_ADMIN]}
    refused = await client.delete(path, headers=ADMIN)
    assert (refused.status_code, refused.json()["code"]) == (422, "last_admin")
    assert await own_storefront.database.rows("SELECT * FROM users") == before
    assert (await client.get("/api/orders", headers=ADMIN)).status_code == 200


async def test_an_admin_who_cannot_get_in_is_no_other_admin(own_storefront):
    client = own_storefront.client
    path = f"/api/users/{(await ids_of(own_storefront))['admin@example.com']}"
    second = await made(own_storefront, "second@example.com", roles=["admin"])
    assert (await client.delete(path, headers=ADMIN)).json()["code"] == "last_admin"
    await keyed(own_storefront, second)
    keys = f"/api/users/{second['id']}/api_keys"
    [key] = (await client.get(keys, headers=ADMIN)).json()["api_keys"]
    await client.put(f"{keys}/{key['id']}/rotate", json={"grace": 3600}, headers=ADMIN)
    assert (await client.delete(f"{keys}/{key['id'] + 1}", headers=ADMIN)).status_code == 204
    # The older key still works, but not for long.
    assert (await client.delete(path, headers=ADMIN)).json()["code"] == "last_admin"
    assert (await client.delete(f"/api/users/{second['id']}", headers=ADMIN)).status_code == 204


async def test_what_hinders_is_said_in_the_readers_language(own_storefront):
    path = f"/api/users/{(await ids_of(own_storefront))['admin@example.com']}"
    german = {**ADMIN, "Accept-Language": "de"}
    refused = await own_storefront.client.delete(path, headers=german)
    assert refused.json()["errors"] == {"base": ["ist der letzte Admin"]}


async def test_an_admin_may_go_once_there_is_another(own_storefront):
    path = f"/api/users/{(await ids_of(own_storefront))['admin@example.com']}"
    second = await made(own_storefront, "second@example.com", roles=["admin"])
    headers = await keyed(own_storefront, second)
    answer = await own_storefront.client.delete(path, headers=ADMIN)
    assert answer.status_code == 204
    own = f"/api/users/{second['id']}"
    refused = await own_storefront.client.delete(own, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (422, "last_admin")
