"""Lists come in pages."""

import pytest

from ringup.domain.problems import Invalid
from ringup.web.paging import Page, framed, page_of


def test_the_first_page_of_twenty_five_unless_said_otherwise():
    assert page_of({}) == page_of({"page": "", "per_page": None}) == Page(1, 25)


def test_numbers_may_be_texts():
    assert page_of({"page": "3", "per_page": 10}) == Page(3, 10)


@pytest.mark.parametrize("wrong", ["0", 0, -1, "abc", "1.5", 101, True, [], {}, "٣", "9" * 30])
def test_a_wrong_page_size_is_named(wrong):
    with pytest.raises(Invalid) as refused:
        page_of({"per_page": wrong})
    assert [problem.field for problem in refused.value.problems] == ["per_page"]


def test_both_are_named_when_both_are_wrong():
    with pytest.raises(Invalid) as refused:
        page_of({"page": "x", "per_page": "y"})
    assert [problem.field for problem in refused.value.problems] == ["page", "per_page"]


def test_a_page_is_framed_with_where_it_stands():
    assert framed("orders", [1, 2], 52, Page(3, 25)) == {
        "orders": [1, 2],
        "count": 2,
        "total_count": 52,
        "current_page": 3,
        "pages": 3,
        "per_page": 25,
    }


def test_no_rows_are_no_pages():
    assert framed("orders", [], 0, Page())["pages"] == 0
