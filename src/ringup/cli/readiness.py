"""Whether a database can be served: it is there, and its tables are what this version expects."""

import contextlib
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import msgspec

from ringup import persistence
from ringup.cli.plainly import CannotStart
from ringup.persistence.address import UnknownAddress, is_sqlite, sqlite_path

_MIGRATIONS = Path(persistence.__file__).parent / "migrations" / "versions"
_REVISION = "SELECT version_num FROM alembic_version"
_SHOP = "SELECT 1 FROM stores LIMIT 1"
_CONNECT_SECONDS = 10


class State(msgspec.Struct, frozen=True):
    """What was found: the newest migration the database has seen, and whether a shop is in it."""

    revision: str | None = None
    has_shop: bool = False


async def check_ready(url: str) -> None:
    """Raise ``CannotStart``, saying what to do, unless there is a shop in this version's tables."""
    state = await state_of(url)
    where = shown(url)
    migrate = f"Run: ringup migrate --database '{where}'"
    if state.revision is None:
        raise CannotStart(f"{where} has no tables yet. {migrate}")
    if state.revision < newest_revision():
        raise CannotStart(f"{where} has the tables of an older version. {migrate}")
    if not state.has_shop:
        raise CannotStart(f"{where} holds no shop yet. Found one: ringup found --help")


async def state_of(url: str) -> State:
    """Look into the database. Raises ``CannotStart`` when it cannot be used."""
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
    except CannotStart:
        raise
    except UnknownAddress as error:
        raise CannotStart(str(error)) from error
    except (OSError, sqlite3.Error) as error:
        raise _cannot_use(url, error) from error
    except Exception as error:
        if is_sqlite(url):
            _refuse_wrapped(url, error)
        elif _is_of_postgres(error):
            raise _cannot_use(url, error) from error
        raise


def _refuse_wrapped(url: str, error: Exception) -> None:
    """Refuse what the driver said, where it comes in a wrapper."""
    if isinstance(error.__cause__, sqlite3.Error):
        raise _cannot_use(url, error.__cause__) from error


def _cannot_use(url: str, error: Exception) -> CannotStart:
    return CannotStart(f"cannot use {shown(url)}: {error}")


def _is_of_postgres(error: Exception) -> bool:
    # The driver takes three megabytes, which a shop in a file has no use for.
    import asyncpg  # noqa: PLC0415

    return isinstance(error, asyncpg.PostgresError)


def _of_file(path: Path) -> State:
    if not path.exists():
        return State()
    with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
            return State()
        row = db.execute(_REVISION).fetchone()
        return State(row and row[0], bool(db.execute(_SHOP).fetchone()))


async def _of_server(url: str) -> State:
    import asyncpg  # noqa: PLC0415 - as above

    connection = await asyncpg.connect(url, timeout=_CONNECT_SECONDS)
    try:
        revision = await connection.fetchval(_REVISION)
        return State(revision, bool(await connection.fetchval(_SHOP)))
    except asyncpg.UndefinedTableError:
        return State()
    finally:
        await connection.close()
