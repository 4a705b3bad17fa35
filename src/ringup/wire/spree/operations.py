"""What one endpoint is: a row of the tables that make the routes and the OpenAPI document.

Every module of endpoints ends in a tuple ``OPERATIONS``; ``routes.py`` joins them all. Paths are
written without ``/api``; every ``PUT`` answers ``PATCH`` too, and every ``GET`` answers ``HEAD``.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Literal, TypeAlias

import msgspec

from ringup.services.asking import Asking, Desk
from ringup.services.searching import Searchable
from ringup.web.answers import Answer
from ringup.web.body import LARGEST
from ringup.web.multipart import UploadedFile
from ringup.web.nesting import Parameters


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One request as a handler sees it.

    ``path`` holds the values of the path's ``{names}``, as text. ``documented`` tells the
    generation of ``/api`` (some statuses differ) from the later one of ``/api/v1``.
    """

    desk: Desk
    asking: Asking
    method: str
    path: Mapping[str, str]
    parameters: Parameters
    files: Mapping[str, UploadedFile] = {}
    locale: str = "en"
    documented: bool = False


Handler: TypeAlias = Callable[[Call], Awaitable[Answer]]
"""Raises ``domain.problems.Refusal`` for whatever is not done; ``refuse`` writes it down."""

Who: TypeAlias = Literal["anyone", "key", "owner", "key and token", "admin"]
"""Who may call: ``key`` is whoever has an API key, ``owner`` the order's user or its token.

``key and token`` is whoever has both, and the order's user, for whom it is done already.
"""


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """A query parameter worth documenting."""

    name: str
    kind: type = str
    description: str


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """A request body and what it is for; ``given`` is written as JSON."""

    name: str
    given: Any


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """One endpoint.

    ``path`` is below ``/api``, names in braces: ``/orders/{number}/line_items/{id}``; ``also`` are
    other paths for the same. ``name`` is unique (the OpenAPI operation id). ``input`` describes
    the parameters (all of them may also come by query or form), ``output`` one answer body;
    where ``plural`` is set the answer is a page of ``output`` under that name, and ``searchable``
    says what ``q[…]`` accepts. ``bare``: the answer is a list of ``output`` and nothing around it,
    unless a page was asked for. ``statuses`` are the good ones, the usual one first;
    ``refusals`` those of errors beyond what every endpoint may answer (400, 413, 415, 429, 500).
    ``largest_body`` is more than usual where files are taken, from whoever shows a key in a header.
    ``limit`` names one more limit that the row counts against: ``order``, each order's own.
    """

    method: Literal["GET", "POST", "PUT", "DELETE"]
    path: str
    name: str
    tag: str
    summary: str
    handler: Handler
    who: Who
    description: str = ""
    also: tuple[str, ...] = ()
    input: type | None = None
    output: type | None = None
    plural: str | None = None
    bare: bool = False
    searchable: Searchable | None = None
    query: tuple[Query, ...] = ()
    statuses: tuple[int, ...] = (200,)
    refusals: tuple[int, ...] = (401, 404, 422)
    examples: tuple[Example, ...] = ()
    largest_body: int = LARGEST
    limit: Literal["order"] | None = None
