"""Reads a shop's log as its admin does."""

from typing import Any

from tests.support.storefront import ADMIN, Storefront

Json = dict[str, Any]


async def page(shop: Storefront, **parameters: Any) -> Json:  # noqa: ANN401 - httpx's own
    """One page of the log."""
    answer = await shop.client.get("/api/events", params=parameters, headers=ADMIN)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def log(shop: Storefront, **parameters: Any) -> list[Json]:  # noqa: ANN401 - httpx's own
    """The log from its beginning, page by page."""
    found: list[Json] = []
    after = 0
    while True:
        read = await page(shop, after=after, per_page=100, **parameters)
        if not read["events"]:
            return found
        found += read["events"]
        after = read["after"]


def types(events: list[Json]) -> list[str]:
    return [event["type"] for event in events]
