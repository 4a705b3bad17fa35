"""Fixtures: demo stores, loaded once on each database and copied from there. Import by name.

`demo_store` is a fresh copy for one test; `shared_demo_store` is one for a whole file, whose tests
get on side by side: each has orders of its own.
"""

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from ringup.cli.loading import loaded
from tests.support.postgres import Postgres

DATABASES = ("sqlite", "postgres")
SERIALIZABLE = "serializable"
"""A PostgreSQL whose transactions are SERIALIZABLE; asked for by name."""

_STRICTLY = "ALTER DATABASE {} SET default_transaction_isolation TO serializable"


class Templates:
    """The loaded stores that copies are made of, each made when it is first needed."""

    def __init__(self, request: pytest.FixtureRequest, folder: Path) -> None:
        self._request = request
        self._folder = folder
        self._kept = ExitStack()
        self._made: dict[str, str] = {}

    def close(self) -> None:
        self._kept.close()

    @contextmanager
    def copied(self, database: str, folder: Path) -> Iterator[str]:
        """The address of a copy, which is gone afterwards."""
        template = self._template(database)
        if database == "sqlite":
            yield f"sqlite:///{shutil.copy(template, folder / 'demo.db')}"
            return
        with self._postgres.database(template=template) as url:
            if database == SERIALIZABLE:
                self._postgres.execute(_STRICTLY.format(url.rpartition("/")[2]))
            yield url

    @property
    def _postgres(self) -> Postgres:
        cluster: Postgres = self._request.getfixturevalue("postgres")
        return cluster

    def _template(self, database: str) -> str:
        kind = "sqlite" if database == "sqlite" else "postgres"
        if kind not in self._made:
            self._made[kind] = self._sqlite() if kind == "sqlite" else self._of_postgres()
        return self._made[kind]

    def _sqlite(self) -> str:
        path = self._folder / "template.db"
        assert asyncio.run(loaded(f"sqlite:///{path}"))
        return str(path)

    def _of_postgres(self) -> str:
        url = self._kept.enter_context(self._postgres.database())
        assert asyncio.run(loaded(url))
        return url.rpartition("/")[2]


@pytest.fixture(scope="session")
def demo_templates(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Templates]:
    templates = Templates(request, tmp_path_factory.mktemp("templates"))
    yield templates
    templates.close()


@pytest.fixture(params=DATABASES)
def demo_store(
    request: pytest.FixtureRequest, demo_templates: Templates, tmp_path: Path
) -> Iterator[str]:
    """The address of a demo store that nobody else uses."""
    with demo_templates.copied(request.param, tmp_path) as url:
        yield url


@pytest.fixture(scope="module", params=DATABASES)
def shared_demo_store(
    request: pytest.FixtureRequest,
    demo_templates: Templates,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The address of a demo store that the file's tests share."""
    with demo_templates.copied(request.param, tmp_path_factory.mktemp("shared")) as url:
        yield url
