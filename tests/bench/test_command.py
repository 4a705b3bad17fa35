"""``ringup bench`` against a server that runs elsewhere."""

import msgspec
import pytest

from tests.cli.running import free_port, ringup, serving


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A served demo store."""
    with serving("demo", folder=tmp_path_factory.mktemp("demo")) as server:
        yield server


def test_it_tells_as_json_what_buyers_saw(demo, tmp_path):
    options = ("--buyers", "1", "--buyers", "3", "--seconds", "0.2", "--json")
    told = ringup("bench", demo.address, *options, folder=tmp_path)
    assert told.stderr == ""
    first, second = msgspec.json.decode(told.stdout)
    assert (first["buyers"], second["buyers"]) == (1, 3)
    assert first["checkouts_per_second"] > 0
    assert [wait["name"] for wait in first["waits"]][:2] == ["create", "line item"]


def test_it_shows_a_table(demo, tmp_path):
    told = ringup(
        "bench", demo.address, "--buyers", "1", "--seconds", "0.1", "--check", folder=tmp_path
    )
    assert told.stdout.startswith("1 at once: ")
    assert "any request" in told.stdout


def test_it_says_plainly_that_nobody_answers(tmp_path):
    told = ringup("bench", f"127.0.0.1:{free_port()}", folder=tmp_path)
    assert told.returncode == 1
    assert told.stderr.startswith("ringup: cannot reach 127.0.0.1:")


def test_it_says_plainly_what_is_no_address(tmp_path):
    told = ringup("bench", "ftp://shop", folder=tmp_path)
    assert told.returncode == 1
    assert told.stderr == "ringup: not the address of a server: ftp://shop\n"


def test_it_drives_no_shop_that_is_not_the_demo_store(tmp_path):
    ringup("found", "--name", "Mine", "--email", "me@example.com", folder=tmp_path)
    with serving("serve", folder=tmp_path) as server:
        told = ringup("bench", server.address, folder=tmp_path)
    assert told.returncode == 1
    assert told.stderr == (
        f"ringup: {server.address} is not the demo store: it does not sell TOTE-01\n"
    )
