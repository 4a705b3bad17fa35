"""Writes rows into tables by their names, and tells the ids that the database gave them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import sqlalchemy

Row: TypeAlias = Mapping[str, Any]


class Pen:
    """Writes on one connection, in its transaction."""

    def __init__(
        self, connection: sqlalchemy.Connection, tables: Mapping[str, sqlalchemy.Table]
    ) -> None:
        """Take the connection and the tables by name."""
        self.connection = connection
        self.tables = tables

    def write(self, table: str, rows: Iterable[Row]) -> None:
        """Write rows that nothing points at by a number of their own."""
        target = self.tables[table]
        self.connection.execute(sqlalchemy.insert(target), _fitting(target, rows))

    def numbered(self, table: str, rows: Iterable[Row]) -> list[int]:
        """Write rows, and give their ids in the same order."""
        target = self.tables[table]
        returning = sqlalchemy.insert(target).returning(target.c.id, sort_by_parameter_order=True)
        return list(self.connection.scalars(returning, _fitting(target, rows)))

    def named(self, table: str, rows: Sequence[Row], by: str = "name") -> dict[str, int]:
        """Write rows, and give their ids by one of their columns."""
        ids = self.numbered(table, rows)
        return {row[by]: id_ for row, id_ in zip(rows, ids, strict=True)}


def _fitting(table: sqlalchemy.Table, rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Make sure that each column exists: SQLAlchemy drops the ones that do not without a word."""
    written = [dict(row) for row in rows]
    unknown = {column for row in written for column in row} - set(table.columns.keys())
    if unknown:
        raise LookupError(f"{table.name} has no {', '.join(sorted(unknown))}")
    return written
