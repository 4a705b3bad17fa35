"""Pages of the docs whose tables come from the code: held against it, or written anew."""

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

DOCS = Path(__file__).parent.parent.parent / "docs"
BEGIN, END = "<!-- from the code -->\n", "<!-- to here -->\n"

Tables = Mapping[str, Iterable[Sequence[str]]]
"""Rows by the title of their section."""


def check_page(name: str, heads: Sequence[str], tables: Tables) -> None:
    """Hold a page against its tables; `RINGUP_GOLDEN=rewrite` writes them anew."""
    path = DOCS / name
    page = path.read_text()
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    sections = (_section(title, heads, rows) for title, rows in tables.items())
    right = before + BEGIN + "\n" + "\n".join(sections) + "\n" + END + after
    if os.environ.get("RINGUP_GOLDEN") == "rewrite":
        path.write_text(right)
    assert path.read_text() == right


def _section(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = (f"| {' | '.join(row)} |" for row in rows)
    ruler = f"|{'---|' * len(heads)}"
    return "\n".join((f"## {title}", "", f"| {' | '.join(heads)} |", ruler, *lines, ""))
