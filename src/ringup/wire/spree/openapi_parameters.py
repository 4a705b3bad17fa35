"""What a request may carry, as OpenAPI says it: path, query and header parameters, and bodies."""

import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any, TypeAlias

import msgspec

from ringup.wire.spree.openapi_search import search_parameter
from ringup.wire.spree.operations import Example, Operation, Query

Json: TypeAlias = dict[str, Any]

NUMBER_PATTERN = "^[Rr][0-9]{9,10}$"

PATH_PARAMETERS: dict[str, Json] = {
    "number": {
        "description": "An order's number, in either case.",
        "schema": {"type": "string", "pattern": NUMBER_PATTERN},
        "example": "R420987489",
    },
}
ANY_ID: Json = {
    "description": "An id; where a thing has a number, slug or code, that will do too.",
    "schema": {"type": "string", "minLength": 1},
    "example": "1",
}

PAGING = (
    Query(name="page", kind=int, description="Which page, from 1."),
    Query(name="per_page", kind=int, description="How many rows a page has: 25, at most 100."),
)
LIMITS: Mapping[str, Json] = {
    "page": {"minimum": 1, "maximum": 10**9, "default": 1},
    "per_page": {"minimum": 1, "maximum": 100, "default": 25},
    "after": {"minimum": 0, "maximum": 10**18 - 1, "default": 0},
    "ids": {"pattern": "^([0-9]{1,18}(,[0-9]{1,18}){0,99})?$"},
    "currency": {"pattern": "^([A-Za-z]{3})?$", "examples": ["EUR"]},
}
"""What the values of these parameters are held to, wherever they occur."""

IDEMPOTENCY_KEY: Json = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": (
        "Any text of the client's own. A repeat with the same key and parameters within 24 hours "
        "gets the first answer again and does nothing."
    ),
    "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
}
STORE: Json = {
    "name": "X-Spree-Store",
    "in": "header",
    "required": False,
    "description": (
        "The code of the store that is meant, where the host is no store's own; else the default "
        "one. An order keeps the store it was made at."
    ),
    "schema": {"type": "string"},
}
IF_MATCH: Json = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "An order's `ETag`: change it only if nobody else has meanwhile (else 412).",
    "schema": {"type": "string"},
}

BODY_TYPES = (
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
)


def parameters_of(operation: Operation, path: str) -> list[Json]:
    """List the parameters an operation has at one of its paths, but for those of its body."""
    return [
        *(_path_parameter(name) for name in re.findall(r"{(\w+)}", path)),
        *_list_parameters(operation),
        *(_query_parameter(query) for query in operation.query),
        *_headers(operation, path),
    ]


def request_body_of(operation: Operation, schema: Json) -> Json:
    """Describe the body: one schema, as JSON or as a form that nests by brackets."""
    content: Json = {media: {"schema": schema} for media in BODY_TYPES}
    if operation.examples:
        content["application/json"]["examples"] = {
            _identifier(example): {"summary": example.name, "value": example.given}
            for example in operation.examples
        }
    return {"required": False, "content": content}


def _identifier(example: Example) -> str:
    return re.sub(r"\W+", "_", example.name).strip("_").lower() or "example"


def _path_parameter(name: str) -> Json:
    return {"name": name, "in": "path", "required": True, **PATH_PARAMETERS.get(name, ANY_ID)}


def _query_parameter(query: Query) -> Json:
    schema = {**msgspec.json.schema(query.kind), **LIMITS.get(query.name, {})}
    return {
        "name": query.name,
        "in": "query",
        "required": False,
        "description": query.description,
        "schema": schema,
    }


def _list_parameters(operation: Operation) -> Iterator[Json]:
    if operation.plural is not None:
        named = {query.name for query in operation.query}
        yield from (_query_parameter(query) for query in PAGING if query.name not in named)
    if operation.searchable is not None:
        yield search_parameter(operation.searchable)


def _headers(operation: Operation, path: str) -> Iterator[Json]:
    if "{number}" not in path and HTTPStatus.UNPROCESSABLE_ENTITY in operation.refusals:
        yield STORE
    if operation.method == "GET":
        return
    yield IDEMPOTENCY_KEY
    if HTTPStatus.PRECONDITION_FAILED in operation.refusals:
        yield IF_MATCH
