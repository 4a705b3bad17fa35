"""Brings a database's tables up to what this version of the program expects."""

import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from ringup.persistence.address import asyncpg_url, is_sqlite, sqlite_path

_SCRIPTS = Path(__file__).parent / "migrations"
# Two processes that start at once migrate one after the other.
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(7464817)"
_PATIENCE_SECONDS = 60


async def upgrade(url: str) -> None:
    """Create or alter the tables of the database at ``url``; does nothing when all is well.

    ``url`` is ``sqlite:///path`` or ``postgresql://…``. All of it happens in one transaction.
    """
    if is_sqlite(url):
        upgrade_file(sqlite_path(url))
    else:
        await _upgrade_postgresql(url)


def upgrade_file(path: Path) -> None:
    """Create or alter the tables of an SQLite file."""
    engine = create_engine("sqlite://", creator=lambda: _opened(path), poolclass=NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        run_scripts(connection)
    engine.dispose()


async def _upgrade_postgresql(url: str) -> None:
    engine = create_async_engine(asyncpg_url(url), poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.exec_driver_sql(_ONE_AT_A_TIME)
        await connection.run_sync(run_scripts)
    await engine.dispose()


def run_scripts(connection: Connection) -> None:
    """Run the migrations that this database has not seen, inside the caller's transaction."""
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=_PATIENCE_SECONDS)
    # Stays with the file: readers go on while somebody writes.
    connection.execute("PRAGMA journal_mode = WAL")
    return connection
