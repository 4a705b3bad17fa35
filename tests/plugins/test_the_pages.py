"""What docs/extending shows is so: its code runs, its settings are settings."""

import re
import tomllib
from pathlib import Path

import pytest

from ringup.config import configured
from ringup.plugins.kinds import KINDS

PAGES = Path(__file__).parents[2] / "docs" / "extending"


def blocks(page, language):
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL)


def test_every_kind_has_a_page_and_a_place_in_the_index():
    index = (PAGES / "index.md").read_text()
    assert {page.stem for page in PAGES.glob("*.md")} - {"index"} == set(KINDS)
    assert [kind for kind in KINDS.values() if f"`{kind.group}`" not in index] == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_code_of_a_page_runs_and_fits_what_its_entry_point_names(kind):
    page = PAGES / f"{kind}.md"
    module: dict[str, object] = {}
    for block in blocks(page, "python"):
        exec(compile(block, page.name, "exec"), module)  # noqa: S102 - our own pages
    entries = tomllib.loads(blocks(page, "toml")[0])["project"]["entry-points"]
    [(_, value)] = entries[KINDS[kind].group].items()
    assert KINDS[kind].fault(module[value.partition(":")[2]]) == ""


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.md")), ids=lambda page: page.stem)
def test_the_settings_of_a_page_are_settings(page, tmp_path):
    file = tmp_path / "ringup.toml"
    for block in blocks(page, "toml"):
        if "[project" not in block:
            file.write_text(block)
            configured(environment={}, file=file)
