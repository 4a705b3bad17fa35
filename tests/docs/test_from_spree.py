"""The page for those who come from Spree: what it says is not there is not, and the rest is."""

import re

import pytest

from ringup.wire.spree.routes import OPERATIONS
from tests.support.pages import DOCS

PAGE = (DOCS / "from-spree.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(\w+) (/\S+)` \| (.+) \|$", PAGE, re.MULTILINE)
KNOWN = {
    (operation.method, re.sub(r"{\w+}", ":x", path))
    for operation in OPERATIONS
    for path in (operation.path, *operation.also)
}


def _route(method: str, path: str) -> tuple[str, str]:
    return method, re.sub(r":\w+", ":x", path.partition("?")[0])


@pytest.mark.parametrize("method, path, instead", ROWS)
def test_what_is_not_there_is_not_and_what_is_named_instead_is(method, path, instead):
    assert _route(method, path) not in KNOWN
    named = re.findall(r"`(GET|PUT|POST|DELETE) (/\S+)`", instead)
    assert all(_route(*each) in KNOWN for each in named)
    assert named or "the same" in instead


def test_the_page_names_all_of_them():
    assert len(ROWS) == 7
