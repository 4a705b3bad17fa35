"""The recorded Spree's shop on each database, a fresh copy for each scenario."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import pytest

from ringup.cli.loading import within
from ringup.persistence.migrate import upgrade
from tests.recorded.shop import as_it_was_before, write_recorded_shop
from tests.support.storefronts import ledger  # noqa: F401 - fixtures

pytest.register_assert_rewrite("tests.recorded.replaying")

OpenCopy = Callable[[str], AbstractContextManager[str]]
"""Gives the address of a fresh shop with the stock that the scenario began with."""


@pytest.fixture(scope="package", params=["sqlite", "postgres"])
def recorded_shop(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OpenCopy]:
    """Makes copies of the shop."""
    folder = tmp_path_factory.mktemp("recorded")
    with ExitStack() as kept:
        if request.param == "sqlite":
            yield _copies_of_a_file(folder)
        else:
            postgres = request.getfixturevalue("postgres")
            template = kept.enter_context(postgres.database())
            asyncio.run(_written(template))
            name = template.rpartition("/")[2]
            yield _stocked(lambda: postgres.database(template=name))


def _copies_of_a_file(folder: Path) -> OpenCopy:
    template = folder / "template.db"
    asyncio.run(_written(f"sqlite:///{template}"))

    @contextmanager
    def copied() -> Iterator[str]:
        yield f"sqlite:///{shutil.copy(template, folder / 'copy.db')}"

    return _stocked(copied)


def _stocked(copied: Callable[[], AbstractContextManager[str]]) -> OpenCopy:
    @contextmanager
    def opened(scenario: str) -> Iterator[str]:
        with copied() as url:
            asyncio.run(within(url, lambda connection: as_it_was_before(connection, scenario)))
            yield url

    return opened


async def _written(url: str) -> None:
    await upgrade(url)
    await within(url, write_recorded_shop)
