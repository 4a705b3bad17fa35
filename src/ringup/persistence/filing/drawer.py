"""What a drawer is: a table, and how a form becomes its row and the rows of other tables."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeAlias

import msgspec
from sqlalchemy import Column, Select, Table

from ringup.persistence.statements import Statement

Row: TypeAlias = Mapping[str, Any]


class Editor(Protocol):
    """A transaction, as ``persistence.transaction`` has it."""

    async def select(self, statement: Select[Any]) -> Sequence[dict[str, Any]]:
        """Run a select; each row by the names of its columns."""
        ...

    async def execute(self, statement: Statement, rows: Sequence[Row] = ()) -> None:
        """Run an insert, update or delete: once, or once for each row of parameters."""
        ...

    async def insert(self, table: Table, row: Row) -> int:
        """Insert a row, and give its number."""
        ...


class Part(Protocol):
    """A field of a form that lies in other tables than the thing's own."""

    async def read(self, editor: Editor, id_: int) -> Any:  # noqa: ANN401 - what the field holds
        """Read the field's value for the thing with this id."""
        ...

    async def write(self, editor: Editor, id_: int, value: Any) -> None:  # noqa: ANN401
        """Make this the field's value, whatever it was."""
        ...


class Numbering(msgspec.Struct, frozen=True, kw_only=True):
    """A column that numbers things 1, 2, 3, …, among those with the same values of ``within``.

    A new thing that is given no number comes last.
    """

    column: str
    within: tuple[str, ...] = ()


Removal: TypeAlias = Callable[[Editor, int, datetime], Awaitable[None]]
"""What else goes when a thing goes, and when; before its own row does."""


def as_it_is(row: Row) -> Row:
    """Call columns as fields are called."""
    return row


class Drawer(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Where the forms of one kind are filed.

    Fields that are no ``parts`` are columns of ``table``; where they are not the same, ``row``
    makes columns of the form's fields and ``fields`` the other way round. ``new`` is what a new
    row has beside its form. Times are set where the table has columns for them. ``used_by`` are
    columns of other tables whose rows could not be without the thing (those marked as deleted can).
    Where the table can mark a thing as deleted it does, and otherwise its row is deleted.
    """

    table: Table
    row: Callable[[Row], Row] = as_it_is
    fields: Callable[[Row], Row] = as_it_is
    parts: Mapping[str, Part] = {}
    new: Row = {}
    numbered: Numbering | None = None
    used_by: tuple[Column[Any], ...] = ()
    removing: tuple[Removal, ...] = ()
