"""The commands as people call them."""

import socket
import sqlite3

import pytest

from ringup import __version__
from ringup.cli import commands
from tests.cli.running import ringup

NAMES = ["demo", "migrate", "serve", "version"]


def test_these_commands_exist():
    found = [getattr(command.callback, "__name__", "") for command in commands.registered_commands]
    assert sorted(found) == NAMES


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


def test_the_demo_store_is_not_mixed_with_another_shop(tmp_path):
    ringup("migrate", folder=tmp_path)
    with sqlite3.connect(tmp_path / "ringup.db") as database:
        database.execute(
            "INSERT INTO stores (name, code, url, mail_from_address, default_currency,"
            " supported_currencies, default_locale)"
            " VALUES ('Mine', 'mine', 'http://mine', 'm@example.com', 'USD', '[\"USD\"]', 'en')"
        )
    database.close()
    done = ringup("demo", "--database", "sqlite:///ringup.db", "--port", "0", folder=tmp_path)
    assert done.returncode == 1
    refusal = "ringup: sqlite:///ringup.db: the database holds the store 'mine' already\n"
    assert done.stderr == refusal
