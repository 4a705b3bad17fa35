"""Finds the texts that the program says to its users, for the translators: ``make messages``.

A text is found where it stands: in the functions that make problems and refusals, and among the
constants beside them. What a text has gaps for is written ``{}``.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

SOURCES: Final = Path("src/ringup")
LANGUAGES: Final = SOURCES / "web" / "languages"
PLACES: Final = ("domain", "services", "persistence/filing", "gateways", "web", "wire")
DESCRIBES: Final = ("openapi", "codes")
"""Files that describe the API to developers, in English."""

_SPEAKS: Final = (
    "adjustment",
    "malformed",
    "ofthiskind",
    "toolarge",
    "problem",
    "wrong",
    "refus",
    "invalid",
    "cannotadvance",
    "declined",
    "tell",
)
"""What calls are named that a text for people is handed to."""


def main() -> None:
    """Bring every language's catalogue up to date; what is new has no translation yet."""
    template = Catalog(fuzzy=False, header_comment="")
    for text in sorted(texts()):
        template.add(text)
    for file in sorted(LANGUAGES.glob("*.po")):
        _bring_up_to_date(file, template)


def _bring_up_to_date(file: Path, template: Catalog) -> None:
    with file.open("rb") as opened:
        catalog = read_po(opened, locale=file.stem)
    catalog.project, catalog.version = "Ringup", "1"
    catalog.last_translator = catalog.language_team = catalog.msgid_bugs_address = "Ringup"
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    for message in catalog:
        # Nobody's printf: the gaps are checked by a test.
        message.flags.clear()
    with file.open("wb") as opened:
        write_po(opened, catalog, width=100, omit_header=False, sort_output=True)
    missing = sum(1 for message in catalog if message.id and not message.string)
    print(f"{file.stem}: {len(catalog)} texts, {missing} to translate")


def texts() -> set[str]:
    """Find every text that a user may read."""
    files = (file for place in PLACES for file in sorted((SOURCES / place).rglob("*.py")))
    spoken = (file for file in files if not file.name.startswith(DESCRIBES))
    return {text for file in spoken for text in _texts_of(ast.parse(file.read_text()))}


def _texts_of(module: ast.Module) -> Iterator[str]:
    if not _speaks(module):
        return
    for statement in module.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
            yield from _within(statement.value)
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _speaks(node):
            for statement in node.body[_is_documented(node) :]:
                yield from _within(statement)


def _speaks(tree: ast.AST) -> bool:
    return any(word in _name(node) for node in ast.walk(tree) for word in _SPEAKS)


def _name(node: ast.AST) -> str:
    """Name what is called, defined or kept as a constant."""
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name.lower()
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return name
        case ast.AnnAssign(target=ast.Name(id="TEXTS")):
            return "refuses"
    return ""


def _is_documented(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return ast.get_docstring(function) is not None


def _within(tree: ast.AST) -> Iterator[str]:
    for node in _outermost(tree):
        text = _text(node)
        if " " in text.strip():
            yield text


def _outermost(tree: ast.AST) -> Iterator[ast.JoinedStr | ast.Constant]:
    """Give texts, but not the pieces of those with gaps, nor what describes an endpoint."""
    if isinstance(tree, ast.JoinedStr | ast.Constant):
        yield tree
    if isinstance(tree, ast.JoinedStr) or _describes(tree):
        return
    for child in ast.iter_child_nodes(tree):
        yield from _outermost(child)


def _describes(tree: ast.AST) -> bool:
    return isinstance(tree, ast.Call) and _name(tree) in {"operation", "query", "example"}


def _text(node: ast.JoinedStr | ast.Constant) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(v) if isinstance(v, ast.Constant) else "{}" for v in node.values)
    return node.value if isinstance(node.value, str) else ""


if __name__ == "__main__":
    main()
