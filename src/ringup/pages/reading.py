"""What a reader of the documentation wants to know of each endpoint, taken from OpenAPI.

The document says everything once, for programs; these records say it in the order in which
people ask: what does it do, who may, what do I send, what comes back, what can go wrong.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import msgspec

from ringup.pages.fields import Field, fields_of, type_of

Json: TypeAlias = Mapping[str, Any]

WHO = {
    "anyone": "anyone",
    "key": "an API key",
    "owner": "the order's owner, its token, or an admin",
    "key and token": "whoever has an API key and the order's token",
    "admin": "an admin",
}

_KEY, _TOKEN = "X-Spree-Token: $KEY", "X-Spree-Order-Token: $TOKEN"
CREDENTIALS: Mapping[str, tuple[str, ...]] = {
    "anyone": (),
    "key": (_KEY,),
    "owner": (_TOKEN,),
    "key and token": (_KEY, _TOKEN),
    "admin": (_KEY,),
}
"""The headers by which an example says who calls."""


class Parameter(msgspec.Struct, frozen=True, kw_only=True):
    """A parameter of the path, the query or the headers."""

    name: str
    place: str
    type: str
    required: bool
    description: str


class Sample(msgspec.Struct, frozen=True):
    """An example: what it shows, and the JSON."""

    title: str
    value: object


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What comes back with one status. ``schema`` names the record that is described elsewhere."""

    status: int
    meaning: str
    schema: str | None
    samples: tuple[Sample, ...]


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """One method of one path. ``also`` are other paths for the same, ``credentials`` headers."""

    name: str
    method: str
    path: str
    also: tuple[str, ...]
    tag: str
    summary: str
    description: str
    who: str
    credentials: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    fields: tuple[Field, ...]
    samples: tuple[Sample, ...]
    answers: tuple[Answer, ...]
    refusals: tuple[Answer, ...]

    @property
    def address(self) -> str:
        """The path with examples in place of its ``{names}``."""
        return re.sub(r"{(\w+)}", lambda name: EXAMPLES.get(name[1], "1"), self.path)


EXAMPLES = {"number": "R420987489"}
METHODS = ("get", "post", "put", "delete")


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """The endpoints of one tag. ``slug`` is its address."""

    title: str
    slug: str
    endpoints: tuple[Endpoint, ...]


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A schema of the document."""

    name: str
    description: str
    fields: tuple[Field, ...]


def sections_of(document: Json) -> tuple[Section, ...]:
    """Give the endpoints by tag, in the document's order; each once, at its first path."""
    endpoints = tuple(_endpoints(document))
    tags = dict.fromkeys(endpoint.tag for endpoint in endpoints)
    return tuple(
        Section(
            title=tag,
            slug=re.sub(r"[^a-z0-9]+", "-", tag.lower()).strip("-"),
            endpoints=tuple(each for each in endpoints if each.tag == tag),
        )
        for tag in tags
    )


def records_of(document: Json) -> tuple[Record, ...]:
    """Give every schema by name."""
    return tuple(
        Record(
            name=name,
            description=str(schema.get("description", "")),
            fields=fields_of(schema, {}),
        )
        for name, schema in sorted(document["components"]["schemas"].items())
        if "properties" in schema
    )


def _endpoints(document: Json) -> Iterator[Endpoint]:
    others = _other_paths(document)
    for path, methods in document["paths"].items():
        for method in METHODS:
            operation = methods.get(method)
            if operation is not None and "x-same-as" not in operation:
                also = others.get(operation["operationId"], ())
                yield _endpoint(document, (method, path), operation, also)


def _other_paths(document: Json) -> Mapping[str, tuple[str, ...]]:
    others: dict[str, tuple[str, ...]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            first = operation.get("x-same-as")
            if first is not None and method != "patch":
                others[first] = (*others.get(first, ()), path)
    return others


def _endpoint(
    document: Json, where: tuple[str, str], operation: Json, also: tuple[str, ...]
) -> Endpoint:
    schemas = document["components"]["schemas"]
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    answers = [
        _answer(int(status), _resolved(each, document), document)
        for status, each in operation["responses"].items()
    ]
    return Endpoint(
        name=operation["operationId"],
        method=where[0].upper(),
        path=where[1],
        also=also,
        tag=operation["tags"][0],
        summary=operation["summary"],
        description=operation.get("description", ""),
        who=WHO[operation["x-who"]],
        credentials=CREDENTIALS[operation["x-who"]],
        parameters=tuple(_parameter(each) for each in operation["parameters"]),
        fields=fields_of(body.get("schema", {}), schemas),
        samples=_samples(body, document),
        answers=tuple(answer for answer in answers if answer.status < 400),  # noqa: PLR2004 - HTTP
        refusals=tuple(answer for answer in answers if answer.status >= 400),  # noqa: PLR2004
    )


def _parameter(given: Json) -> Parameter:
    return Parameter(
        name=given["name"],
        place=given["in"],
        type=type_of(given["schema"]),
        required=given.get("required", False),
        description=given.get("description", ""),
    )


def _answer(status: int, given: Json, document: Json) -> Answer:
    content = given.get("content", {}).get("application/json", {})
    return Answer(
        status=status,
        meaning=given.get("description", ""),
        schema=_schema_name(content.get("schema", {})),
        samples=_samples(content, document),
    )


def _schema_name(schema: Json) -> str | None:
    """Name the record an answer is, or is a page of."""
    lists = [each["items"] for each in schema.get("properties", {}).values() if "items" in each]
    for candidate in (schema, *lists):
        if "$ref" in candidate:
            return str(candidate["$ref"]).rpartition("/")[2]
    return None


def _samples(content: Json, document: Json) -> tuple[Sample, ...]:
    named: Mapping[str, Json] = content.get("examples", {})
    found = (_resolved(each, document) for each in named.values())
    return tuple(Sample(each.get("summary", ""), each["value"]) for each in found)


def _resolved(given: Json, document: Json) -> Json:
    """Follow a ``$ref`` to one of the document's components."""
    if "$ref" not in given:
        return given
    found: Any = document
    for part in given["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return _resolved(found, document)


def find(sections: Sequence[Section], slug: str) -> Section | None:
    """Find a section by its address."""
    return next((section for section in sections if section.slug == slug), None)
