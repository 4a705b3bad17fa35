"""Where promotions are filed, with their rules and actions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Table, bindparam, delete, func, insert, select, update

from ringup.domain.problems import Invalid, Problem
from ringup.domain.promotions.actions import ACTIONS
from ringup.domain.promotions.rules import RULES
from ringup.persistence.filing.drawer import Drawer, Editor, Row
from ringup.persistence.schema import (
    promotion_actions,
    promotion_rules,
    promotion_uses,
    promotions,
)
from ringup.services.editing.plugins import fitted
from ringup.services.editing.promotions import PromotionPlugin


class Plugins(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The rules or the actions of a promotion; whoever keeps its id stays the same one."""

    table: Table
    known: Mapping[str, type[Any]]

    async def read(self, editor: Editor, id_: int) -> Sequence[PromotionPlugin]:
        """Read them, the first one first."""
        own = select(self.table).where(self.table.c.promotion_id == id_).order_by(self.table.c.id)
        return tuple(
            PromotionPlugin(id=row["id"], type=row["name"], settings=row["settings"])
            for row in await editor.select(own)
        )

    async def write(self, editor: Editor, id_: int, value: Sequence[PromotionPlugin]) -> None:
        """Change, add and take away."""
        wanted = [each for each in value if not each.destroy]
        standing = {each.id: each for each in await self.read(editor, id_)}
        gone = standing.keys() - {each.id for each in wanted}
        if gone:
            await editor.execute(delete(self.table).where(self.table.c.id.in_(sorted(gone))))
        changed = [
            {**self._columns(each), "own": each.id}
            for each in wanted
            if each.id and each != standing[each.id]
        ]
        if changed:
            own = self.table.c.id == bindparam("own")
            await editor.execute(update(self.table).where(own), changed)
        new = [{**self._columns(each), "promotion_id": id_} for each in wanted if each.id is None]
        if new:
            await editor.execute(insert(self.table), new)

    def _columns(self, each: PromotionPlugin) -> dict[str, Any]:
        plugin = each.plugin
        settings = fitted(plugin.settings, self.known[plugin.type])
        return {"name": plugin.type, "settings": settings}


class UsageLimit:
    """How often a promotion may be used. Its uses are counted in its row only while it has one."""

    async def read(self, editor: Editor, id_: int) -> int | None:
        """Read the limit."""
        [row] = await editor.select(select(promotions.c.usage_limit).where(promotions.c.id == id_))
        limit: int | None = row["usage_limit"]
        return limit

    async def write(self, editor: Editor, id_: int, value: int | None) -> None:
        """Set the limit, and count what was used until now. Raises ``Invalid`` if that is more."""
        # Waits for orders that claim a use just now: each has a lock on the row it points at.
        own = promotions.c.id == id_
        await editor.select(select(promotions.c.id).where(own).with_for_update())
        uses = select(func.count().label("used")).where(promotion_uses.c.promotion_id == id_)
        [row] = await editor.select(uses)
        if value is not None and row["used"] > value:
            text = f"must be at least {row['used']}, as often as it was used"
            raise Invalid(Problem("", "usage_limit", "out_of_range", text))
        await editor.execute(update(promotions).where(own).values(usage_limit=value, **row))


def _row(fields: Row) -> Row:
    row = {**fields, "match": fields["match_policy"]}
    del row["match_policy"]
    code = fields["code"]
    return {**row, "code_folded": None if code is None else code.casefold()}


def _fields(row: Row) -> Row:
    return {**row, "match_policy": row["match"]}


def _same_code(value: str) -> ColumnElement[bool]:
    return promotions.c.code_folded == value.casefold()


async def _let_go_of_code(editor: Editor, id_: int, now: datetime) -> None:
    """Leave the code to another promotion; orders that used it keep it themselves."""
    del now
    without = {"code": None, "code_folded": None}
    await editor.execute(update(promotions).where(promotions.c.id == id_).values(without))


PROMOTIONS = Drawer(
    table=promotions,
    row=_row,
    fields=_fields,
    new={"used": 0},
    alike={"code": _same_code},
    parts={
        "usage_limit": UsageLimit(),
        "promotion_rules": Plugins(table=promotion_rules, known=RULES),
        "promotion_actions": Plugins(table=promotion_actions, known=ACTIONS),
    },
    removing=(_let_go_of_code,),
)
