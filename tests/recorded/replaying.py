"""Asks our shop what the recorded Spree was asked, step by step, and notes every difference."""

import itertools
from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import httpx
import msgspec

from ringup import app
from ringup.config import NO_RATE_LIMITS, Configuration
from tests.recorded.comparing import Comparison, Deviation
from tests.recorded.learning import Learned
from tests.recorded.recordings import RAW, Request, Scenario, Step

# The day after the recording; the cards in it expire in 2030.
BEGIN = datetime(2026, 11, 24, tzinfo=UTC)


class Replayed(msgspec.Struct, frozen=True, kw_only=True):
    """One step as it went here; `body` is our answer's."""

    number: int
    status: int
    body: Any
    deviations: tuple[Deviation, ...]


class Mend(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked after a step, by its caller, so that our order becomes what theirs is."""

    scenario: str
    step: int
    method: str
    path: str
    body: Any = None


class Replay:
    """One scenario over one shop."""

    def __init__(self, client: httpx.AsyncClient, scenario: Scenario) -> None:
        self._client = client
        self._scenario = scenario
        self._learned = Learned()
        self._comparison = Comparison(self._learned)

    async def steps(self, goes_on: Collection[int], mends: Sequence[Mend]) -> list[Replayed]:
        """Replay each step; after some, go on by one more `PUT`, or mend."""
        replayed = []
        for number, step in enumerate(self._scenario.steps):
            replayed.append(await self._replayed(number, step, goes_on=number in goes_on))
            for mend in mends:
                if mend.step == number:
                    await self._mended(mend, step.request)
        return replayed

    async def _mended(self, mend: Mend, request: Request) -> None:
        method, path, body = mend.method, f"/api/v1/{mend.path}", mend.body
        asked = Request(method=method, path=path, headers=request.headers, body=body)
        answer = await self._asked(asked, None)
        assert answer.is_success, (mend, answer.text)

    async def _replayed(self, number: int, step: Step, *, goes_on: bool) -> Replayed:
        answer = await self._asked(step.request, RAW.get((self._scenario.name, number)))
        deviations: tuple[Deviation, ...] = ()
        if goes_on:
            deviations = (Deviation("(needs one more PUT)", "complete", answer.json()["state"]),)
            number_here = self._learned.path(step.request.path).split("/")[4]
            bare = f"/api/v1/checkouts/{number_here}"
            answer = await self._client.put(bare, headers=self._headers(step.request))
        body = answer.json() if answer.content else None
        compared = self._compared(step, answer.status_code, body)
        return Replayed(
            number=number,
            status=answer.status_code,
            body=body,
            deviations=(*deviations, *compared),
        )

    def _compared(self, step: Step, status: int, body: Any) -> Iterator[Deviation]:  # noqa: ANN401
        if status != step.status:
            yield Deviation("(status)", step.status, status)
        elif step.body is not None:
            yield from self._comparison.bodies(step.body, body, root_of(step.body))

    async def _asked(self, request: Request, raw: bytes | None) -> httpx.Response:
        sent: dict[str, Any] = {"content": raw} if raw is not None else {}
        if raw is None and request.body is not None:
            sent = {"json": self._learned.body(request.body)}
        path = self._learned.path(request.path)
        return await self._client.request(
            request.method, path, headers=self._headers(request), **sent
        )

    def _headers(self, request: Request) -> dict[str, str]:
        return self._learned.headers(request.headers)


def root_of(body: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Tell what kind of thing a body is, if it is one of an order's."""
    if not isinstance(body, dict):
        return ""
    for field, kind in (
        ("checkout_steps", "order"),
        ("manifest", "shipment"),
        ("payment_method_id", "payment"),
        ("stock_item_id", "stock movement"),
        ("count_on_hand", "stock item"),
        ("single_display_amount", "line item"),
        ("bill_address", "user"),
        ("memo", "return authorization"),
    ):
        if field in body:
            return kind
    return ""


@asynccontextmanager
async def open_shop(url: str) -> AsyncIterator[httpx.AsyncClient]:
    """Serve a shop in this process; like that Spree, it asks for a key before it makes an order."""
    ticks = itertools.count()

    def clock() -> datetime:
        return BEGIN + timedelta(seconds=next(ticks))

    settings: dict[str, Any] = {"require_api_key": True, **NO_RATE_LIMITS}
    configuration = Configuration(database=url, **settings)
    with patch.object(app, "now", clock):
        async with app.desk_at(configuration) as desk:
            transport = httpx.ASGITransport(app.joined(desk))
            async with httpx.AsyncClient(
                transport=transport, base_url="http://shop.test"
            ) as client:
                yield client
