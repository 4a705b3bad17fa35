"""Writes many rows at once: looked up, compared, and only what differs written.

However many lines a batch has, each function here makes one statement.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy
from sqlalchemy import bindparam, select

from ringup.bulk.album import NO_ALBUM, Album
from ringup.founding.pen import Pen, Row


class Ours(msgspec.Struct, frozen=True, kw_only=True):
    """What lines name of the shop: ids by name, and what is meant where nothing is named."""

    tax_categories: Mapping[str, int]
    shipping_categories: Mapping[str, int]
    locations: Mapping[str, int]
    countries: Mapping[str, int]
    states: Mapping[tuple[int, str], int]
    default_tax_category: int | None
    default_shipping_category: int | None
    default_location: int | None
    currencies: tuple[str, ...]


class BulkPen(Pen):
    """A pen that also looks up and changes."""

    def __init__(
        self,
        connection: sqlalchemy.Connection,
        tables: Mapping[str, sqlalchemy.Table],
        now: datetime,
        album: Album = NO_ALBUM,
    ) -> None:
        """Work at one moment, with the pictures beside a file."""
        super().__init__(connection, tables)
        self.now = now
        self.album = album

    def found(self, table: str, column: str, values: Collection[Any]) -> list[dict[str, Any]]:
        """Look up the rows whose column is one of these; locked, where rows can be."""
        if not values:
            return []
        source = self.tables[table]
        keys = list(source.primary_key.columns)
        statement = select(source).where(source.c[column].in_(list(values))).order_by(*keys)
        return [dict(row) for row in self.connection.execute(_locked(statement)).mappings()]

    def all(self, table: str) -> list[dict[str, Any]]:
        """Look up a whole small table."""
        source = self.tables[table]
        ordered = select(source).order_by(*source.primary_key.columns)
        return [dict(row) for row in self.connection.execute(ordered).mappings()]

    def add(self, table: str, rows: Iterable[Row]) -> None:
        """Write new rows, if there are any."""
        new = list(rows)
        if new:
            self.write(table, new)

    def change(self, table: str, rows: Sequence[Row], names: Sequence[str]) -> None:
        """Set these columns of rows that exist, found by their primary keys."""
        if not rows:
            return
        target = self.tables[table]
        keys = [column.name for column in target.primary_key.columns]
        statement = (
            sqlalchemy.update(target)
            .where(*(target.c[key] == bindparam(f"the_{key}") for key in keys))
            .values({name: bindparam(f"new_{name}") for name in names})
        )
        self.connection.execute(
            statement,
            [
                {f"the_{key}": row[key] for key in keys}
                | {f"new_{name}": row[name] for name in names}
                for row in rows
            ],
        )

    def remove(self, table: str, keys: Sequence[tuple[Any, ...]]) -> None:
        """Delete rows by their primary keys."""
        if not keys:
            return
        target = self.tables[table]
        columns = list(target.primary_key.columns)
        statement = sqlalchemy.delete(target).where(
            *(column == bindparam(f"the_{column.name}") for column in columns)
        )
        named = [column.name for column in columns]
        self.connection.execute(
            statement,
            [{f"the_{n}": v for n, v in zip(named, key, strict=True)} for key in keys],
        )

    def ours(self) -> Ours:
        """Look up what lines may name."""
        shops = sorted(self.all("stores"), key=lambda row: not row["is_default"])
        taxes, shippings = self.all("tax_categories"), self.all("shipping_categories")
        places = self.all("stock_locations")
        first = next((row["id"] for row in places if row["is_default"]), None)
        return Ours(
            tax_categories=_ids(taxes),
            shipping_categories=_ids(shippings),
            locations=_ids(places),
            countries=_ids(self.all("countries"), "iso"),
            states={
                (row["country_id"], row[by].casefold()): row["id"]
                for row in self.all("states")
                for by in ("name", "abbr")
            },
            default_tax_category=next((r["id"] for r in taxes if r["is_default"]), None),
            default_shipping_category=shippings[0]["id"] if shippings else None,
            default_location=first or (places[0]["id"] if places else None),
            currencies=_currencies(shops),
        )

    def own_currency(self) -> str:
        """Tell the default store's currency, which costs are in."""
        return next(row["default_currency"] for row in self.all("stores") if row["is_default"])  # type: ignore[no-any-return]

    def raise_catalogue(self) -> None:
        """Have every process read variants anew."""
        version = self.tables["shop_version"]
        counted = {"catalogue": version.c.catalogue + 1}
        self.connection.execute(sqlalchemy.update(version).values(counted))


def _locked(statement: "sqlalchemy.Select[Any]") -> "sqlalchemy.Select[Any]":
    return statement.with_for_update()


def _currencies(shops: Sequence[Row]) -> tuple[str, ...]:
    """Give what the stores sell in; the default store's own currency comes first."""
    supported = (code for row in shops for code in row["supported_currencies"])
    return (shops[0]["default_currency"], *supported)


def _ids(rows: Sequence[Row], by: str = "name") -> dict[str, int]:
    return {row[by]: row["id"] for row in rows}


def differing(old: Row, new: Row, names: Sequence[str]) -> bool:
    """Tell whether any of these columns differs."""
    return any(old[name] != new[name] for name in names)
