"""A look at a whole store past the program, to see that nothing changed that was not to change."""

import contextlib
import json
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import asyncpg
from sqlalchemy import Table

from ringup.persistence import schema
from ringup.persistence.address import is_sqlite, sqlite_path

Rows = list[dict[str, Any]]
Fetch = Callable[[str], Coroutine[Any, Any, Rows]]

# Blocks of ids are handed out before anybody knows what comes of the request.
_NOT_LOOKED_AT = {"id_counters"}
# What orders share: who takes from it takes it from others.
_SHARED = {"stock_items", "store_credits", "promotions"}


class WholeDatabase:
    """Reads everything in one statement, on a connection of its own."""

    def __init__(self, fetch: Fetch, rows_as_json: str) -> None:
        self._fetch = fetch
        self._rows_as_json = rows_as_json

    async def about(self, order_id: int) -> dict[str, Any]:
        """Every row of the order, every row that orders share, and how many rows there are."""
        tables = [t for t in schema.metadata.sorted_tables if t.name not in _NOT_LOOKED_AT]
        parts = [f"(SELECT count(*) FROM {table.name}) AS n_{table.name}" for table in tables]
        parts += [self._content(table, order_id) for table in tables if _is_looked_into(table)]
        [found] = await self._fetch(f"SELECT {', '.join(parts)}")
        return {
            "counts": {name[2:]: found[name] for name in found if name.startswith("n_")},
            "rows": {name[2:]: _sorted(found[name]) for name in found if name.startswith("c_")},
        }

    async def rows(self, sql: str) -> Rows:
        """Ask anything."""
        return await self._fetch(sql)

    def _content(self, table: Table, order_id: int) -> str:
        where = f" WHERE {_owner(table)} = {order_id}" if table.name not in _SHARED else ""
        rows = self._rows_as_json.format(
            columns=", ".join(f"'{c.name}', \"{c.name}\"" for c in table.columns if _is_plain(c)),
        )
        return f"(SELECT {rows} FROM {table.name}{where}) AS c_{table.name}"


def _is_plain(column: Any) -> bool:  # noqa: ANN401 - a Column
    """Hashes are bytes, which JSON does not hold; nothing here changes them."""
    return column.type.python_type is not bytes


def _owner(table: Table) -> str:
    return "id" if table.name == "orders" else "order_id"


def _is_looked_into(table: Table) -> bool:
    return table.name in {"orders", *_SHARED} or "order_id" in table.columns


def _sorted(text: str | None) -> list[str]:
    return sorted(json.dumps(row, sort_keys=True) for row in json.loads(text or "[]"))


@contextlib.asynccontextmanager
async def opened(url: str) -> AsyncIterator[WholeDatabase]:
    """Look at the store at the address."""
    if is_sqlite(url):
        with contextlib.closing(sqlite3.connect(sqlite_path(url))) as connection:
            connection.row_factory = sqlite3.Row

            async def ask(sql: str) -> Rows:
                return [dict(row) for row in connection.execute(sql).fetchall()]

            yield WholeDatabase(ask, "json_group_array(json_object({columns}))")
        return
    # Whoever only looks is no part of what is tested, whatever isolation that has.
    looking = {"default_transaction_isolation": "repeatable read"}
    other = await asyncpg.connect(url, server_settings=looking)

    async def fetch(sql: str) -> Rows:
        return [dict(row) for row in await other.fetch(sql)]

    try:
        yield WholeDatabase(fetch, "json_agg(json_build_object({columns}))")
    finally:
        await other.close()
