"""Busy shops, made once on each database and copied; and what the doctor says of them."""

import asyncio
import contextlib
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Protocol

import asyncpg
import pytest

from ringup.persistence.address import is_sqlite, sqlite_path
from ringup.services.examining.findings import Finding
from tests.doctor.busy import Numbers, make_busy
from tests.support.demo_stores import Templates, demo_templates  # noqa: F401 - fixtures
from tests.support.examined import examined
from tests.support.storefront import ledger_beside


class Tampering(Protocol):
    """Writes past the program."""

    async def __call__(self, *statements: str) -> None:
        """Run statements that no rule of the database stops."""
        ...


class Shop:
    """A busy shop: where it is, its orders' numbers, and its gateway's books."""

    def __init__(self, url: str, numbers: Numbers, ledger: Path) -> None:
        self.url = url
        self.numbers = numbers
        self.ledger = ledger

    def order_id(self, name: str) -> str:
        """SQL for the id of an order."""
        return f"(SELECT id FROM orders WHERE number = '{self.numbers[name]}')"

    async def examined(self) -> list[Finding]:
        """All that the doctor finds."""
        return await examined(self.url)

    async def tampered(self, *statements: str) -> None:
        """Write past the program, and past what the database itself would not allow."""
        async with _careless(self.url) as run:
            for statement in statements:
                await run(statement)


@contextlib.asynccontextmanager
async def _careless(url: str) -> AsyncIterator[Tampering]:
    if is_sqlite(url):
        with contextlib.closing(sqlite3.connect(sqlite_path(url), isolation_level=None)) as file:
            file.execute("PRAGMA ignore_check_constraints = ON")

            async def execute(*statements: str) -> None:
                for statement in statements:
                    file.execute(statement)

            yield execute
        return
    connection = await asyncpg.connect(url)
    await connection.execute("SET session_replication_role = replica")
    for table, name in await connection.fetch(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'c'"
        " AND connamespace = 'public'::regnamespace"
    ):
        await connection.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')

    async def run(*statements: str) -> None:
        for statement in statements:
            await connection.execute(statement)

    yield run
    await connection.close()


class _Busy:
    """The shops that copies are made of."""

    def __init__(self, templates: Templates, folder: Path) -> None:
        self._templates = templates
        self._folder = folder
        self._kept = contextlib.ExitStack()
        self._made: dict[str, Shop] = {}

    def close(self) -> None:
        self._kept.close()

    def shop(self, database: str) -> Shop:
        if database not in self._made:
            folder = self._folder / database
            folder.mkdir()
            url = self._kept.enter_context(self._templates.copied(database, folder))
            ledger = folder / "test-gateway.db"
            with pytest.MonkeyPatch.context() as patching:
                for name, value in ledger_beside(folder).items():
                    patching.setenv(name, value)
                numbers = asyncio.run(make_busy(url))
            self._made[database] = Shop(url, numbers, ledger)
        return self._made[database]


@pytest.fixture(scope="session")
def busy(demo_templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Busy]:  # noqa: F811
    shops = _Busy(demo_templates, tmp_path_factory.mktemp("busy"))
    yield shops
    shops.close()


@pytest.fixture(params=["sqlite", "postgres"])
def shop(request: pytest.FixtureRequest, busy: _Busy, tmp_path: Path) -> Iterator[Shop]:
    """A busy shop of the test's own."""
    made = busy.shop(request.param)
    ledger = _copied(made.ledger, tmp_path / "test-gateway.db")
    if request.param == "sqlite":
        file = _copied(sqlite_path(made.url), tmp_path / "shop.db")
        yield Shop(f"sqlite:///{file}", made.numbers, ledger)
        return
    cluster = request.getfixturevalue("postgres")
    with cluster.database(template=made.url.rpartition("/")[2]) as url:
        yield Shop(url, made.numbers, ledger)


def _copied(file: Path, to: Path) -> Path:
    for ending in ("", "-wal"):
        source = file.with_name(file.name + ending)
        if source.exists():
            shutil.copy(source, to.with_name(to.name + ending))
    return to


def rules(findings: Sequence[Finding]) -> list[str]:
    return [finding.rule for finding in findings]
