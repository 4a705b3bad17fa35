"""What the demo prints and what the README says, pasted as it stands: it must place an order."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.cli.running import serving

README = (Path(__file__).parents[2] / "README.md").read_text()


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def demo(request, tmp_path_factory):
    """The demo store, served from an empty database; one for all the walks through it."""
    folder = tmp_path_factory.mktemp("demo")
    if request.param == "sqlite":
        with serving("demo", folder=folder) as server:
            yield server
        return
    cluster = request.getfixturevalue("postgres")
    with cluster.database() as url, serving("demo", "--database", url, folder=folder) as server:
        yield server


def pasted(lines, **variables):
    """What a shell prints that is given these lines, line by line."""
    done = subprocess.run(
        ["bash"],  # noqa: S607 - whichever shell a newcomer has
        check=True,
        input=lines,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


STATES = ["address", "delivery", "confirm", "complete"]


def test_the_printed_lines_place_an_order(demo):
    printed = demo.printed.read_text()
    assert f"The demo store is at {demo.address} " in printed
    lines = printed[printed.index("SHOP=") :].partition("\n{")[0]
    assert pasted(lines) == [f'"state":"{state}"' for state in STATES]


def test_the_readmes_lines_place_an_order(demo):
    blocks = re.findall(r"^```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    lines = "".join(blocks).replace("http://127.0.0.1:8000", demo.address)
    *states, order = pasted(lines)
    deeds = ["completed", "shipped", "completed"]
    assert states == [f'"state":"{state}"' for state in (*STATES, *deeds)]
    assert json.loads(order)["shipment_state"] == "shipped"
    assert '"state":"complete"' in order
    assert '"total":"21.79"' in order


def test_the_demo_prints_its_keys(demo):
    printed = demo.printed.read_text()
    for key in ("demo-admin-key", "demo-customer-key", "demo-other-key"):
        assert key in printed
