"""What the tables are made of: one catalogue of tables, and the kinds of columns of this trade.

Both databases hold the same: amounts are 64-bit minor units, times are ``timestamptz`` on
PostgreSQL and on SQLite text such as ``2026-11-23T16:03:00.123Z`` (which sorts as it should, and
which SQLite's own date functions read), settings are text that holds JSON.
"""

import functools
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateIndex, ForeignKeyConstraint, SchemaItem
from sqlalchemy.sql.compiler import DDLCompiler
from sqlalchemy.types import TypeDecorator, TypeEngine

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

_WHERE = "where"

# SQLite gives ids by itself only to a column declared INTEGER.
BigId = BigInteger().with_variant(Integer(), "sqlite")


@functools.lru_cache(maxsize=256)
def moment_text(moment: datetime) -> str:
    """Write a moment as SQLite keeps it: UTC, milliseconds, always 24 characters.

    What is written together was mostly written at one moment, so the last ones are remembered.
    """
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


class Moment(TypeDecorator[datetime]):
    """An aware moment in UTC, to the millisecond."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose ``timestamptz`` where there is one."""
        is_postgresql = dialect.name == "postgresql"
        return dialect.type_descriptor(DateTime(timezone=True) if is_postgresql else Text())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ANN401 - what the database wants
        """Write the moment as the database takes it."""
        if value is None or dialect.name == "postgresql":
            return value
        return moment_text(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401, ARG002 - what the database gives
        """Read what the database holds."""
        return datetime.fromisoformat(value) if isinstance(value, str) else value


class Json(TypeDecorator[Any]):
    """Any JSON value, as text: neither database needs to look inside."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ANN401, ARG002 - any JSON value
        """Write the value."""
        return None if value is None else msgspec.json.encode(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ANN401, ARG002 - any JSON value
        """Read the value."""
        return None if value is None else msgspec.json.decode(value)


def table(name: str, *parts: SchemaItem) -> Table:
    """Declare a table outside of the order's family; SQLite numbers its rows itself."""
    return Table(name, metadata, *parts)


def keyed_table(name: str, *parts: SchemaItem) -> Table:
    """Declare a table whose key the program gives; on SQLite rows lie in the order of the key."""
    return Table(name, metadata, *parts, sqlite_with_rowid=False)


def family_table(name: str, *parts: SchemaItem) -> Table:
    """Declare a table of the order's family, keyed ``(order_id, id)`` and found by ``order_id``.

    On SQLite its rows lie in the order of the key, so that one order's are side by side.
    """
    return Table(
        name,
        metadata,
        Column("order_id", BigInteger, primary_key=True, autoincrement=False),
        Column("id", BigInteger, primary_key=True, autoincrement=False),
        ForeignKeyConstraint(["order_id"], ["orders.id"]),
        *parts,
        sqlite_with_rowid=False,
    )


def own_id() -> Column[int]:
    """Number the rows of a small table: 1, 2, 3, ….

    On SQLite a number is never given twice either, even after its row was deleted.
    """
    return Column("id", BigId, primary_key=True)


def text(name: str, *parts: SchemaItem, server_default: str | None = None) -> Column[str]:
    """Hold a text."""
    return Column(name, Text, *parts, nullable=False, server_default=server_default)


def text_or_null(name: str, *parts: SchemaItem) -> Column[str]:
    """Hold a text, if there is one."""
    return Column(name, Text, *parts)


def whole(name: str, *parts: SchemaItem) -> Column[int]:
    """Hold a whole number: an id, a count, an amount of minor units, a rate in millionths."""
    return Column(name, BigInteger, *parts, nullable=False)


def whole_or_null(name: str, *parts: SchemaItem) -> Column[int]:
    """Hold a whole number, if there is one."""
    return Column(name, BigInteger, *parts)


def flag(name: str) -> Column[bool]:
    """Hold a yes or no."""
    return Column(name, Boolean, nullable=False)


def moment(name: str) -> Column[datetime]:
    """Hold a moment."""
    return Column(name, Moment, nullable=False)


def moment_or_null(name: str) -> Column[datetime]:
    """Hold a moment, once it has come."""
    return Column(name, Moment)


def json(name: str, *, server_default: str | None = None) -> Column[Any]:
    """Hold settings or data as JSON text."""
    return Column(name, Json, nullable=False, server_default=server_default)


def index_where(condition: str, name: str, *columns: str, unique: bool = False) -> Index:
    """Put only the rows that fulfil a condition into an index."""
    # SQLAlchemy has an argument for this a database, and imports each of them to look it up.
    return Index(name, *columns, unique=unique, info={_WHERE: condition})


@compiles(CreateIndex)
def _create_index(create: CreateIndex, compiler: DDLCompiler, **arguments: Any) -> str:  # noqa: ANN401
    statement: str = compiler.visit_create_index(create, **arguments)  # type: ignore[no-untyped-call]
    condition = create.element.info.get(_WHERE)
    return f"{statement} WHERE {condition}" if condition else statement


def one_of(column: str, *values: str) -> CheckConstraint:
    """Allow these texts alone."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def never_negative(*columns: str) -> CheckConstraint:
    """Refuse what would be below zero."""
    rule = " AND ".join(f"{column} >= 0" for column in columns)
    return CheckConstraint(rule, name=f"{columns[0]}_not_negative")


def positive(column: str) -> CheckConstraint:
    """Refuse what is not above zero."""
    return CheckConstraint(f"{column} > 0", name=f"{column}_positive")


def belongs_to(parent: str, column: str) -> ForeignKeyConstraint:
    """Point at a row of the same order's family; the key includes the order."""
    return ForeignKeyConstraint(["order_id", column], [f"{parent}.order_id", f"{parent}.id"])
