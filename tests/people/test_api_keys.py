"""API keys: shown once, exchanged with or without grace, and gone from the next request on."""

from datetime import UTC, datetime, timedelta

import pytest

from ringup import app
from tests.people.asking import ada_of, check_only_self_and_admins, stored
from tests.support.storefront import ADA, ADMIN, NOBODY, TestClock, open_storefront

pytestmark = pytest.mark.asyncio(loop_scope="module")

CALLERS = {"herself": ADA, "an admin": ADMIN}


def as_key(key: str) -> dict[str, str]:
    return {"X-Spree-Token": key}


async def created(storefront, headers=ADA, name="mine"):
    path = f"/api/users/{await ada_of(storefront)}/api_keys"
    body = {"api_key": {"name": name}}
    answer = await storefront.client.post(path, json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def status_of(storefront, key) -> int:
    answer = await storefront.client.get("/api/orders/mine", headers=as_key(key))
    if answer.status_code != 200:
        assert answer.json() == {
            "error": f"Invalid API key ({key}) specified.",
            "code": "invalid_api_key",
        }
    status: int = answer.status_code
    return status


@pytest.mark.parametrize("who", CALLERS)
async def test_a_key_is_told_once_and_works_as_its_users(storefront, who):
    made = await created(storefront, CALLERS[who], name="till 3")
    assert len(made["key"]) == 32
    assert made["last_digits"] == made["key"][-4:]
    ada = await ada_of(storefront)
    path = f"/api/users/{ada}/api_keys"
    listed = await storefront.client.get(path, headers=as_key(made["key"]))
    [kept] = [each for each in listed.json()["api_keys"] if each["id"] == made["id"]]
    assert kept == {name: value for name, value in made.items() if name != "key"}
    assert (kept["name"], kept["user_id"], kept["revoked_at"]) == ("till 3", ada, None)
    assert made["key"] not in listed.text


async def test_the_key_itself_is_kept_nowhere(own_storefront):
    made = await created(own_storefront)
    await status_of(own_storefront, made["key"])
    assert made["key"] not in await stored(own_storefront)


async def test_a_repeat_with_the_same_idempotency_key_tells_the_same_key(own_storefront):
    path = f"/api/users/{await ada_of(own_storefront)}/api_keys"
    headers = {**ADA, "Idempotency-Key": "once"}
    first, again = [await own_storefront.client.post(path, headers=headers) for _ in range(2)]
    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert await status_of(own_storefront, again.json()["key"]) == 200
    assert first.json()["key"] not in await stored(own_storefront)


@pytest.mark.parametrize("who", CALLERS)
async def test_a_revoked_key_is_unknown_to_every_process_from_then_on(demo_store, who):
    async with open_storefront(demo_store) as here, open_storefront(demo_store) as there:
        made = await created(here)
        assert await status_of(there, made["key"]) == 200
        path = f"/api/users/{made['user_id']}/api_keys/{made['id']}"
        assert (await here.client.delete(path, headers=CALLERS[who])).status_code == 204
        assert [await status_of(shop, made["key"]) for shop in (here, there)] == [401, 401]
        assert await status_of(here, ADA["X-Spree-Token"]) == 200


async def test_a_rotated_key_ends_at_once_without_grace(storefront):
    made = await created(storefront, name="rotated")
    path = f"/api/users/{made['user_id']}/api_keys/{made['id']}/rotate"
    answer = await storefront.client.put(path, headers=as_key(made["key"]))
    new = answer.json()
    assert (answer.status_code, new["name"]) == (201, "rotated")
    assert new["id"] != made["id"]
    assert await status_of(storefront, made["key"]) == 401
    assert await status_of(storefront, new["key"]) == 200


async def test_with_grace_both_keys_work_until_it_is_over(demo_store):
    clock = TestClock(app.now())
    async with open_storefront(demo_store, clock=clock) as shop:
        made = await created(shop)
        path = f"/api/users/{made['user_id']}/api_keys/{made['id']}/rotate"
        new = (await shop.client.put(path, json={"grace": 60}, headers=ADA)).json()
        assert [await status_of(shop, each["key"]) for each in (made, new)] == [200, 200]
        clock.at += timedelta(seconds=59)
        assert [await status_of(shop, each["key"]) for each in (made, new)] == [200, 200]
        clock.at += timedelta(seconds=1)
        assert [await status_of(shop, each["key"]) for each in (made, new)] == [401, 200]


async def test_grace_does_not_bring_back_a_key_that_ended_sooner(demo_store):
    clock = TestClock(datetime(2026, 11, 24, tzinfo=UTC))
    async with open_storefront(demo_store, clock=clock) as shop:
        made = await created(shop)
        path = f"/api/users/{made['user_id']}/api_keys/{made['id']}"
        await shop.client.delete(path, headers=ADA)
        clock.at += timedelta(seconds=1)
        rotated = await shop.client.put(f"{path}/rotate", json={"grace": 60}, headers=ADA)
        assert rotated.status_code == 404
        assert await status_of(shop, made["key"]) == 401
        [_, kept] = (
            await shop.client.get(f"/api/users/{made['user_id']}/api_keys", headers=ADA)
        ).json()["api_keys"]
        assert kept["revoked_at"] == "2026-11-24T00:00:00.000Z"


@pytest.mark.parametrize("grace", [-1, 31 * 24 * 3600, "soon", 1.5])
async def test_a_grace_that_makes_no_sense_is_named_and_changes_nothing(storefront, grace):
    made = await created(storefront)
    path = f"/api/users/{made['user_id']}/api_keys/{made['id']}/rotate"
    answer = await storefront.client.put(path, json={"grace": grace}, headers=ADA)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["grace"])
    assert await status_of(storefront, made["key"]) == 200


@pytest.mark.parametrize(
    "method, below",
    [("GET", ""), ("POST", ""), ("PUT", "/{id}/rotate"), ("DELETE", "/{id}")],
)
async def test_keys_are_their_owners_and_the_admins_matter(storefront, method, below):
    made = await created(storefront)
    path = f"/api/users/{made['user_id']}/api_keys{below.format(id=made['id'])}"
    await check_only_self_and_admins(storefront, method, path)
    assert await status_of(storefront, made["key"]) == 200
    for headers in (ADA, ADMIN):
        other = await created(storefront)
        own = f"/api/users/{other['user_id']}/api_keys{below.format(id=other['id'])}"
        answer = await storefront.client.request(method, own, headers=headers)
        assert answer.is_success, answer.text


async def test_somebodys_key_is_not_found_below_somebody_else(storefront):
    made = await created(storefront)
    path = f"/api/users/{made['user_id'] + 1}/api_keys/{made['id']}"
    for method, ending in (("PUT", "/rotate"), ("DELETE", "")):
        answer = await storefront.client.request(method, path + ending, headers=ADMIN)
        assert answer.status_code == 404
    assert await status_of(storefront, made["key"]) == 200


async def test_nobody_gets_a_key_for_a_user_who_is_not_there(storefront):
    answer = await storefront.client.post("/api/users/987654/api_keys", headers=ADMIN)
    assert answer.status_code == 404
    assert (await storefront.client.post("/api/users/x/api_keys", headers=NOBODY)).is_client_error
