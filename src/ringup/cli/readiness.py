"""Whether a database can be served: it is there, and its tables are what this version expects."""

import contextlib
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import asyncpg

from ringup import persistence
from ringup.cli.plainly import CannotStart
from ringup.persistence.address import UnknownAddress, is_sqlite, sqlite_path

_MIGRATIONS = Path(persistence.__file__).parent / "migrations" / "versions"
_REVISION = "SELECT version_num FROM alembic_version"
_CONNECT_SECONDS = 10


async def check_migrated(url: str) -> None:
    """Raise ``CannotStart``, saying what to do, unless the tables are those of this version."""
    found, wanted = await revision_of(url), newest_revision()
    if found is None:
        raise CannotStart(f"{shown(url)} has no tables yet. {_mend(url)}")
    if found < wanted:
        raise CannotStart(f"{shown(url)} has the tables of an older version. {_mend(url)}")


async def revision_of(url: str) -> str | None:
    """Tell the newest migration that the database has seen; ``None`` without any."""
    with plainly_refused(url):
        return _of_file(sqlite_path(url)) if is_sqlite(url) else await _of_server(url)


def newest_revision() -> str:
    """Tell the newest migration there is; its file's name begins with its number."""
    return max(file.name.partition("_")[0] for file in _MIGRATIONS.glob("[0-9]*_*.py"))


def shown(url: str) -> str:
    """Write a database's address without the password that may be in it."""
    return re.sub(r"(://[^:/@]*):[^@]*@", r"\1:…@", url)


@contextlib.contextmanager
def plainly_refused(url: str) -> Iterator[None]:
    """Turn whatever keeps us from the database into ``CannotStart``."""
    try:
        yield
    except UnknownAddress as error:
        raise CannotStart(str(error)) from error
    except (OSError, sqlite3.Error, asyncpg.PostgresError) as error:
        raise CannotStart(f"cannot use {shown(url)}: {error}") from error


def _of_file(path: Path) -> str | None:
    if not path.exists():
        return None
    with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
        named = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")
        row = db.execute(_REVISION).fetchone() if named.fetchone() else None
    return row and row[0]


async def _of_server(url: str) -> str | None:
    connection = await asyncpg.connect(url, timeout=_CONNECT_SECONDS)
    try:
        found: str | None = await connection.fetchval(_REVISION)
    except asyncpg.UndefinedTableError:
        return None
    else:
        return found
    finally:
        await connection.close()


def _mend(url: str) -> str:
    return f"Run: ringup migrate --database '{shown(url)}'"
