"""The commands as people call them."""

import socket
import sqlite3
import subprocess
import sys

import httpx
import pytest

from ringup import __version__
from ringup.cli import SUMMARIES
from tests.cli.running import ringup, serving

NAMES = [
    *("bench", "demo", "doctor", "export", "found", "import", "keys", "migrate", "new", "serve"),
    *("version", "worker"),
]


def test_these_commands_exist():
    assert sorted(SUMMARIES) == NAMES


def test_all_are_listed_without_importing_any(monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    asked = (
        "import sys; from ringup.cli import commands; commands(['--help'], standalone_mode=False);"
        "print([each for each in sys.modules if each.startswith('ringup.cli.')])"
    )
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    *listed, imported = ran.stdout.splitlines()
    assert [line.split()[0] for line in listed[-len(NAMES) :]] == list(SUMMARIES)
    assert imported == "['ringup.cli.plainly']"


def test_a_command_that_does_not_exist_is_told(tmp_path):
    done = ringup("sell", folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == "Error: No such command 'sell'."


@pytest.mark.parametrize("name", NAMES)
def test_the_help_of_each_has_an_example_to_copy(name, tmp_path):
    done = ringup(name, "--help", folder=tmp_path)
    assert done.returncode == 0
    assert f"Example: ringup {name}" in done.stdout


def test_the_version_is_told(tmp_path):
    done = ringup("version", folder=tmp_path)
    assert (done.stdout, done.returncode) == (f"{__version__}\n", 0)
    assert list(tmp_path.iterdir()) == []


def test_serving_a_database_without_tables_is_refused_and_told_how_to_mend(store_url, tmp_path):
    done = ringup("serve", "--database", store_url, "--port", "0", folder=tmp_path)
    assert done.returncode == 1
    refusal = f"ringup: {store_url} has no tables yet. Run: ringup migrate --database '{store_url}'"
    assert done.stderr.splitlines() == [refusal]


def test_migrating_makes_the_tables_once(store_url, tmp_path):
    for _ in range(2):
        done = ringup("migrate", "--database", store_url, folder=tmp_path)
        assert (done.returncode, done.stdout) == (0, f"{store_url} is up to date.\n")


def test_serving_tables_of_an_older_version_is_refused(tmp_path):
    ringup("migrate", folder=tmp_path)
    with sqlite3.connect(tmp_path / "ringup.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '0000'")
    database.close()
    done = ringup("serve", "--port", "0", folder=tmp_path)
    assert done.returncode == 1
    assert "has the tables of an older version. Run: ringup migrate" in done.stderr


def test_a_database_that_cannot_be_reached_is_told_in_one_line_without_its_password(tmp_path):
    url = "postgresql://shop:s3cret@127.0.0.1:1/shop"
    for command in ("serve", "migrate", "demo"):
        done = ringup(command, "--database", url, folder=tmp_path)
        assert done.returncode == 1
        [line] = done.stderr.splitlines()
        assert line.startswith("ringup: cannot use postgresql://shop:…@127.0.0.1:1/shop: ")


def test_an_unknown_kind_of_database_is_refused(tmp_path):
    done = ringup("serve", "--database", "mysql://somewhere", folder=tmp_path)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1


def test_a_port_somebody_listens_on_is_refused_before_anything_is_done(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = ringup("demo", "--port", str(port), folder=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith(f"ringup: cannot listen on 127.0.0.1 port {port}: ")
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_setting_is_told_in_one_line(tmp_path):
    (tmp_path / "ringup.toml").write_text("prot = 1\n")
    done = ringup("serve", folder=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("ringup: ringup.toml: no such setting: prot.")
    assert len(done.stderr.splitlines()) == 1


def test_a_migrated_database_without_a_shop_is_not_served(store_url, tmp_path):
    ringup("migrate", "--database", store_url, folder=tmp_path)
    done = ringup("serve", "--database", store_url, "--port", "0", folder=tmp_path)
    assert done.returncode == 1
    refusal = f"ringup: {store_url} holds no shop yet. Found one: ringup found --help\n"
    assert done.stderr == refusal


MINE = ("found", "--name", "Mine", "--email", "me@example.com", "--currency", "eur")


def test_a_founded_shop_is_served_to_whoever_has_the_key_that_was_shown(store_url, tmp_path):
    done = ringup(*MINE, "--database", store_url, folder=tmp_path)
    assert done.returncode == 0
    key = done.stdout.split()[-1]
    with serving("serve", "--database", store_url, folder=tmp_path) as server:
        answer = httpx.get(f"{server.address}/api/stores", headers={"X-Spree-Token": key}).json()
        [store] = answer["stores"]
        assert (store["name"], store["default_currency"]) == ("Mine", "EUR")
        order = httpx.post(f"{server.address}/api/checkouts").json()
        assert (order["state"], order["currency"], order["total"]) == ("cart", "EUR", "0.0")


def test_a_database_holds_one_shop(tmp_path):
    ringup(*MINE, folder=tmp_path)
    for command in (MINE, ("demo", "--database", "sqlite:///ringup.db", "--port", "0")):
        done = ringup(*command, folder=tmp_path)
        assert done.returncode == 1
        refusal = "ringup: sqlite:///ringup.db: the database holds the store 'shop' already\n"
        assert done.stderr == refusal


def test_what_is_no_currency_is_refused(tmp_path):
    done = ringup(*MINE, "--currency", "dollars", folder=tmp_path)
    assert done.returncode == 1
    assert done.stderr == "ringup: DOLLARS is no currency: three letters, such as EUR\n"
    assert list(tmp_path.iterdir()) == []
