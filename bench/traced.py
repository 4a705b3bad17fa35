"""The server as it is, except that each statement it gives to SQLite is written down.

``python -m bench.traced FILE serve …``: a statement is counted when it is executed, and executing
one for several rows counts for each row. PostgreSQL needs none of this: it can tell itself.
"""

import functools
import sqlite3
import struct
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Literal, cast

import msgspec

from ringup.cli import main

_LENGTH = struct.Struct("<I")


class Spoken(msgspec.Struct, frozen=True, array_like=True):
    """One thing said on one connection: a statement with its parameters, or a function lent.

    ``text`` is SQL, or ``module:name`` of a function with its name in SQL as first argument.
    """

    connection: int
    file: str
    kind: Literal["statement", "function"]
    text: str
    arguments: Any


class Recorder:
    """Writes down what is said, at once, so that a reader can tell one request from the next."""

    def __init__(self, output: BinaryIO) -> None:
        """Take the file to write to."""
        self._output = output

    def write(self, spoken: Spoken) -> None:
        """Append it, with its length in front."""
        told = msgspec.msgpack.encode(spoken)
        self._output.write(_LENGTH.pack(len(told)) + told)
        self._output.flush()


def spoken_in(file: Path, start: int = 0) -> Iterator[Spoken]:
    """Read what was said, from a position of the file on."""
    told = file.read_bytes()
    decode = msgspec.msgpack.Decoder(Spoken).decode
    while start < len(told):
        (length,) = _LENGTH.unpack_from(told, start)
        start += _LENGTH.size
        yield decode(told[start : start + length])
        start += length


def traced(recorder: Recorder) -> type[sqlite3.Connection]:
    """Make a connection that reports what is asked of it."""

    class Traced(sqlite3.Connection):
        _count = 0

        def __init__(self, database: Any, *arguments: Any, **options: Any) -> None:  # noqa: ANN401
            super().__init__(database, *arguments, **options)
            Traced._count += 1
            self._said_by = (Traced._count, str(database))

        def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:  # noqa: ANN401
            recorder.write(Spoken(*self._said_by, "statement", sql, parameters))
            return super().execute(sql, parameters)

        def executemany(self, sql: str, rows: Iterable[Any], /) -> sqlite3.Cursor:
            kept = list(rows)
            for row in kept:
                recorder.write(Spoken(*self._said_by, "statement", sql, row))
            return super().executemany(sql, kept)

        def create_function(
            self,
            name: str,
            narg: int,
            func: Callable[..., Any] | None,
            *,
            deterministic: bool = False,
        ) -> None:
            where = f"{getattr(func, '__module__', '')}:{getattr(func, '__qualname__', '')}"
            recorder.write(Spoken(*self._said_by, "function", where, [name, narg]))
            super().create_function(name, narg, func, deterministic=deterministic)

    return Traced


def serve(file: Path, arguments: list[str]) -> None:
    """Run the command with connections that report."""
    with file.open("wb") as output:
        connect = functools.partial(sqlite3.connect, factory=traced(Recorder(output)))
        sqlite3.connect = cast("Any", connect)
        sys.argv = ["ringup", *arguments]
        main()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), sys.argv[2:])
