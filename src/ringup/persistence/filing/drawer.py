"""What a drawer is: a table, and how a form becomes its row and the rows of other tables."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeAlias

import msgspec
from sqlalchemy import Column, ColumnElement, Select, Table

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

    def now(self) -> datetime:
        """Tell the time, to the millisecond."""
        ...


class Part(Protocol):
    """A field of a form that lies in other tables than the thing's own."""

    async def read(self, editor: Editor, id_: int) -> Any:  # noqa: ANN401 - what the field holds
        """Read the field's value for the thing with this id."""
        ...

    async def write(self, editor: Editor, id_: int, value: Any) -> None:  # noqa: ANN401
        """Make this the field's value, whatever it was."""
        ...


class Group(Protocol):
    """Fields of a form that lie in other tables together."""

    @property
    def fields(self) -> Sequence[str]:
        """Name the fields."""
        ...

    async def read(self, editor: Editor, id_: int) -> Row:
        """Read the fields' values for the thing with this id."""
        ...

    async def write(self, editor: Editor, id_: int, before: Row | None, after: Row) -> None:
        """Make these the fields' values; of a new thing there were none before."""
        ...


class Numbering(msgspec.Struct, frozen=True, kw_only=True):
    """A column that numbers things 1, 2, 3, …, among those with the same values of ``within``.

    A new thing that is given no number comes last.
    """

    column: str
    within: tuple[str, ...] = ()


Removal: TypeAlias = Callable[[Editor, int, datetime], Awaitable[None]]
"""What else goes when a thing goes, and when; before its own row does."""


Settle: TypeAlias = Callable[[Editor, int | None, Row], Awaitable[Row]]
"""Makes the last of a thing's row, of what else is there; raises ``Invalid`` if it cannot be."""


async def as_given(editor: Editor, id_: int | None, row: Row) -> Row:
    """Leave the row as it was given."""
    del editor, id_
    return row


def as_it_is(row: Row) -> Row:
    """Call columns as fields are called."""
    return row


class Drawer(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Where the forms of one kind are filed.

    Fields that are no ``parts`` are columns of ``table``; where they are not the same, ``row``
    makes columns of the form's fields and ``fields`` the other way round. ``groups`` are fields
    that lie elsewhere together, and are written before ``parts``. ``settle`` has the last word on
    a row that is new or differs. ``new`` is what a new row has beside its form.
    ``alike`` tells in what way a field is the same, where that is not by its column. Times are set
    where the table has columns for them. ``used_by`` are columns of other tables whose rows could
    not be without the thing (those marked as deleted can). Where the table can mark a thing as
    deleted it does, and otherwise its row is deleted.
    """

    table: Table
    row: Callable[[Row], Row] = as_it_is
    fields: Callable[[Row], Row] = as_it_is
    settle: Settle = as_given
    groups: tuple[Group, ...] = ()
    parts: Mapping[str, Part] = {}
    new: Row = {}
    alike: Mapping[str, Callable[[Any], ColumnElement[bool]]] = {}
    numbered: Numbering | None = None
    used_by: tuple[Column[Any], ...] = ()
    removing: tuple[Removal, ...] = ()
