"""What is answered, as OpenAPI says it: good answers with an example, refusals with theirs."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from ringup.wire.spree.openapi_examples import example_of
from ringup.wire.spree.operations import Operation

Json: TypeAlias = dict[str, Any]

ERROR_SCHEMA: Json = {
    "title": "Error",
    "description": "Every refusal. `code` is a stable word for programs, `error` is for people.",
    "type": "object",
    "properties": {
        "error": {"type": "string"},
        "code": {"type": "string"},
        "errors": {
            "description": "What is wrong with each field.",
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
    "required": ["error", "code"],
}

GOOD = {
    200: "Done.",
    201: "Created, or moved on to payment.",
    202: "Accepted; the work goes on.",
    204: "Done; there is nothing to say.",
}

Bodies: TypeAlias = Mapping[str, Mapping[str, Any]]

REFUSALS: Mapping[int, tuple[str, Bodies]] = {
    400: (
        "The request cannot be read.",
        {"malformed": {"error": "The body is not valid JSON.", "code": "malformed"}},
    ),
    401: (
        "Nobody is known, the key is wrong, or the caller may not do this.",
        {
            "no_key": {"error": "You must specify an API key.", "code": "not_authenticated"},
            "wrong_key": {
                "error": "Invalid API key (KEY) specified.",
                "code": "not_authenticated",
            },
            "not_allowed": {
                "error": "You are not authorized to perform that action.",
                "code": "not_authorized",
            },
        },
    ),
    404: (
        "There is no such thing.",
        {
            "not_found": {
                "error": "The resource you were looking for could not be found.",
                "code": "not_found",
            }
        },
    ),
    405: (
        "The path is right, the method is not.",
        {"method": {"error": "Method not allowed.", "code": "method_not_allowed"}},
    ),
    409: (
        "The same thing is being done right now; try again in a moment.",
        {
            "in_progress": {
                "error": "The first request with this key is still running.",
                "code": "idempotency_in_progress",
            }
        },
    ),
    412: (
        "Somebody changed the order since it was read.",
        {"stale": {"error": "The order has changed meanwhile.", "code": "stale_version"}},
    ),
    413: (
        "The body is too large.",
        {"too_large": {"error": "The request is too large.", "code": "too_large"}},
    ),
    415: (
        "The body is neither JSON nor a form.",
        {"media_type": {"error": "Unsupported media type.", "code": "unsupported_media_type"}},
    ),
    422: (
        "Something in the input is wrong, or the order is not ready; nothing was changed.",
        {
            "invalid": {
                "error": "Invalid resource. Please fix errors and try again.",
                "errors": {"bill_address.firstname": ["can't be blank"]},
                "code": "invalid",
            },
            "cannot_advance": {
                "error": (
                    "The order could not be transitioned. Please fix the errors and try again."
                ),
                "errors": {"line_items": ["can't be empty"]},
                "code": "cannot_advance",
            },
        },
    ),
    429: (
        "Too many requests.",
        {"too_many": {"error": "Too many requests.", "code": "too_many_requests"}},
    ),
    500: (
        "The program is at fault; nothing was changed.",
        {"internal": {"error": "Something went wrong.", "code": "internal_error"}},
    ),
    503: (
        "The database cannot be reached; try again.",
        {"unavailable": {"error": "Temporarily unavailable.", "code": "unavailable"}},
    ),
}
"""What each refusal means, with the bodies it may have."""

ALWAYS = (400, 413, 415, 429, 500, 503)
OF_CHANGES = (409, 422)
OF_ORDER_CHANGES = (412,)
RETRY_LATER = frozenset({409, 429, 503})

RETRY_AFTER: Json = {
    "Retry-After": {
        "description": "Seconds after which a repeat makes sense.",
        "schema": {"type": "integer", "minimum": 0},
    }
}


def good_answers(
    operation: Operation, schema: Json | None, components: Mapping[str, Json]
) -> dict[str, Json]:
    """Describe what is answered when all goes well, for each status."""
    described: dict[str, Json] = {}
    for status in operation.statuses:
        answer: Json = {"description": GOOD.get(status, "Done.")}
        if schema is not None and status != 204:  # noqa: PLR2004 - "no content", as HTTP has it
            answer["content"] = {"application/json": _content(operation, schema, components)}
        described[str(status)] = answer
    return described


def error_answers(operation: Operation) -> dict[str, Json]:
    """Describe each refusal the operation may meet, by status."""
    statuses = {*ALWAYS, *operation.refusals}
    if operation.method != "GET":
        statuses.update(OF_CHANGES)
        if "{number}" in operation.path:
            statuses.update(OF_ORDER_CHANGES)
    if operation.plural is not None:
        statuses.add(422)
    return {str(status): _refusal(status) for status in sorted(statuses)}


def _content(operation: Operation, schema: Json, components: Mapping[str, Json]) -> Json:
    whole = page_schema(operation.plural, schema) if operation.plural else schema
    return {"schema": whole, "example": example_of(whole, components)}


def page_schema(plural: str, row: Json) -> Json:
    """Describe a page of rows, in the envelope that every list has."""
    counts = ("count", "total_count", "current_page", "pages", "per_page")
    return {
        "type": "object",
        "properties": {
            plural: {"type": "array", "items": row},
            **{name: {"type": "integer", "minimum": 0} for name in counts},
        },
        "required": [plural, *counts],
    }


def _refusal(status: int) -> Json:
    meaning, bodies = REFUSALS.get(status, ("The request is refused.", {}))
    described: Json = {
        "description": meaning,
        "content": {
            "application/json": {
                "schema": {"$ref": "#/components/schemas/Error"},
                "examples": {name: {"value": dict(body)} for name, body in bodies.items()},
            }
        },
    }
    if status in RETRY_LATER:
        described["headers"] = RETRY_AFTER
    return described
