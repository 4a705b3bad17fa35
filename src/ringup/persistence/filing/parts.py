"""Parts that many forms have: other things by their ids."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import Table, delete, insert, select

from ringup.persistence.filing.drawer import Editor


class Others(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Other things, by their ids, in a table of pairs; in no order of their own.

    ``own`` is the column of the thing's own id, ``other`` that of the others'.
    """

    table: Table
    own: str
    other: str

    async def read(self, editor: Editor, id_: int) -> Sequence[int]:
        """Read the others' ids, in their order."""
        other = self.table.c[self.other]
        mine = self.table.c[self.own] == id_
        rows = await editor.select(select(other).where(mine).order_by(other))
        return tuple(row[self.other] for row in rows)

    async def write(self, editor: Editor, id_: int, value: Sequence[int]) -> None:
        """Keep these, and no others."""
        await editor.execute(delete(self.table).where(self.table.c[self.own] == id_))
        if value:
            pairs = [{self.own: id_, self.other: other} for other in dict.fromkeys(value)]
            await editor.execute(insert(self.table), pairs)


class Ranked(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Other things, by their ids, in an order that the column ``position`` keeps."""

    table: Table
    own: str
    other: str

    async def read(self, editor: Editor, id_: int) -> Sequence[int]:
        """Read the others' ids, in order."""
        mine = self.table.c[self.own] == id_
        ranked = select(self.table.c[self.other]).where(mine).order_by(self.table.c.position)
        return tuple(row[self.other] for row in await editor.select(ranked))

    async def write(self, editor: Editor, id_: int, value: Sequence[int]) -> None:
        """Keep these in this order, and no others."""
        await editor.execute(delete(self.table).where(self.table.c[self.own] == id_))
        if value:
            pairs = [
                {self.own: id_, self.other: other, "position": position}
                for position, other in enumerate(dict.fromkeys(value), 1)
            ]
            await editor.execute(insert(self.table), pairs)
