"""What is answered, as OpenAPI says it: good answers with an example, refusals with theirs."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, TypeAlias

from ringup.domain.payments.changing import NotEditable
from ringup.wire.spree import refuse
from ringup.wire.spree.openapi_examples import example_of
from ringup.wire.spree.operations import Operation
from ringup.wire.spree.write.records import OrderRecord

Json: TypeAlias = dict[str, Any]

GOOD = {
    200: "Done.",
    201: "Created, or moved on to payment.",
    202: "Accepted; the work goes on.",
    204: "Done; there is nothing to say.",
}

Body: TypeAlias = tuple[str, str]
"""The code of a refusal, and its text."""

REFUSALS: Mapping[int, tuple[str, tuple[Body, ...]]] = {
    400: (
        "The request cannot be read.",
        (("malformed", "The body is not valid JSON."),),
    ),
    401: (
        "Nobody is known, the key is wrong, or the caller may not do this.",
        (
            ("not_authenticated", refuse.NO_KEY),
            ("invalid_api_key", refuse.WRONG_KEY.format("KEY")),
            ("not_authorized", refuse.NOT_ALLOWED),
        ),
    ),
    403: (
        "What was processed is history.",
        (("payment_not_editable", str(NotEditable("completed"))),),
    ),
    404: ("There is no such thing.", (("not_found", refuse.NOT_FOUND),)),
    409: (
        "The same thing is being done right now; try again in a moment.",
        (
            ("idempotency_key_in_flight", refuse.KEY_IN_FLIGHT),
            ("order_being_placed", refuse.BEING_PLACED),
            ("payment_in_progress", refuse.IN_PROGRESS),
        ),
    ),
    412: (
        "The order was changed since the version that `If-Match` names.",
        (("stale_version", refuse.STALE),),
    ),
    413: ("The body is too large.", (("too_large", "The body is larger than 1 MB."),)),
    415: (
        "The body is neither JSON nor a form.",
        (("unsupported_media_type", "Send JSON or a form."),),
    ),
    422: (
        "Something in the input is wrong, or the order is not ready; nothing was changed.",
        (("invalid", refuse.INVALID), ("cannot_advance", refuse.NOT_TRANSITIONED)),
    ),
    429: (
        "Too many requests.",
        (("too_many_requests", "Too many requests. Please try again later."),),
    ),
    500: ("The program is at fault; nothing was half done.", ()),
    503: (
        "The database cannot be reached; try again.",
        (("unavailable", refuse.UNAVAILABLE),),
    ),
}
"""What each refusal means, with the bodies it may have."""

EXAMPLE_ERRORS: Mapping[str, Mapping[str, list[str]]] = {
    "invalid": {"bill_address.firstname": ["can't be blank"]},
    "cannot_advance": {"line_items": ["can't be empty"], "email": ["can't be blank"]},
}

ALWAYS = (400, 413, 415, 429, 500, 503)
OF_CHANGES = (409, 422)
"""What an idempotency key may be refused by."""

RETRY_LATER = frozenset({409, 429, 503})

RETRY_AFTER: Json = {
    "Retry-After": {
        "description": "Seconds after which a repeat makes sense.",
        "schema": {"type": "integer", "minimum": 0},
    }
}
REPLAYED: Json = {
    "Idempotency-Replayed": {
        "description": "`true` where the answer is that of the first request with the same key.",
        "schema": {"type": "string", "enum": ["true"]},
    }
}
ETAG: Json = {
    "ETag": {
        "description": "The order's version, for `If-Match`.",
        "schema": {"type": "string"},
    }
}


def good_answers(operation: Operation, schema: Json | None) -> dict[str, Json]:
    """Describe what is answered when all goes well, for each status."""
    described: dict[str, Json] = {}
    for status in operation.statuses:
        answer: Json = {"description": GOOD.get(status, "Done.")}
        if schema is not None and status != 204:  # noqa: PLR2004 - "no content", as HTTP has it
            answer["content"] = {"application/json": _content(operation, schema)}
        described[str(status)] = answer | _headers(operation)
    return described


def _headers(operation: Operation) -> Json:
    is_order = operation.output is OrderRecord and operation.plural is None
    names_version = is_order or HTTPStatus.PRECONDITION_FAILED in operation.refusals
    headers = {
        **(ETAG if names_version else {}),
        **({} if operation.method == "GET" else REPLAYED),
    }
    return {"headers": headers} if headers else {}


def error_answers(operation: Operation) -> dict[str, Json]:
    """Point at each refusal the operation may meet, by status."""
    of_method = () if operation.method == "GET" else OF_CHANGES
    statuses = {*ALWAYS, *of_method, *operation.refusals}
    return {
        str(status): {"$ref": f"#/components/responses/{refusal_name(status)}"}
        for status in sorted(statuses)
    }


def refusal_name(status: int) -> str:
    """Name the component that describes the refusals of a status."""
    return f"Refused{status}"


def refusals() -> dict[str, Json]:
    """Describe every refusal, once for all operations."""
    return {refusal_name(status): _refusal(status) for status in REFUSALS}


def examples(operations: Iterable[Operation], components: Mapping[str, Json]) -> dict[str, Json]:
    """Give an example of every answer, once for all operations that answer so."""
    found: dict[str, Json] = {}
    for operation in operations:
        if operation.output is not None:
            schema = {"$ref": f"#/components/schemas/{operation.output.__name__}"}
            whole = _whole(operation, schema)
            found[_example_name(operation)] = {"value": example_of(whole, components)}
    return found


def _example_name(operation: Operation) -> str:
    name = operation.output.__name__ if operation.output else ""
    if operation.bare:
        return f"ListOf{name}"
    return f"PageOf{_camel(operation.plural)}" if operation.plural else name


def _camel(name: str) -> str:
    return "".join(part.title() for part in name.split("_"))


def _content(operation: Operation, schema: Json) -> Json:
    example = {"$ref": f"#/components/examples/{_example_name(operation)}"}
    return {"schema": _whole(operation, schema), "examples": {"example": example}}


def _whole(operation: Operation, schema: Json) -> Json:
    """Describe an answer: one thing, a page of them, or a bare list (or a page, if asked for)."""
    page = page_schema(operation.plural, schema) if operation.plural else None
    if operation.bare:
        plain: Json = {"type": "array", "items": schema}
        return {"anyOf": [plain, page]} if page else plain
    return page or schema


def page_schema(plural: str, row: Json) -> Json:
    """Describe a page of rows, in the envelope that every list has."""
    counts = ("count", "total_count", "current_page", "pages", "per_page")
    return {
        "type": "object",
        "properties": {
            plural: {"type": "array", "items": row},
            **{name: {"type": "integer", "minimum": 0} for name in counts},
            "total_count_exact": {
                "type": "boolean",
                "description": "`false`, and only then there, where `total_count` is a bound: there"
                " are at least so many, and `pages` grows as one goes on.",
            },
        },
        "required": [plural, *counts],
    }


def _refusal(status: int) -> Json:
    meaning, bodies = REFUSALS[status]
    described: Json = {
        "description": meaning,
        "content": {
            "application/json": {
                "schema": {"$ref": f"#/components/schemas/{refuse.ErrorRecord.__name__}"},
                "examples": {code: {"value": _body(code, text)} for code, text in bodies},
            }
        },
    }
    if status in RETRY_LATER:
        described["headers"] = RETRY_AFTER
    return described


def _body(code: str, text: str) -> Json:
    errors = EXAMPLE_ERRORS.get(code)
    return {"error": text, **({"errors": errors} if errors else {}), "code": code}
