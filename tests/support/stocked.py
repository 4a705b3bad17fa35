"""A demo store with a few things more, on either database, and a look at it that counts."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import sqlalchemy
from sqlalchemy import Connection, Select, create_engine
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from ringup.demo.load import load
from ringup.domain.facts import Facts
from ringup.domain.order import Order
from ringup.persistence import schema
from ringup.persistence.address import asyncpg_url, is_sqlite, sqlite_path
from ringup.persistence.migrate import upgrade
from ringup.persistence.opening import open_store
from ringup.services.ports.store import Store

T = TypeVar("T")

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
Id = int


class Look:
    """Looks at a store; ``statements`` counts what that took."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.statements = 0

    async def select(
        self, statement: Select[Any], parameters: Mapping[str, Any] | None = None
    ) -> Sequence[Mapping[str, Any]]:
        """Run a select on a snapshot of its own."""
        self.statements += 1

        async def work(reading: Any) -> Sequence[Mapping[str, Any]]:  # noqa: ANN401 - persistence's own reading
            return await reading.select(statement, parameters)  # type: ignore[no-any-return]

        return await self.store.read(work)

    async def peek_many(self, order_ids: Sequence[int]) -> Sequence[tuple[Order, Facts]]:
        """Load orders on a snapshot of its own."""
        self.statements += 1

        async def work(reading: Any) -> Sequence[tuple[Order, Facts]]:  # noqa: ANN401
            return await reading.peek_many(order_ids)  # type: ignore[no-any-return]

        return await self.store.read(work)

    async def read(self, work: Callable[[Any], Awaitable[T]]) -> T:
        """Let work look through this."""
        return await work(self)


@asynccontextmanager
async def looking(url: str) -> AsyncIterator[Look]:
    store = await open_store(url, lambda: NOW, {})
    yield Look(store)
    await store.close()


async def stock(url: str) -> None:
    """Create the tables and write the store."""
    await upgrade(url)
    if is_sqlite(url):
        engine = create_engine(f"sqlite:///{sqlite_path(url)}", poolclass=NullPool)
        with engine.begin() as connection:
            _write(connection)
        return
    async_engine = create_async_engine(asyncpg_url(url), poolclass=NullPool)
    async with async_engine.begin() as async_connection:
        await async_connection.run_sync(_write)
    await async_engine.dispose()


def _write(connection: Connection) -> None:
    load(connection, schema.metadata.tables, NOW)
    _taxons(connection)
    _odd_products(connection)
    _pictures_and_properties(connection)
    _kept_by_ada(connection)
    _moved(connection)
    _change(connection, "variants", id_of(connection, "variants", sku="TOTE-01"), cost_price=750)


def _one(connection: Connection, table: str, **values: object) -> Id:
    target = schema.metadata.tables[table]
    return int(connection.scalar(sqlalchemy.insert(target).values(values).returning(target.c.id)))


def _change(connection: Connection, table: str, row: Id, **values: object) -> None:
    target = schema.metadata.tables[table]
    connection.execute(sqlalchemy.update(target).where(target.c.id == row).values(values))


def _put(connection: Connection, table: str, *rows: Mapping[str, object]) -> None:
    connection.execute(sqlalchemy.insert(schema.metadata.tables[table]), [dict(r) for r in rows])


def id_of(connection: Connection, table: str, **where: object) -> Id:
    target = schema.metadata.tables[table]
    found = sqlalchemy.select(target.c.id).filter_by(**where)
    return int(connection.scalars(found).one())


def _taxons(connection: Connection) -> None:
    tree = _one(connection, "taxonomies", name="Materials", position=9)
    root = _taxon(connection, tree, None, "Materials", "materials")
    wood = _taxon(connection, tree, root, "Wood", "materials/wood")
    oak = _taxon(connection, tree, wood, "Oak", "materials/wood/oak")
    desk = id_of(connection, "products", name="Standing Desk")
    _put(connection, "product_taxons", {"product_id": desk, "taxon_id": oak, "position": 1})


def _taxon(connection: Connection, tree: Id, parent: Id | None, name: str, way: str) -> Id:
    return _one(
        connection,
        "taxons",
        taxonomy_id=tree,
        parent_id=parent,
        name=name,
        permalink=way,
        position=1,
    )


ODD = ("Ångström Ruler", "100% Wool_Scarf", "back\\slash")


def _odd_products(connection: Connection) -> None:
    for number, name in enumerate(ODD, start=1):
        product = _one(
            connection,
            "products",
            name=name,
            slug=f"odd-{number}",
            digital=False,
            created_at=NOW + timedelta(days=number),
            updated_at=NOW,
        )
        _one(
            connection,
            "variants",
            product_id=product,
            sku=f"ODD-{number}",
            is_master=True,
            track_inventory=True,
            weight=0,
            position=1,
            created_at=NOW,
            updated_at=NOW,
        )


def _pictures_and_properties(connection: Connection) -> None:
    desk = id_of(connection, "variants", sku="DESK-01")
    _one(connection, "images", variant_id=desk, url="/pictures/desk.jpg", alt="A desk", position=1)
    made_of = _one(connection, "properties", name="material", presentation="Material")
    product = id_of(connection, "products", name="Standing Desk")
    _one(
        connection,
        "product_properties",
        product_id=product,
        property_id=made_of,
        value="oak",
        position=1,
    )


def _kept_by_ada(connection: Connection) -> None:
    ada = id_of(connection, "users", email="ada@example.com")
    _one(
        connection,
        "user_addresses",
        user_id=ada,
        firstname="Ada",
        lastname="Lovelace",
        address1="12 St James's Square",
        city="Baltimore",
        zipcode="21201",
        country_id=id_of(connection, "countries", iso="US"),
        default_bill=True,
        default_ship=False,
    )
    _one(
        connection,
        "saved_cards",
        user_id=ada,
        payment_method_id=id_of(connection, "payment_methods", name="Credit Card"),
        brand="visa",
        last_digits="1111",
        month=12,
        year=2030,
        name="Ada Lovelace",
        token="secret-token",
        is_default=True,
        created_at=NOW,
    )


def _moved(connection: Connection) -> None:
    _put(
        connection,
        "stock_movements",
        {
            "variant_id": id_of(connection, "variants", sku="TOTE-01"),
            "id": 1_000,
            "stock_location_id": id_of(connection, "stock_locations", name="Main"),
            "quantity": -3,
            "reason": "counted",
            "actor": "system",
            "order_id": None,
            "at": NOW,
        },
    )
