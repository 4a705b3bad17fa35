"""``docs/walk.md`` names files and functions: they must exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src" / "ringup"
WALK = (ROOT / "docs" / "walk.md").read_text(encoding="utf-8")
CODE = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.py"))


def test_every_file_the_walk_names_exists() -> None:
    named = set(re.findall(r"`([a-z_/]+\.py)`", WALK))
    known = {str(path.relative_to(SOURCES)) for path in SOURCES.rglob("*.py")}
    assert len(named) > 25
    missing = {name for name in named if not any(f"/{path}".endswith(f"/{name}") for path in known)}
    assert missing == set()


def test_every_function_the_walk_names_exists() -> None:
    named = set(re.findall(r"`(?:[a-z_]+\.)?(_?[a-z]+(?:_[a-z]+)+)`", WALK))
    named -= {"shipping_methods"}
    assert len(named) >= 4
    missing = {name for name in named if not re.search(rf"\bdef {name}\b", CODE)}
    assert missing == set()
