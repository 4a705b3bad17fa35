"""Files forms in their drawers, within one transaction."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    FromClause,
    ScalarSelect,
    Table,
    Text,
    func,
    select,
    update,
)
from sqlalchemy import delete as deletion

from ringup.domain.facts import Shop
from ringup.persistence.filing import classifications
from ringup.persistence.filing.drawer import Drawer, Group, Row
from ringup.persistence.filing.table import DRAWERS
from ringup.persistence.search.finding import found, shelf_of
from ringup.persistence.search.text import Folded, is_any
from ringup.persistence.transaction import StoreTransaction
from ringup.services.editing.forms import Form
from ringup.services.editing.table import EDITABLE
from ringup.services.searching import Single
from ringup.services.shelves import Product

T = TypeVar("T")


class SqlClerk:
    """The port ``Clerk``, on either database."""

    def __init__(self, transaction: StoreTransaction) -> None:
        """Work in this transaction."""
        self.transaction = transaction

    async def take_turn(self) -> None:
        await self.transaction.take_turn()

    async def shop(self) -> Shop:
        return await self.transaction.shop()

    async def find(self, kind: type[T], single: Single) -> T | None:
        return await found(self.transaction, kind, single)

    async def form_of(self, kind: type, id_: int) -> Form:
        drawer, form = DRAWERS[kind], EDITABLE[kind].form
        table = drawer.table
        [row] = await self.transaction.select(select(table).where(table.c.id == id_))
        fields = drawer.fields(row)
        values = {name: fields[name] for name in _own_fields(drawer, form)}
        for group in drawer.groups:
            values.update(await group.read(self.transaction, id_))
        for name, part in drawer.parts.items():
            values[name] = await part.read(self.transaction, id_)
        return form(**values)

    async def absent(self, kind: type[Any], ids: Sequence[int]) -> frozenset[int]:
        shelf = shelf_of(kind)
        wanted = select(shelf.id.label("id")).select_from(shelf.table)
        there = await self.transaction.select(wanted.where(shelf.id.in_(ids), *shelf.among))
        return frozenset(ids) - {row["id"] for row in there}

    async def named(self, kind: type, names: Sequence[str]) -> Mapping[str, int]:
        table = DRAWERS[kind].table
        wanted = select(table.c.id, table.c.name).where(is_any(table.c.name, names), *_live(table))
        rows = await self.transaction.select(wanted.order_by(table.c.id.desc()))
        ids = {row["name"].lower(): row["id"] for row in rows}
        return {name: ids[name.lower()] for name in names if name.lower() in ids}

    async def is_taken(self, kind: type, values: Mapping[str, Any], but_for: int | None) -> bool:
        drawer = DRAWERS[kind]
        table = drawer.table
        alike = [_alike(drawer, name, value) for name, value in values.items()]
        others = () if but_for is None else (table.c.id != but_for,)
        taken = select(table.c.id).where(*alike, *_live(table), *others).limit(1)
        return bool(await self.transaction.select(taken))

    async def add(self, kind: type, form: Form) -> int:
        drawer = DRAWERS[kind]
        await self.transaction.changing(drawer.table)
        row = {**drawer.new, **self._stamped(drawer.table, "created_at", "updated_at")}
        settled = await drawer.settle(self.transaction, None, _row_of(drawer, form))
        row |= await self._numbered(drawer, settled)
        id_ = await self.transaction.insert(drawer.table, row)
        for group in drawer.groups:
            await group.write(self.transaction, id_, None, _of(group, form))
        for name, part in drawer.parts.items():
            await part.write(self.transaction, id_, getattr(form, name))
        return id_

    async def change(self, kind: type, id_: int, before: Form, after: Form) -> None:
        drawer = DRAWERS[kind]
        await self.transaction.changing(drawer.table)
        table, new = drawer.table, await self._difference(drawer, id_, before, after)
        for group in drawer.groups:
            if _of(group, before) != _of(group, after):
                await group.write(self.transaction, id_, _of(group, before), _of(group, after))
        for name, part in drawer.parts.items():
            if getattr(after, name) != getattr(before, name):
                await part.write(self.transaction, id_, getattr(after, name))
        if before != after:
            new |= self._stamped(table, "updated_at")
        if new:
            await self.transaction.execute(update(table).where(table.c.id == id_).values(new))

    async def take_from_others(
        self, kind: type, id_: int, flag: str, alike: Mapping[str, Any]
    ) -> None:
        table = DRAWERS[kind].table
        others = update(table).where(table.c.id != id_, table.c[flag].is_(True))
        others = others.where(*(table.c[name] == value for name, value in alike.items()))
        await self.transaction.execute(others.values({flag: False}))

    async def uses(self, kind: type, id_: int) -> Sequence[str]:
        used_by = DRAWERS[kind].used_by
        if not used_by:
            return ()
        counts = [_count_of(column, id_).label(str(n)) for n, column in enumerate(used_by)]
        [row] = await self.transaction.select(select(*counts))
        names = (used_by[int(number)].table.name for number, count in row.items() if count)
        return tuple(dict.fromkeys(names))

    async def remove(self, kind: type, id_: int) -> None:
        drawer, now = DRAWERS[kind], self.transaction.now()
        await self.transaction.changing(drawer.table)
        for removal in drawer.removing:
            await removal(self.transaction, id_, now)
        table = drawer.table
        own = table.c.id == id_
        if "deleted_at" in table.c:
            await self.transaction.execute(update(table).where(own).values(deleted_at=now))
        else:
            await self.transaction.execute(deletion(table).where(own))

    async def move_product(self, taxon_id: int, product_id: int, position: int) -> bool:
        await self.transaction.changing(DRAWERS[Product].table)
        return await classifications.move(self.transaction, taxon_id, product_id, position)

    async def _difference(
        self, drawer: Drawer, id_: int, before: Form, after: Form
    ) -> dict[str, Any]:
        """Give the columns that differ; whoever has a number and is given none keeps it."""
        old, new = _row_of(drawer, before), _row_of(drawer, after)
        if new == old:
            return {}
        kept = drawer.numbered.column if drawer.numbered else None
        return {
            name: value
            for name, value in (await drawer.settle(self.transaction, id_, new)).items()
            if (name not in old or value != old[name]) and not (name == kept and value is None)
        }

    def _stamped(self, table: Table, *names: str) -> Row:
        now = self.transaction.now()
        return {name: now for name in names if name in table.c}

    async def _numbered(self, drawer: Drawer, row: Row) -> dict[str, Any]:
        numbering = drawer.numbered
        if numbering is None or row.get(numbering.column) is not None:
            return dict(row)
        table = drawer.table
        alike = [table.c[name] == row[name] for name in numbering.within]
        last = func.coalesce(func.max(table.c[numbering.column]), 0).label("last")
        [found_last] = await self.transaction.select(select(last).where(*alike))
        return {**row, numbering.column: found_last["last"] + 1}


def _count_of(column: Column[Any], id_: int) -> ScalarSelect[int]:
    users = select(func.count()).select_from(column.table)
    return users.where(column == id_, *_live(column.table)).scalar_subquery()


def _own_fields(drawer: Drawer, form: type[Form]) -> Sequence[str]:
    elsewhere = {*drawer.parts, *(name for group in drawer.groups for name in group.fields)}
    return [name for name in form.__struct_fields__ if name not in elsewhere]


def _row_of(drawer: Drawer, form: Form) -> Row:
    values = {name: getattr(form, name) for name in _own_fields(drawer, type(form))}
    return drawer.row(values)


def _of(group: Group, form: Form) -> Row:
    return {name: getattr(form, name) for name in group.fields}


def _alike(drawer: Drawer, name: str, value: object) -> ColumnElement[bool]:
    if name in drawer.alike:
        return drawer.alike[name](value)
    column = drawer.table.c[name]
    return Folded(column) == Folded(value) if isinstance(column.type, Text) else column == value


def _live(table: FromClause) -> Sequence[ColumnElement[bool]]:
    return (table.c.deleted_at.is_(None),) if "deleted_at" in table.c else ()
