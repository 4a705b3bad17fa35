"""What a shop notes of an order beside what the trade knows: an age, a gift's text, a campaign."""

from collections.abc import Iterator, Mapping

import msgspec

from ringup.domain.changes import SetMetadata
from ringup.domain.facts import Facts
from ringup.domain.order import Order
from ringup.domain.problems import Invalid, Problem
from ringup.domain.text import can_be_kept

MOST_NOTES = 50
LONGEST_NAME = 40
LONGEST_NOTE = 500


def metadata_set(order: Order, facts: Facts, change: SetMetadata) -> Order:
    """Add to the notes, or take out those given empty. Raises ``Invalid`` for what is too much."""
    del facts
    notes = {name: text for name, text in {**order.metadata, **change.given}.items() if text}
    problems = tuple(notes_problems(change.given, len(notes)))
    if problems:
        raise Invalid(*problems)
    return msgspec.structs.replace(order, metadata=notes)


def notes_problems(given: Mapping[str, str], count: int) -> Iterator[Problem]:
    """Tell what is wrong with notes, of which there will be so many."""
    if count > MOST_NOTES:
        yield _problem("metadata", "too_many", f"has too many entries (maximum is {MOST_NOTES})")
    for name, text in given.items():
        field = f"metadata.{name[:LONGEST_NAME]}"
        if not name or len(name) > LONGEST_NAME:
            message = f"has a name that is too long (maximum is {LONGEST_NAME} characters) or empty"
            yield _problem(field, "too_long", message)
        elif not (can_be_kept(name) and can_be_kept(text)):
            yield _problem(field, "invalid", "is invalid")
        elif len(text) > LONGEST_NOTE:
            message = f"is too long (maximum is {LONGEST_NOTE} characters)"
            yield _problem(field, "too_long", message)


def _problem(field: str, code: str, message: str) -> Problem:
    return Problem("", field, code, message)
