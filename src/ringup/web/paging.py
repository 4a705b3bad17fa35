"""Lists come in pages: which one is asked for, and how its answer is framed."""

from collections.abc import Sequence
from typing import Any

import msgspec

from ringup.domain.problems import Invalid, Problem
from ringup.web.nesting import Parameters

USUAL = 25
MOST = 100
_FURTHEST = 1_000_000_000
_LONGEST_ID = 18


class Page(msgspec.Struct, frozen=True):
    """The page asked for, from 1, and how many rows a page has."""

    number: int = 1
    size: int = USUAL

    @property
    def offset(self) -> int:
        """How many rows come before the page."""
        return (self.number - 1) * self.size


def page_of(parameters: Parameters) -> Page:
    """Read ``page`` and ``per_page``; raises ``Invalid`` naming each that is wrong."""
    problems: list[Problem] = []
    number = _whole(parameters, "page", 1, _FURTHEST, problems)
    size = _whole(parameters, "per_page", USUAL, MOST, problems)
    if problems:
        raise Invalid(*problems)
    return Page(number, size)


def after_of(parameters: Parameters) -> int:
    """Read ``after``, an id or 0; raises ``Invalid``."""
    given = parameters.get("after")
    text = "0" if given is None or given == "" else str(given)
    if text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID:
        return int(text)
    raise Invalid(Problem("", "after", "page_invalid", "must be the id of an event, or 0"))


def _whole(
    parameters: Parameters, name: str, usual: int, most: int, problems: list[Problem]
) -> int:
    given = parameters.get(name)
    if given is None or given == "":
        return usual
    text = str(given)
    # Twelve digits are past every limit and cheap to read.
    if text.isascii() and text.isdigit() and len(text) <= 12 and 1 <= int(text) <= most:  # noqa: PLR2004
        return int(text)
    message = f"must be a whole number between 1 and {most}"
    problems.append(Problem("", name, "page_invalid", message))
    return usual


def framed(plural: str, rows: Sequence[object], total: int, page: Page) -> dict[str, Any]:
    """Frame a page of rows as every list is: the rows under their name, and where they stand."""
    return {
        plural: rows,
        "count": len(rows),
        "total_count": total,
        "current_page": page.number,
        "pages": -(-total // page.size),
        "per_page": page.size,
    }
