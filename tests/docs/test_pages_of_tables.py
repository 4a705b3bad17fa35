"""Pages that are written from tables say what the tables say."""

from pathlib import Path

from ringup.wire.spree import callers_page


def test_the_page_of_who_may_ask_for_what_is_that_of_the_endpoints():
    """`python -m ringup.wire.spree.callers_page` writes it anew."""
    assert Path("docs/who-may.md").read_text(encoding="utf-8") == callers_page.page() + "\n"
