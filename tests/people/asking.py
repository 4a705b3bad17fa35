"""Callers of every kind, and how each is answered who may not."""

from typing import Any

from ringup.persistence import schema
from tests.support.storefront import ADA, ADMIN, GRACE, Storefront

NO_KEY = {"error": "You must specify an API key.", "code": "not_authenticated"}
NOT_ALLOWED = {
    "error": "You are not authorized to perform that action.",
    "code": "not_authorized",
}
NOT_FOUND = {
    "error": "The resource you were looking for could not be found.",
    "code": "not_found",
}


async def ids_of(storefront: Storefront) -> dict[str, int]:
    """Everybody's id, by mail address."""
    listed = await storefront.client.get("/api/users", headers=ADMIN, params={"per_page": 100})
    return {user["email"]: user["id"] for user in listed.json()["users"]}


async def ada_of(storefront: Storefront) -> int:
    return (await ids_of(storefront))["ada@example.com"]


async def stored(storefront: Storefront) -> str:
    """All that lies in the database, as text."""
    tables = [f"SELECT * FROM {table.name}" for table in schema.metadata.sorted_tables]
    return repr([await storefront.database.rows(sql) for sql in tables])


async def strangers(storefront: Storefront) -> dict[str, dict[str, str]]:
    """Those who are neither the owner nor an admin, by what they are told."""
    guest = await storefront.shopper()
    return {
        "grace": GRACE,
        "guest": {"X-Spree-Order-Token": guest.token},
        "nobody": {},
    }


async def check_only_self_and_admins(
    storefront: Storefront,
    method: str,
    path: str,
    body: Any = None,  # noqa: ANN401 - any JSON
) -> None:
    """What is Ada's is not found by Grace, and needs a key from guests and nobody."""
    told = {"grace": (404, NOT_FOUND), "guest": (401, NO_KEY), "nobody": (401, NO_KEY)}
    for name, headers in (await strangers(storefront)).items():
        answer = await storefront.client.request(method, path, json=body, headers=headers)
        assert (answer.status_code, answer.json()) == told[name], name


async def check_only_admins(
    storefront: Storefront,
    method: str,
    path: str,
    body: Any = None,  # noqa: ANN401 - any JSON
) -> None:
    """Owners and others are not allowed, guests and nobody need a key."""
    callers = {**(await strangers(storefront)), "ada": ADA}
    for name, headers in callers.items():
        answer = await storefront.client.request(method, path, json=body, headers=headers)
        knows = name in {"ada", "grace"}
        told = (401, NOT_ALLOWED if knows else NO_KEY)
        assert (answer.status_code, answer.json()) == told, name
