"""Options as one cell holds them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringup.bulk import cells
from ringup.bulk.options import options_text, read_options

TEXTS = st.text("aB;:> \\5", min_size=1).map(str.strip).filter(bool)


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=3))
def test_what_is_written_is_read_again(pairs):
    assert read_options(options_text(tuple(pairs))) == tuple(pairs)


@given(st.lists(TEXTS, max_size=3), st.sampled_from([";", ":", ">"]))
def test_what_is_marked_separates_nothing(texts, separator):
    joined = separator.join(cells.marked(text, separator) for text in texts)
    assert [cells.bare(part) for part in cells.parts(joined, separator)] == (texts or [""])


@pytest.mark.parametrize(
    "text,pairs",
    [
        ("Size: S; Color: Red", (("Size", "S"), ("Color", "Red"))),
        ("Size:S;", (("Size", "S"),)),
        ("", ()),
        (None, ()),
    ],
)
def test_blanks_and_a_last_semicolon_do_not_matter(text, pairs):
    assert read_options(text) == pairs


@pytest.mark.parametrize("text", ["Size", "Size:", ": S", "Size: S; Red"])
def test_what_is_no_option_is_refused(text):
    assert read_options(text) == "options: must read like Size: S; Color: Red"
