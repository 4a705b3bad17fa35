"""How each database spells what both can do: JSON made in a statement, and lists as parameters."""

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, Literal, Protocol, TypeAlias

import msgspec

Kind: TypeAlias = Literal["plain", "flag", "bytes", "json"]
Type: TypeAlias = Literal["bigint", "text", "timestamptz", "bytea"]


class Part(msgspec.Struct, frozen=True):
    """One member of a JSON object: its name, the SQL that gives it, and what that is."""

    name: str
    sql: str
    kind: Kind = "plain"


class Spelling(Protocol):
    """A database's ways of writing. ``source`` starts with ``FROM``; parameters are ``$1``.

    ``locking`` ends a select whose rows are to stay locked until the transaction ends.
    """

    locking: ClassVar[str]

    def one(self, parts: Iterable[Part], source: str) -> str:
        """Make one JSON object of the source's only row; null if it has none."""
        ...

    def inline(self, parts: Iterable[Part], when: str = "") -> str:
        """Make one JSON object of what is at hand, or null where ``when`` does not hold."""
        ...

    def many(
        self, parts: Iterable[Part], source: str, order: str, under: Sequence[str] = ()
    ) -> str:
        """Make a JSON array of one object for each row of the source.

        With ``under`` of an array for each row: what ``under`` gives, and then the object.
        """
        ...

    def lists(self, parts: Iterable[Part], source: str, order: str) -> str:
        """Make a JSON array of one array of values for each row of the source."""
        ...

    def by_key(self, key: str, value: str, source: str) -> str:
        """Make one JSON object with a member for each row."""
        ...

    def listed(self, value: str, source: str) -> str:
        """Make a JSON array of one value for each row."""
        ...

    def numbers(self, parameter: int) -> str:
        """Select the numbers of a parameter that is a list."""
        ...

    def texts(self, parameter: int) -> str:
        """Select the texts of a parameter that is a list."""
        ...

    def typed(self, parameter: int, kind: Type) -> str:
        """Write a parameter where the database cannot guess its type."""
        ...

    def rows(self, parameter: int, columns: Mapping[str, Type]) -> str:
        """Write a parameter, a JSON array of objects, as a table to select from."""
        ...


class PostgresSpelling:
    """PostgreSQL turns whole rows into JSON, which is quicker than naming each member."""

    locking: ClassVar[str] = "FOR UPDATE"

    def one(self, parts: Iterable[Part], source: str) -> str:
        return f"(SELECT row_to_json(r) FROM ({_selected(parts)} {source}) AS r)"

    def inline(self, parts: Iterable[Part], when: str = "") -> str:
        members = ", ".join(f"'{part.name}', {part.sql}" for part in parts)
        return _only_when(when, f"json_build_object({members})")

    def many(
        self, parts: Iterable[Part], source: str, order: str, under: Sequence[str] = ()
    ) -> str:
        above = ", ".join(f"{sql} AS u{number}" for number, sql in enumerate(under))
        row = f"json_build_array({', '.join(f'r.u{number}' for number in range(len(under)))}, r)"
        rows = f"({_selected(parts)}{', ' if under else ''}{above} {source} ORDER BY {order})"
        return f"(SELECT coalesce(json_agg({row if under else 'r'}), '[]') FROM {rows} AS r)"

    def lists(self, parts: Iterable[Part], source: str, order: str) -> str:
        parts = tuple(parts)
        values = ", ".join(f'r."{part.name}"' for part in parts)
        rows = f"({_selected(parts)} {source} ORDER BY {order})"
        return f"(SELECT coalesce(json_agg(json_build_array({values})), '[]') FROM {rows} AS r)"

    def by_key(self, key: str, value: str, source: str) -> str:
        return f"(SELECT coalesce(json_object_agg({key}, {value}), '{{}}') {source})"

    def listed(self, value: str, source: str) -> str:
        return f"(SELECT coalesce(json_agg({value}), '[]') {source})"

    def numbers(self, parameter: int) -> str:
        return f"SELECT unnest(${parameter}::bigint[])"

    def texts(self, parameter: int) -> str:
        return f"SELECT unnest(${parameter}::text[])"

    def typed(self, parameter: int, kind: Type) -> str:
        return f"${parameter}::{kind}"

    def rows(self, parameter: int, columns: Mapping[str, Type]) -> str:
        typed = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
        return f"json_to_recordset(${parameter}) AS r({typed})"


def _selected(parts: Iterable[Part]) -> str:
    written = {"bytes": "encode({}, 'base64')", "json": "({})::json"}
    return "SELECT " + ", ".join(
        f'{written.get(part.kind, "{}").format(part.sql)} AS "{part.name}"' for part in parts
    )


class SqliteSpelling:
    """SQLite has no flags and no arrays: flags are made ``true`` or ``false``, lists come as JSON.

    Who writes has the whole file to himself, so there is no row to lock.
    """

    locking: ClassVar[str] = ""

    def one(self, parts: Iterable[Part], source: str) -> str:
        return f"(SELECT {_object(parts)} {source})"

    def inline(self, parts: Iterable[Part], when: str = "") -> str:
        return _only_when(when, _object(parts))

    def many(
        self, parts: Iterable[Part], source: str, order: str, under: Sequence[str] = ()
    ) -> str:
        row = f"json_array({', '.join((*under, _object(parts)))})" if under else _object(parts)
        rows = f"(SELECT {row} AS r {source} ORDER BY {order})"
        return f"(SELECT json_group_array(json(r)) FROM {rows})"

    def lists(self, parts: Iterable[Part], source: str, order: str) -> str:
        # What a subquery made as JSON would be read once more: so values are made JSON out here.
        parts = tuple(parts)
        values = ", ".join(_value(part, f'r."{part.name}"') for part in parts)
        picked = ", ".join(f'{part.sql} AS "{part.name}"' for part in parts)
        rows = f"(SELECT {picked} {source} ORDER BY {order})"
        return f"(SELECT json_group_array(json_array({values})) FROM {rows} AS r)"

    def by_key(self, key: str, value: str, source: str) -> str:
        return f"(SELECT json_group_object({key}, {value}) {source})"

    def listed(self, value: str, source: str) -> str:
        return f"(SELECT json_group_array({value}) {source})"

    def numbers(self, parameter: int) -> str:
        return f"SELECT value FROM json_each(${parameter})"

    def texts(self, parameter: int) -> str:
        return self.numbers(parameter)

    def typed(self, parameter: int, kind: Type) -> str:  # noqa: ARG002
        return f"${parameter}"

    def rows(self, parameter: int, columns: Mapping[str, Type]) -> str:
        picked = ", ".join(f"json_extract(value, '$.{name}') AS \"{name}\"" for name in columns)
        return f"(SELECT {picked} FROM json_each(${parameter})) AS r"


def _only_when(condition: str, sql: str) -> str:
    return f"CASE WHEN {condition} THEN {sql} END" if condition else sql


def _object(parts: Iterable[Part]) -> str:
    return f"json_object({', '.join(_member(part) for part in parts)})"


def _member(part: Part) -> str:
    return f"'{part.name}', {_value(part, part.sql)}"


def _value(part: Part, sql: str) -> str:
    """Write what goes into JSON where a part is given by ``sql``."""
    wrapped = {
        "plain": sql,
        "flag": f"json(iif({sql}, 'true', 'false'))",
        "bytes": f"encode({sql}, 'base64')",
        "json": f"json({sql})",
    }
    return wrapped[part.kind]
