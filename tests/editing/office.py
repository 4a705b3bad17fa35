"""Asks for changes of the store, as its admin unless told otherwise."""

from collections.abc import Mapping
from typing import Any

import httpx

from tests.support.storefront import ADA, ADMIN, NOBODY, Storefront

Json = dict[str, Any]

NOT_ALLOWED = "You are not authorized to perform that action."
NO_KEY = "You must specify an API key."
INVALID = "Invalid resource. Please fix errors and try again."


class Office:
    """Where a shop is edited."""

    def __init__(self, storefront: Storefront) -> None:
        self.storefront = storefront
        self.ids = storefront.ids

    async def asks(
        self,
        method: str,
        path: str,
        body: object = None,
        headers: Mapping[str, str] = ADMIN,
    ) -> httpx.Response:
        """Ask for a path below `/api`."""
        return await self.storefront.client.request(
            method, f"/api/{path}", json=body, headers=headers
        )

    async def makes(self, path: str, **form: object) -> Json:
        """A `POST` that must succeed; gives what was made."""
        answer = await self.asks("POST", path, form)
        assert answer.status_code == httpx.codes.CREATED, answer.text
        made: Json = answer.json()
        return made

    async def changes(self, path: str, **form: object) -> Json:
        """A `PUT` that must succeed; gives what it became."""
        answer = await self.asks("PUT", path, form)
        assert answer.status_code == httpx.codes.OK, answer.text
        changed: Json = answer.json()
        return changed

    async def removes(self, path: str) -> None:
        """A `DELETE` that must succeed."""
        answer = await self.asks("DELETE", path)
        assert (answer.status_code, answer.content) == (httpx.codes.NO_CONTENT, b"")

    async def sees(self, path: str) -> Json:
        """A `GET` that must succeed."""
        answer = await self.asks("GET", path)
        assert answer.status_code == httpx.codes.OK, answer.text
        seen: Json = answer.json()
        return seen

    async def is_refused(self, method: str, path: str, **form: object) -> dict[str, list[str]]:
        """What a 422 says of each field."""
        answer = await self.asks(method, path, form)
        assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY, answer.text
        assert answer.json()["error"] == INVALID
        errors: dict[str, list[str]] = answer.json()["errors"]
        return errors

    async def lets_only_admins(self, plural: str, id_: int, **form: object) -> None:
        """Nobody else makes, changes or removes a thing, whatever they send, and it stays."""
        before = await self.sees(f"{plural}/{id_}"), await self.sees(f"{plural}?per_page=100")
        for headers, text in ((NOBODY, NO_KEY), (ADA, NOT_ALLOWED)):
            for method, path, body in (
                ("POST", plural, form),
                ("POST", plural, {}),
                ("PUT", f"{plural}/{id_}", form),
                ("PATCH", f"{plural}/{id_}", form),
                ("DELETE", f"{plural}/{id_}", None),
                ("GET", f"{plural}/new", None),
            ):
                answer = await self.asks(method, path, body, headers)
                assert (answer.status_code, answer.json()["error"]) == (401, text), (method, path)
        after = await self.sees(f"{plural}/{id_}"), await self.sees(f"{plural}?per_page=100")
        assert after == before
