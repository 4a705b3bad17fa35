"""Statements that PostgreSQL is told under a name once, and called by it from then on.

The driver names its statements itself, but sends each in a message of its own. What is to travel
in one message with the commit is named here, in SQL.
"""

import functools
import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, TypeAlias

import asyncpg
import msgspec

Value: TypeAlias = int | datetime | str

_WORD = re.compile("[a-z]+(:[0-9]+)?")
_PARAMETER = re.compile(r"\$([0-9]+)")


class StoreConnection(asyncpg.Connection):
    """A connection that knows which statements its server was told by name."""

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401
        """Begin with none."""
        super().__init__(*arguments, **named)
        self.named: set[str] = set()


class Call(msgspec.Struct, frozen=True):
    """A statement with what its parameters are."""

    sql: str
    values: Sequence[Value]

    @property
    def name(self) -> str:
        """The statement's name, by what it says."""
        return _name(self.sql)

    @property
    def by_name(self) -> str:
        """The call of a statement that the server knows."""
        return f"EXECUTE {self.name}({', '.join(map(_literal, self.values))})"

    @property
    def in_full(self) -> str:
        """The statement as if it had no parameters."""
        return _PARAMETER.sub(lambda found: _literal(self.values[int(found[1]) - 1]), self.sql)


class Naming:
    """How a store's statements are said to its server.

    Behind a pooler of transactions a connection has another server's session each time: one does
    not know a name, another knows it already. Then all is said in full, and planned anew each time.
    """

    def __init__(self) -> None:
        """Begin with names, until one is found wrong."""
        self._by_name = True

    def give_up(self) -> None:
        """Say everything in full from now on."""
        self._by_name = False

    def said(self, connection: Any, calls: Sequence[Call]) -> Iterator[str]:  # noqa: ANN401
        """Write the calls, and before a first one what the server was not yet told."""
        for call in calls:
            if not self._by_name:
                yield call.in_full
                continue
            if call.name not in connection.named:
                connection.named.add(call.name)
                yield f"PREPARE {call.name} AS {call.sql}"
            yield call.by_name


@functools.cache
def _name(sql: str) -> str:
    return f"ringup_{hashlib.sha256(sql.encode()).hexdigest()[:16]}"


def _literal(value: Value) -> str:
    if isinstance(value, datetime):
        return f"'{value.isoformat()}'"
    if isinstance(value, str):
        if not _WORD.fullmatch(value):
            raise ValueError(value)
        return f"'{value}'"
    # What stands in for "-$1" must not begin a comment.
    return f"({int(value)})"
