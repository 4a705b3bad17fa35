"""The databases that are measured: each holds the demo store, with stock enough for every run.

Both answer the same questions, so that whoever measures need not know which one it is.
"""

import asyncio
import contextlib
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from typing import Protocol

from ringup.cli.loading import loaded
from tests.support.postgres import Postgres

POSTGRES_SETTINGS = (
    "shared_buffers=1GB",
    "max_wal_size=4GB",
    "checkpoint_timeout=30min",
    "shared_preload_libraries=pg_stat_statements",
    "log_line_prefix=@@%d ",
)
"""What differs from PostgreSQL's defaults; ``fsync`` and ``synchronous_commit`` stay on."""

FIRST_ORDER = 300_000_017
"""Orders begin here, so that an order's id is mistaken for nothing else in a statement."""
FIRST_OF_OTHERS = 100_000_000_000
"""The other counters begin here and at its multiples, for the same reason."""

PLENTY = 1_000_000_000

FILLING = ("journal_mode = OFF", "synchronous = OFF", "cache_size = -400000", "threads = 2")
"""How SQLite takes many rows at once."""

_NTH = "(SELECT count(*) FROM id_counters AS o WHERE o.name <= c.name)"

PREPARE = (
    f"UPDATE stock_items SET count_on_hand = {PLENTY} WHERE count_on_hand = 100000",
    f"UPDATE id_counters SET next = {FIRST_ORDER} WHERE name = 'orders'",
    f"UPDATE id_counters AS c SET next = {FIRST_OF_OTHERS} * {_NTH} WHERE name <> 'orders'",
)


class Shop(Protocol):
    """A demo store in a database of its own."""

    kind: str
    url: str
    folder: Path

    @property
    def pid(self) -> int | None:
        """The database's first process; none, where it is part of the server."""
        ...

    def execute(self, *statements: str) -> None:
        """Change something in one transaction, past the server."""
        ...

    def number(self, query: str) -> int:
        """Ask for one whole number."""
        ...

    def filling(self, tables: Sequence[str]) -> AbstractContextManager[None]:
        """Have no indexes on these tables but their keys, until all the rows are there."""
        ...

    def log_position(self) -> int:
        """Tell how many bytes of write-ahead log there are; only differences mean something."""
        ...

    def settle(self) -> None:
        """Write what is still to be written, so that a run begins with nothing owing."""
        ...


class SqliteShop:
    """A file, which each server process opens for itself."""

    kind = "sqlite"
    pid = None

    def __init__(self, folder: Path) -> None:
        """Take the folder with ``shop.db``."""
        self.folder = folder
        self.path = folder / "shop.db"
        self.url = f"sqlite:///{self.path}"
        self._pragmas: tuple[str, ...] = ()

    def execute(self, *statements: str) -> None:
        with contextlib.closing(self._opened()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            for statement in statements:
                connection.execute(statement)
            connection.execute("COMMIT")

    def number(self, query: str) -> int:
        with contextlib.closing(self._opened()) as connection:
            found: int = connection.execute(query).fetchone()[0]
        return found

    @contextlib.contextmanager
    def filling(self, tables: Sequence[str]) -> Iterator[None]:
        # Nobody serves from the file meanwhile, and nobody needs it if the filling fails.
        named = ", ".join(f"'{name}'" for name in tables)
        with contextlib.closing(self._opened()) as connection:
            connection.execute("PRAGMA journal_mode = DELETE").fetchall()
            made = connection.execute(
                f"SELECT name, sql FROM sqlite_master WHERE type = 'index'"
                f" AND sql IS NOT NULL AND tbl_name IN ({named})"
            ).fetchall()
        self._pragmas = FILLING
        self.execute(*(f"DROP INDEX {name}" for name, _ in made))
        yield
        self.execute(*(sql for _, sql in made))
        self._pragmas = ()
        with contextlib.closing(self._opened()) as connection:
            connection.execute("PRAGMA journal_mode = WAL").fetchall()

    def log_position(self) -> int:
        log = self.path.with_name("shop.db-wal")
        return log.stat().st_size if log.exists() else 0

    def settle(self) -> None:
        with contextlib.closing(self._opened()) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _opened(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=60, isolation_level=None)
        for pragma in self._pragmas:
            connection.execute(f"PRAGMA {pragma}").fetchall()
        return connection


class PostgresShop:
    """One database of a running cluster."""

    kind = "postgresql"

    def __init__(self, cluster: Postgres, url: str, folder: Path) -> None:
        """Take a running cluster and the database's address in it."""
        self.cluster = cluster
        self.url = url
        self.name = url.rpartition("/")[2]
        self.folder = folder

    @cached_property
    def pid(self) -> int | None:
        data = self.cluster.execute("SHOW data_directory")
        return int((Path(data) / "postmaster.pid").read_text().split()[0])

    def execute(self, *statements: str) -> None:
        self.cluster.execute("; ".join(statements), self.name)

    def number(self, query: str) -> int:
        return int(self.cluster.execute(query, self.name))

    @contextlib.contextmanager
    def filling(self, tables: Sequence[str]) -> Iterator[None]:
        named = ", ".join(f"'{name}'" for name in tables)
        made = self.texts(
            "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'"
            f" AND tablename IN ({named}) AND indexname LIKE 'ix_%'"
        )
        self.execute(*(f"DROP INDEX {text.split(' ON ')[0].split()[-1]}" for text in made))
        yield
        self.execute("SET LOCAL maintenance_work_mem = '1GB'", *made)

    def texts(self, query: str) -> Sequence[str]:
        """Ask for one text of each row."""
        return self.cluster.execute(query, self.name).splitlines()

    def log_position(self) -> int:
        return self.number("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint")

    def settle(self) -> None:
        self.cluster.execute("VACUUM ANALYZE", self.name)
        self.cluster.execute("CHECKPOINT")


@contextlib.contextmanager
def sqlite_shop(folder: Path, pattern: SqliteShop | None = None) -> Iterator[SqliteShop]:
    """Make a demo store in a file, or copy one that nobody has open; gone at the end."""
    folder.mkdir(parents=True)
    shop = SqliteShop(folder)
    if pattern is None:
        _found(shop)
    else:
        pattern.settle()
        shutil.copyfile(pattern.path, shop.path)
    try:
        yield shop
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def postgres_shop(
    cluster: Postgres, folder: Path, pattern: PostgresShop | None = None
) -> Iterator[PostgresShop]:
    """Make a demo store in a new database, or copy one that nobody has open; gone at the end."""
    folder.mkdir(parents=True)
    with cluster.database(pattern.name if pattern else "template0") as url:
        shop = PostgresShop(cluster, url, folder)
        if pattern is None:
            _found(shop)
        shop.settle()
        yield shop
    shutil.rmtree(folder, ignore_errors=True)


def _found(shop: Shop) -> None:
    asyncio.run(loaded(shop.url))
    shop.execute(*PREPARE)
    shop.settle()


@contextlib.contextmanager
def postgres_cluster() -> Iterator[Postgres]:
    """Run a PostgreSQL of the bench's own, which keeps all its promises."""
    with Postgres(durable=True, settings=POSTGRES_SETTINGS) as cluster:
        cluster.execute("CREATE EXTENSION pg_stat_statements")
        yield cluster
