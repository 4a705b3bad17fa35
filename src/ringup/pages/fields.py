"""A schema as a table that people read: each field by the name it is sent under, and its type."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import msgspec

Json: TypeAlias = Mapping[str, Any]

DEEPEST = 4
"""How far nested fields are listed."""


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """A field: ``order[line_items][][variant_id]``. ``link`` names the record that it holds."""

    name: str
    type: str
    description: str = ""
    link: str | None = None


def fields_of(schema: Json, schemas: Mapping[str, Json]) -> tuple[Field, ...]:
    """List the fields of a schema, those of the records inside too, where ``schemas`` has them."""
    return tuple(_fields(schema, schemas, "", 0))


def type_of(schema: Json) -> str:
    """Say in a word or two what a schema allows; that it may be null goes without saying."""
    if "$ref" in schema:
        return str(_name(schema))
    if "anyOf" in schema:
        types = dict.fromkeys(type_of(each) for each in schema["anyOf"])
        return " or ".join(each for each in types if each != "null") or "null"
    if "enum" in schema:
        return " · ".join(str(each) for each in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {type_of(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type") or "anything")


def _fields(schema: Json, schemas: Mapping[str, Json], prefix: str, depth: int) -> Iterator[Field]:
    inner = _resolved(schema, schemas)
    for name, each in inner.get("properties", {}).items():
        full = f"{prefix}[{name}]" if prefix else name
        yield Field(
            name=full,
            type=type_of(each),
            description=str(each.get("description", "")),
            link=_name(each),
        )
        if depth < DEEPEST and schemas:
            yield from _nested(each, schemas, full, depth)


def _nested(each: Json, schemas: Mapping[str, Json], full: str, depth: int) -> Iterator[Field]:
    for choice in each.get("anyOf", [each]):
        if choice.get("type") == "array":
            yield from _fields(choice.get("items", {}), schemas, f"{full}[]", depth + 1)
        else:
            yield from _fields(choice, schemas, full, depth + 1)


def _resolved(schema: Json, schemas: Mapping[str, Json]) -> Json:
    if "$ref" in schema:
        return schemas.get(str(_name(schema)), {})
    return schema


def _name(schema: Json) -> str | None:
    """Name the record that a field is, may be, or lists."""
    for each in (schema, schema.get("items", {}), *schema.get("anyOf", ())):
        if "$ref" in each:
            return str(each["$ref"]).rpartition("/")[2]
        if "items" in each and "$ref" in each["items"]:
            return str(each["items"]["$ref"]).rpartition("/")[2]
    return None
