"""Serves the pages: a welcome at ``/``, the API to browse below ``/docs``, and ``/openapi.json``.

Nothing here reads the store: pages are made of the OpenAPI document alone. Nothing is loaded from
another host, and the browser is told to refuse if anything tried.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from ringup.pages import writing
from ringup.pages.reading import find, records_of, sections_of

ASSETS = Path(__file__).parent / "assets"
ASSETS_AT = "/docs/assets"
SERVER_PATH = "/api"

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


class Site:
    """The pages of one OpenAPI document."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        """Read the document once; pages are made as they are asked for."""
        self._document = msgspec.json.encode(document)
        self._sections = sections_of(document)
        self._records = records_of(document)
        self._introduction = str(document["info"]["description"])
        self._codes = document.get("x-codes", {})
        self._templates = _templates(str(document["info"]["version"]))

    def routes(self) -> list[BaseRoute]:
        """Give the routes, to be put where nothing else is served."""
        return [
            Route("/", self.welcome),
            Route("/openapi.json", self.openapi),
            Route("/docs", self.overview),
            Route("/docs/records", self.records),
            Route("/docs/errors", self.errors),
            Mount(ASSETS_AT, StaticFiles(directory=ASSETS)),
            Route("/docs/{slug}", self.section),
        ]

    async def welcome(self, request: Request) -> Response:
        """Greet whoever opens the server's address."""
        first = f"curl -X POST {_server(request)}/checkouts"
        return self._page(request, "welcome.html", first=first)

    async def openapi(self, request: Request) -> Response:
        """Give the document itself; any page may read it."""
        del request
        headers = {**HEADERS, "Access-Control-Allow-Origin": "*"}
        return Response(self._document, media_type="application/json", headers=headers)

    async def overview(self, request: Request) -> Response:
        """List every operation."""
        introduction = self._introduction
        return self._page(request, "overview.html", here="docs", introduction=introduction)

    async def section(self, request: Request) -> Response:
        """Show the operations of one tag."""
        section = find(self._sections, request.path_params["slug"])
        if section is None:
            return self._page(request, "missing.html", status=404)
        return self._page(request, "section.html", here="docs", section=section)

    async def records(self, request: Request) -> Response:
        """Show what answers are made of."""
        return self._page(request, "records.html", here="records", records=self._records)

    async def errors(self, request: Request) -> Response:
        """Show what every refusal's code means."""
        return self._page(request, "errors.html", here="errors", codes=self._codes)

    def _page(
        self,
        request: Request,
        template: str,
        *,
        status: int = 200,
        here: str = "",
        **values: object,
    ) -> Response:
        html = self._templates.get_template(template).render(
            sections=self._sections, server=_server(request), here=here, **values
        )
        return HTMLResponse(html, status_code=status, headers=HEADERS)


def _server(request: Request) -> str:
    """Give the API's address, as the reader's browser knows this server."""
    return f"{str(request.base_url).rstrip('/')}{SERVER_PATH}"


def _templates(version: str) -> Environment:
    templates = Environment(
        loader=PackageLoader("ringup.pages"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    templates.filters |= {
        "prose": writing.prose,
        "inline": writing.inline,
        "json": writing.json_markup,
        "curl": writing.curl,
        "path_parts": writing.path_parts,
    }
    templates.globals |= {"version": version, "assets": ASSETS_AT, "server_path": SERVER_PATH}
    return templates
