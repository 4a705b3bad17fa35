"""Joins the parts to one ASGI application; read it to see what stands where.

From outside in: the doorway (request ids, safe headers, the net below all), the access log, and
then by path the API, the pages, and whether this process is well.
"""

import asyncio
import contextlib
import gc
import os
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Router
from starlette.types import ASGIApp, Receive, Scope, Send

from ringup import __version__, files, gateways, logs
from ringup.config import Configuration, NotConfigured, configured
from ringup.domain.problems import NotFound, Refusal, Unavailable
from ringup.domain.promotions.loading import NotAPlugin
from ringup.files import NoSuchPlace
from ringup.files.folder import SERVED_AT
from ringup.files.keeping import PictureFiles
from ringup.files.serving import FileServer
from ringup.logs import AccessLog
from ringup.persistence.address import EPHEMERAL, is_sqlite, sqlite_path
from ringup.persistence.opening import open_store
from ringup.persistence.search.shelving import SqlShelves
from ringup.persistence.shop import NoShop
from ringup.plugins.installing import check_calculators, install
from ringup.services.asking import Desk, Settings
from ringup.services.pictures import Files
from ringup.services.ports.store import Store
from ringup.services.subscribers import Subscriber, keep_telling
from ringup.services.surroundings import Surroundings
from ringup.services.sweeping import keep_sweeping
from ringup.web.answers import json_answer, send_answer
from ringup.web.counters import NoSuchStorage
from ringup.web.doorway import Doorway
from ringup.web.limits import UNLIMITED, Limits, Rates, limits_of
from ringup.wire.spree.refuse import refused
from ringup.wire.spree.routes import OPERATIONS, api

_SELDOM = 20_000
"""How many things may be made, and not freed, before garbage is looked for."""


def from_environment() -> ASGIApp:
    """Make the application of a server process, which is told its settings by variables."""
    configuration = configured()
    logs.set_up(configuration.log_format, configuration.log_level)
    return create_app(configuration)


def create_app(configuration: Configuration) -> ASGIApp:
    """Make the application; the store is opened when a server starts it, and closed in the end."""
    return Application(configuration)


class Application:
    """The shop as a server runs it: starts, answers, ends."""

    def __init__(self, configuration: Configuration) -> None:
        """Take the settings; nothing is opened yet."""
        self._configuration = configuration
        self._limits = limits_from(configuration)
        self._life = Router(lifespan=self._living)
        self._answering: ASGIApp = self._life

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or start and end as the server says."""
        serving = self._life if scope["type"] == "lifespan" else self._answering
        await serving(scope, receive, send)

    @contextlib.asynccontextmanager
    async def _living(self, _router: Router) -> AsyncIterator[None]:
        subscribers = installed(self._configuration)
        async with desk_at(self._configuration) as desk:
            self._answering = joined(desk, self._limits)
            _settle_down()
            async with working(desk, self._configuration, subscribers):
                yield


def _settle_down() -> None:
    """Have the collector of garbage leave alone what is there for good, and come less often.

    What a request makes is freed without it; it looks for cycles, of which there are few.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_SELDOM)


@contextlib.asynccontextmanager
async def desk_at(configuration: Configuration) -> AsyncIterator[Desk]:
    """Open the store and the gateways, and close them in the end; ``installed`` comes before."""
    ways = gateways.opened(surroundings_of(configuration), configuration.plugins)
    store = await open_store(
        configuration.database,
        now,
        ways,
        durability=configuration.durability,
        connections=configuration.connections,
        writes=configuration.writes,
    )
    settings = Settings(
        require_api_key=configuration.require_api_key,
        low_stock=configuration.low_stock,
        hold_for=timedelta(seconds=configuration.hold_for_seconds),
        abandoned_after=timedelta(hours=configuration.abandoned_after_hours) or None,
        wait_for_placing=timedelta(seconds=configuration.wait_for_placing_seconds),
    )
    try:
        await _check_shop(store)
        yield Desk(
            store=store,
            gateways=ways,
            clock=now,
            settings=settings,
            shelves=SqlShelves(store),
            pictures=PictureFiles(place_of(configuration)),
        )
    finally:
        await store.close()
        gateways.close(ways)


async def check_plugins(configuration: Configuration) -> None:
    """Raise ``NotConfigured`` where plug-ins are broken, or the shop needs some that are gone."""
    installed(configuration)
    async with desk_at(configuration):
        """The shop was read."""


async def _check_shop(store: Store) -> None:
    try:
        check_calculators(await store.shop())
    except NoShop:
        """There is nothing in it yet."""
    except NotAPlugin as error:
        raise NotConfigured(f"a promotion of this shop: {error}") from error


def joined(desk: Desk, limits: Limits = UNLIMITED) -> ASGIApp:
    """Put everything that answers behind the doorway."""
    return Doorway(AccessLog(Switchboard(desk, limits)))


