"""Statements made with SQLAlchemy Core, run on the connections this program already has.

``Statements`` writes a Core statement as the database's own driver takes it and reads the answer
back as plain dicts, with moments, flags and JSON as Python has them. Lists, searches and reports
are made this way; orders themselves are loaded and saved by hand-written SQL.
"""

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import msgspec
from sqlalchemy import Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.selectable import SelectBase
from sqlalchemy.types import TypeEngine

Found: TypeAlias = dict[str, Any]
"""One row of an answer, by the names of the selected columns or their labels."""

Statement: TypeAlias = SelectBase | UpdateBase
"""A select (or union), an insert, an update or a delete."""

Reader: TypeAlias = Callable[[Any], Any]

MOST_KEPT = 256
"""How many statements are remembered as they are written: more than the program has."""


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A statement as a driver takes it, and how to read what comes back."""

    sql: str
    arguments: tuple[Any, ...]
    names: tuple[str, ...]
    readers: tuple[tuple[str, Reader], ...]

    def read(self, rows: Iterable[Sequence[Any]]) -> list[Found]:
        """Turn the driver's rows into dicts."""
        found = [dict(zip(self.names, row, strict=True)) for row in rows]
        for row in found:
            for name, reader in self.readers:
                row[name] = reader(row[name])
        return found


class _Form(msgspec.Struct, frozen=True, kw_only=True):
    """A statement as it is written, whatever its parameters are."""

    compiled: SQLCompiler
    names: tuple[str, ...]
    readers: tuple[tuple[str, Reader], ...]


class Statements:
    """Writes Core statements for one database."""

    def __init__(self, dialect: Dialect) -> None:
        """Take SQLAlchemy's dialect of the driver; no connection of SQLAlchemy's is ever made."""
        self._dialect = dialect
        self._kept = functools.lru_cache(maxsize=MOST_KEPT)(self._form)

    def write(self, statement: Statement, parameters: Mapping[str, Any] | None = None) -> Written:
        """Write a statement with its parameters (by name, for its ``bindparam``).

        One with parameters is likely to come again: how it is written is kept.
        """
        form = self._kept(statement, tuple(parameters)) if parameters else self._form(statement, ())
        compiled = form.compiled
        state = compiled.construct_expanded_state(dict(parameters or {}), escape_names=False)
        whole_names = {
            part: name for name, parts in state.parameter_expansion.items() for part in parts
        }
        arguments = tuple(
            self._argument(compiled, whole_names.get(name, name), state.parameters[name])
            for name in state.positiontup or ()
        )
        return Written(
            sql=state.statement, arguments=arguments, names=form.names, readers=form.readers
        )

    def each(self, statement: Statement, rows: Sequence[Mapping[str, Any]]) -> list[Written]:
        """Write one statement for each row of parameters, or one without any."""
        return [self.write(statement, row) for row in rows or ({},)]

    def _form(self, statement: Statement, names: tuple[str, ...]) -> _Form:
        columns = [(str(column.key), column.type) for column in statement.exported_columns]
        return _Form(
            compiled=self._compiled(statement, names),
            names=tuple(str(name) for name, _ in columns),
            readers=tuple(self._readers(columns)),
        )

    def _compiled(self, statement: Statement, names: tuple[str, ...]) -> SQLCompiler:
        is_dml = isinstance(statement, UpdateBase)
        compiled = statement.compile(
            dialect=self._dialect, column_keys=list(names) if is_dml and names else None
        )
        assert isinstance(compiled, SQLCompiler)  # noqa: S101 - what Core compiles to
        return compiled

    def _argument(self, compiled: SQLCompiler, name: str, value: object) -> Any:  # noqa: ANN401
        write = _writer(compiled.binds[name].type, self._dialect)
        return value if write is None else write(value)

    def _readers(
        self, columns: Iterable[tuple[str, TypeEngine[Any]]]
    ) -> Iterable[tuple[str, Reader]]:
        for name, kind in columns:
            reader = kind.dialect_impl(self._dialect).result_processor(self._dialect, None)
            if reader is not None:
                yield name, reader


def _writer(kind: TypeEngine[Any], dialect: Dialect) -> Reader | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)
