"""Every code that the program can say is in the one table, and every one of them in the docs."""

import ast
from collections.abc import Iterator
from pathlib import Path

import ringup
from ringup.domain.problems import Refusal
from ringup.wire.spree.codes import CODES, DECLINES, GENERAL, PROBLEMS
from ringup.wire.spree.codes_page import page

SOURCES = Path(ringup.__file__).parent
PAGE = SOURCES.parent.parent / "docs" / "errors.md"


def codes_said(tree: ast.Module) -> Iterator[str]:
    """Find codes given to ``Problem``, and to functions of the file that have a ``code``."""
    positions = {"Problem": 2}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = [argument.arg for argument in node.args.args]
            if "code" in names:
                positions[node.name] = names.index("code")
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        position = positions.get(node.func.id)
        if position is not None and len(node.args) > position:
            given = node.args[position]
            if isinstance(given, ast.Constant) and isinstance(given.value, str):
                yield given.value


def refusals(kind: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    yield kind
    for below in kind.__subclasses__():
        yield from refusals(below)


def test_every_code_of_a_problem_is_in_the_table():
    said = {
        code: str(path.relative_to(SOURCES))
        for path in SOURCES.rglob("*.py")
        for code in codes_said(ast.parse(path.read_text()))
    }
    assert len(said) > 40
    assert {code: where for code, where in said.items() if code not in CODES} == {}


def test_every_refusal_has_its_code_in_the_table():
    own = {kind.code for kind in refusals() if kind.__module__.startswith("ringup.")}
    assert own - CODES.keys() == set()


def test_no_code_means_two_things():
    assert len(CODES) == len(GENERAL) + len(PROBLEMS) + len(DECLINES)


def test_the_page_of_errors_is_the_table():
    assert PAGE.read_text() == page(), "run python -m ringup.wire.spree.codes_page"