class Switchboard:
    """Passes a request on by the head of its path."""

    def __init__(self, desk: Desk, limits: Limits = UNLIMITED) -> None:
        """Make all that answers at this desk."""
        self._desk = desk
        self._api = api(desk, limits)
        self._images = FileServer(desk.pictures)
        self._pages = Pages(otherwise=self._api)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = scope["path"]
        if path.startswith("/api"):
            await self._api(scope, receive, send)
        elif path.startswith(SERVED_AT):
            await image(self._images, scope, send)
        elif path == "/healthz":
            await healthz(self._desk, send)
        else:
            await self._pages(scope, receive, send)


class Pages:
    """The pages and the OpenAPI document; what is none of them is answered by ``otherwise``."""

    def __init__(self, otherwise: ASGIApp) -> None:
        """Make nothing yet: it takes a while, and most processes are never asked."""
        self._otherwise = otherwise
        self._made: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; the first one has the pages made, beside the event loop."""
        if scope["method"] not in {"GET", "HEAD"}:
            await self._otherwise(scope, receive, send)
            return
        if self._made is None:
            self._made = await asyncio.to_thread(self._make)
        await self._made(scope, receive, send)

    def _make(self) -> ASGIApp:
        # Templates and the document are for people: a server of orders starts without them.
        from ringup.pages.site import Site  # noqa: PLC0415
        from ringup.wire.spree.openapi import openapi_document  # noqa: PLC0415

        site = Site(openapi_document(OPERATIONS, __version__))
        router = Router(site.routes(), redirect_slashes=False, default=self._otherwise)
        return ExceptionMiddleware(router, handlers={HTTPException: _not_found})


async def _not_found(_request: Request, _error: Exception) -> Response:
    """Say that a page's picture or style does not exist."""
    answer = refused(NotFound())
    return Response(answer.body, answer.status, media_type="application/json")


async def image(images: FileServer, scope: Scope, send: Send) -> None:
    """Send a picture, or say why not."""
    try:
        await images.serve(scope, send)
    except Refusal as refusal:
        await send_answer(refused(refusal), send)


async def healthz(desk: Desk, send: Send) -> None:
    """Tell whether this process answers and can reach its database."""
    try:
        await desk.store.ping()
    except Unavailable:
        away = {"status": "unavailable", "error": "The database is away.", "code": "unavailable"}
        await send_answer(json_answer(away, 503), send)
    else:
        await send_answer(json_answer({"status": "ok"}), send)


def installed(configuration: Configuration) -> Mapping[str, Subscriber]:
    """Fill the tables with what other packages bring, and give the subscribers of events."""
    return install(configuration, surroundings_of(configuration))


@contextlib.asynccontextmanager
async def working(
    desk: Desk, configuration: Configuration, subscribers: Mapping[str, Subscriber]
) -> AsyncIterator[None]:
    """Sweep and tell subscribers in the background, each as often as is set; never with 0."""
    tasks: list[asyncio.Task[None]] = []
    if seconds := configuration.sweep_seconds:
        tasks.append(asyncio.create_task(keep_sweeping(desk, seconds)))
    if subscribers and (seconds := configuration.events_seconds):
        tasks.append(asyncio.create_task(keep_telling(desk, subscribers, seconds)))
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task


def surroundings_of(configuration: Configuration) -> Surroundings:
    """Let gateways keep files beside an SQLite store, or where the server was started."""
    url = configuration.database
    on_disk = is_sqlite(url) and url != EPHEMERAL
    return Surroundings(
        folder=sqlite_path(url).parent if on_disk else Path(), environment=os.environ
    )


def place_of(configuration: Configuration) -> Files:
    """Open the place for files; raises ``NotConfigured`` for an address that nobody serves."""
    place = configuration.files
    if "://" not in place:
        place = str(surroundings_of(configuration).folder / place)
    try:
        return files.opened(place)
    except NoSuchPlace as error:
        raise NotConfigured(f"files: {error}") from error
    except Exception as error:
        scheme = place.partition("://")[0]
        why = f"to open {scheme}:// raises {type(error).__name__}: {error}"
        raise NotConfigured(f"files: {why}") from error


def limits_from(configuration: Configuration) -> Limits:
    """Make the limits as they are set; raises ``NotConfigured`` for a storage that cannot be."""
    rates = Rates(
        address=configuration.rate_limits_address,
        caller=configuration.rate_limits_caller,
        order=configuration.rate_limits_order,
        guesses=configuration.rate_limits_guesses,
        storage=configuration.rate_limits_storage,
    )
    try:
        return limits_of(rates)
    except NoSuchStorage as error:
        raise NotConfigured(f"rate_limits_storage: {error}") from error


def now() -> datetime:
    """Tell the time."""
    return datetime.now(UTC)
