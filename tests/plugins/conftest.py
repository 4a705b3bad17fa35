"""Packages that bring plug-ins along, found like installed ones."""

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ringup.domain.checkout import flow
from ringup.plugins import installing
from tests.support.installing import describe


@pytest.fixture
def brings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Install a module with entry points: by group, their names and what they name."""
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    known = set(sys.modules)

    def bring(package: str, source: str, **groups: dict[str, str]) -> None:
        site = tmp_path / "site"
        named = {f"ringup.{group}": entries for group, entries in groups.items()}
        describe(site, package, named)
        (site / f"{package}.py").write_text(source)
        importlib.invalidate_caches()

    yield bring
    for name in set(sys.modules) - known:
        del sys.modules[name]


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    """Leave the tables to other tests as they were."""
    tables = [(table, dict(table)) for table in installing.TABLES.values()]
    yield
    for table, before in tables:
        table.clear()
        table.update(before)
    flow.STEPS[:] = flow.STANDARD
