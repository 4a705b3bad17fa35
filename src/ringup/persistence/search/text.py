"""Text without regard to case, the same on both databases.

PostgreSQL folds by ICU's root locale, whatever locale the database was made with (one made with
``C`` knows no letter beyond ASCII). SQLite knows none either, so every connection is lent Python's
knowledge by ``lend_folding``.
"""

import sqlite3
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Text, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

FOLDING = "ringup_folded"
"""The name under which SQLite knows the function."""


class Folded(FunctionElement[str]):
    """A text in lower case."""

    type = Text()
    inherit_cache = True
    name = "folded"


class Alphabetical(FunctionElement[str]):
    """What a text is sorted by: its letters in lower case, by their code points."""

    type = Text()
    inherit_cache = True
    name = "alphabetical"


def lend_folding(connection: sqlite3.Connection) -> None:
    """Teach a SQLite connection to fold; to be called once on every new one."""
    connection.create_function(FOLDING, 1, _folded, deterministic=True)


PATTERNS = {"contains": "%{}%", "starts": "{}%", "ends": "%{}"}
"""Where in a column a text stands, by the predicate that asks for it."""


def like(predicate: str, column: ColumnElement[str], text: str) -> ColumnElement[bool]:
    """Whether the text stands where the predicate says, in either case."""
    pattern = literal(PATTERNS[predicate].format(_literally(text)), Text())
    return Folded(column).like(Folded(pattern), escape="\\")


def is_any(column: ColumnElement[str], texts: Iterable[str]) -> ColumnElement[bool]:
    """Whether the column is one of the texts, in either case."""
    return Folded(column).in_([Folded(literal(text, Text())) for text in texts])


def like_folded(predicate: str, folded: ColumnElement[str], text: str) -> ColumnElement[bool]:
    """Whether the text stands there in a column that holds its texts folded already."""
    return folded.like(PATTERNS[predicate].format(_literally(text.casefold())), escape="\\")


def _literally(text: str) -> str:
    """Take from a text's wildcards their meaning."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _folded(text: str | None) -> str | None:
    return None if text is None else str(text).lower()


@compiles(Folded)
@compiles(Alphabetical)
def _on_sqlite(element: Any, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    return f"{FOLDING}({compiler.process(element.clauses, **options)})"


@compiles(Folded, "postgresql")
def _on_postgresql(element: Any, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    return f'lower(({compiler.process(element.clauses, **options)}) COLLATE "und-x-icu")'


@compiles(Alphabetical, "postgresql")
def _sorted_on_postgresql(element: Any, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    return f'({_on_postgresql(element, compiler, **options)} COLLATE "C")'
