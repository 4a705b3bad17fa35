"""The smallest run there is, on SQLite, from the command to the page."""

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
import pytest

import ringup
from bench.results import Results
from ringup.cli.driving.checkout import STEPS

ROOT = Path(__file__).parents[2]
NAMES = [step.name for step in STEPS]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """What the run has written."""
    written = tmp_path_factory.mktemp("bench")
    command = [sys.executable, "-m", "bench", "--size", "smallest", "--folder", written]
    done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, timeout=300)
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    return written


@pytest.fixture(scope="module")
def results(folder):
    """The results, read as whoever draws a page of them reads them."""
    return msgspec.json.decode((folder / "results.json").read_bytes(), type=Results)


def test_a_checkout_is_seven_requests_each_of_them_timed(results):
    load = results.checkouts[0]
    assert (load.store, load.what, load.buyers) == ("sqlite", "checkout", 1)
    assert [wait.name for wait in load.waits] == [*NAMES, "any request"]
    assert load.waits[-1].count == 7 * load.done > 0
    for wait in load.waits:
        assert 0 < wait.p50 <= wait.p95 <= wait.p99 <= wait.worst


def test_each_side_has_its_share_of_the_cost(results):
    cost = results.checkouts[0].cost
    assert cost.database is None
    assert cost.client > 0
    assert cost.shop == cost.server


def test_the_statements_of_each_request_are_counted(results):
    [counted] = results.statements
    assert list(counted.by_step) == NAMES
    assert all(count >= 1 for count in counted.by_step.values())
    assert counted.transactions["complete"] == 2
    assert counted.log_bytes > 0


def test_the_floor_runs_the_very_statements_of_one_checkout(results):
    floor = results.floors[0]
    assert floor.statements == sum(results.statements[0].by_step.values())
    assert floor.checkouts > 0
    assert floor.milliseconds > 0


def test_the_profile_accounts_for_all_of_the_servers_time(results):
    [profile] = results.profiles
    assert profile.samples > 0
    assert sum(profile.parts.values()) == pytest.approx(1)
    known = {path.name for path in Path(ringup.__file__).parent.iterdir() if path.is_dir()}
    assert profile.parts.keys() <= known | {"app", "database", "server"}


def test_a_sale_sells_what_there_is_and_refuses_the_rest(results):
    [sale] = results.sales
    assert (sale.stock, sale.sold, sale.refused, sale.left) == (2, 2, 2, 0)


def test_endpoints_and_lists_are_measured(results):
    assert {"POST checkouts", "GET order (complete)"} <= {each.what for each in results.endpoints}
    assert {each.size for each in results.lists} == {100}


def test_every_durability_is_measured(results):
    assert {load.store for load in results.checkouts} >= {"sqlite", "sqlite (all)"}


def test_the_machine_is_told(results):
    assert results.machine.cores >= 1
    assert results.machine.python.startswith("CPython 3")


def test_the_page_shows_tables_and_well_formed_plots(folder):
    page = (folder / "benchmark.md").read_text()
    for heading in ("## The machine", "## Aims", "## How it was measured", "The floor"):
        assert heading in page
    plots = list((folder / "benchmark").glob("*.svg"))
    assert plots
    for plot in plots:
        assert f"({plot.parent.name}/{plot.name})" in page
        assert ET.fromstring(plot.read_text()).tag.endswith("svg")  # noqa: S314 - our own
