"""The README says what is so: every setting, every command, every place it points at."""

import re
from pathlib import Path

import pytest

from ringup.cli import SUMMARIES
from ringup.config import Configuration, as_environment

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()


def rows_beginning_with(cell):
    return re.findall(rf"^\| `{re.escape(cell)}` \|.*$", README, re.MULTILINE)


@pytest.mark.parametrize("name", Configuration.__struct_fields__)
def test_every_setting_is_in_the_table_with_its_variable_and_default(name):
    [row] = rows_beginning_with(name)
    assert f"`RINGUP_{name.upper()}`" in row
    default = as_environment(Configuration())[f"RINGUP_{name.upper()}"]
    assert f"`{default}`" in row


@pytest.mark.parametrize("command", SUMMARIES)
def test_every_command_is_in_the_table(command):
    assert len(rows_beginning_with(f"ringup {command}")) == 1


def test_every_file_it_points_at_exists():
    places = re.findall(r"`((?:src/)?ringup/[\w/.]+|src/[\w/.]+)`", README)
    places += re.findall(r"\]\((?!http)([^)]+)\)", README)
    assert len(places) > 8
    assert [place for place in places if not (ROOT / place.partition("#")[0]).exists()] == []


def test_every_section_it_points_at_is_a_heading_there():
    pointed = re.findall(r"\]\((?!http)([^)#]+)#([^)]+)\)", README)
    for page, section in pointed:
        headings = re.findall(r"^#+ (.*)$", (ROOT / page).read_text(), re.MULTILINE)
        assert section in {
            re.sub(r"[^\w-]", "", each.lower().replace(" ", "-")) for each in headings
        }
