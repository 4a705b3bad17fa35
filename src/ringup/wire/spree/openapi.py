"""The OpenAPI 3.1 document of the whole API, made from the table of operations.

Nothing is written twice: paths, parameters and statuses come from the ``Operation`` records,
schemas from the Structs that handlers read and write, examples from ``openapi_examples``.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import msgspec

from ringup.wire.spree.codes import CODES
from ringup.wire.spree.openapi_answers import error_answers, examples, good_answers, refusals
from ringup.wire.spree.openapi_parameters import parameters_of, request_body_of
from ringup.wire.spree.operations import Operation
from ringup.wire.spree.refuse import ErrorRecord

Json: TypeAlias = dict[str, Any]

REFERENCE = "#/components/schemas/{name}"

INTRODUCTION = """\
The order's way from `cart` to `complete`, and the store behind it.

Every path exists below `/api` and below `/api/v1`, and with or without `.json` at its end. They
are the same but for two statuses: `POST /api/checkouts` answers 200 and the `PUT` that leaves
`delivery` 201, where `/api/v1` answers 201 and 200. `PATCH` is `PUT` by another name.

Parameters come from a JSON body, a form or the query, and are merged; the body wins. Forms and
queries nest by brackets: `order[line_items][0][variant_id]=1`. Amounts are decimal strings
(`"19.99"`), times are ISO 8601 in UTC.
"""

SERVERS = (
    {"url": "/api", "description": "The documented generation"},
    {"url": "/api/v1", "description": "The later generation, with the statuses of later Spree"},
)

SECURITY_SCHEMES = {
    "api_key": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Spree-Token",
        "description": "A user's or an admin's API key.",
    },
    "bearer": {"type": "http", "scheme": "bearer", "description": "The API key, as bearer token."},
    "order_token": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Spree-Order-Token",
        "description": "The order's own token, which the answer that creates the order tells.",
    },
}

KEY: tuple[Json, ...] = ({"api_key": []}, {"bearer": []})
SECURITY: Mapping[str, tuple[Json, ...]] = {
    "anyone": ({}, *KEY),
    "key": KEY,
    "owner": (*KEY, {"order_token": []}),
    "key and token": tuple({**key, "order_token": []} for key in KEY),
    "admin": KEY,
}


def openapi_document(operations: Sequence[Operation], version: str) -> Json:
    """Describe the operations. ``version`` is the program's own."""
    schemas, components = _schemas_of(operations)
    paths: dict[str, Json] = {}
    for operation in operations:
        described = _described(operation, schemas)
        for path, name in _paths_of(operation):
            here = {**described, "parameters": parameters_of(operation, path)}
            paths.setdefault(path, {}).update(_methods(operation, here, name))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Ringup",
            "summary": "A headless checkout engine",
            "description": INTRODUCTION,
            "version": version,
            "license": {"name": "BSD-3-Clause", "identifier": "BSD-3-Clause"},
        },
        "servers": list(SERVERS),
        "tags": [{"name": tag} for tag in dict.fromkeys(each.tag for each in operations)],
        "paths": paths,
        "components": {
            "schemas": components,
            "responses": refusals(),
            "examples": examples(operations, components),
            "securitySchemes": SECURITY_SCHEMES,
        },
        "x-codes": {name: msgspec.structs.asdict(code) for name, code in CODES.items()},
    }


def _schemas_of(operations: Sequence[Operation]) -> tuple[Mapping[Any, Json], dict[str, Json]]:
    """Give the schema of every input and output, and the components that they refer to."""
    kinds = [kind for each in operations for kind in (each.input, each.output) if kind is not None]
    unique = list(dict.fromkeys((*kinds, ErrorRecord)))
    schemas, components = msgspec.json.schema_components(unique, ref_template=REFERENCE)
    # Once through JSON, which knows no tuples and no sets (the defaults of Structs may be such).
    plain: dict[str, Json] = msgspec.json.decode(msgspec.json.encode(components))
    return dict(zip(unique, schemas, strict=True)), plain


def _described(operation: Operation, schemas: Mapping[Any, Json]) -> Json:
    described: Json = {
        "tags": [operation.tag],
        "summary": operation.summary,
        "security": [dict(scheme) for scheme in SECURITY[operation.who]],
        "x-who": operation.who,
        "responses": {
            **good_answers(operation, schemas.get(operation.output)),
            **error_answers(operation),
        },
    }
    if operation.description:
        described["description"] = operation.description
    if operation.input is not None and operation.method != "GET":
        described["requestBody"] = request_body_of(operation, schemas[operation.input])
    return described


def _paths_of(operation: Operation) -> tuple[tuple[str, str], ...]:
    """Give each path of an operation with the operation id it has there."""
    others = ((path, f"{operation.name}_as_{_words(path)}") for path in operation.also)
    return ((operation.path, operation.name), *others)


def _words(path: str) -> str:
    parts = (part.strip("{}") for part in path.split("/"))
    return "_".join(part for part in parts if part)


def _methods(operation: Operation, described: Json, name: str) -> Json:
    """Give the path's methods: ``PUT`` answers ``PATCH`` too."""
    method = operation.method.lower()
    entry = {"operationId": name, **described}
    if name != operation.name:
        entry["x-same-as"] = operation.name
    if method != "put":
        return {method: entry}
    return {method: entry, "patch": {**entry, "operationId": f"{name}_patch", "x-same-as": name}}
