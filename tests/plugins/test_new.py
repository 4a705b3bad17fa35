"""``ringup new`` writes packages that fit, and whose tests pass."""

import os
import subprocess
import sys

import pytest

from ringup.plugins.finding import found
from ringup.plugins.kinds import KINDS
from tests.cli.running import ringup
from tests.support.installing import install


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("packages")
    for kind in KINDS:
        written = ringup("new", kind, "age-check", "--in", kind, folder=folder)
        assert written.returncode == 0, written.stderr
    return folder


@pytest.mark.parametrize("kind", KINDS)
def test_the_test_of_a_new_package_passes(packages, kind):
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        check=False,
        cwd=packages / kind,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout
    assert " passed" in ran.stdout


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_package_is_found_once_it_is_installed(packages, kind, tmp_path, monkeypatch):
    install(packages / kind, tmp_path / "site")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    sys.modules.pop("ringup_age_check", None)
    assert "age_check" in found()[KINDS[kind].group]


def test_nothing_that_is_there_is_written_over(packages):
    again = ringup("new", "gateway", "age-check", "--in", "gateway", folder=packages)
    assert again.returncode == 1
    assert again.stderr.startswith("ringup: gateway is there already")


@pytest.mark.parametrize(
    "arguments,why",
    [
        (("till", "x"), "till is no kind of plug-in. There are: gateway"),
        (("gateway", "X!"), "X! is no name"),
    ],
)
def test_what_cannot_be_is_refused_plainly(tmp_path, arguments, why):
    refused = ringup("new", *arguments, folder=tmp_path)
    assert why in refused.stderr
    assert list(tmp_path.iterdir()) == []
