"""The log of events over all orders, as it is read: from one event on, in the order of commits."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from ringup.services.searching import Search, Searchable


class LoggedEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One fact of an order's life. ``history.types`` says what ``data`` holds."""

    id: int
    type: str
    order_number: str
    created_at: datetime
    actor: str
    data: Mapping[str, Any]


class Cursor(msgspec.Struct, frozen=True, kw_only=True):
    """How far a subscriber of events has come: the id of the last one it was told.

    Before ``due_at`` it is being told, or rests after so many ``failures`` in a row.
    """

    after: int
    failures: int = 0
    due_at: datetime


class Following(msgspec.Struct, frozen=True, kw_only=True):
    """Which events: those after an id, at most so many, that the search finds."""

    after: int = 0
    limit: int = 25
    search: Search = Search()


class LogPage(msgspec.Struct, frozen=True, kw_only=True):
    """Events by their ids, and the id to go on after."""

    events: Sequence[LoggedEvent]
    after: int


SEARCHABLE = Searchable(
    attributes={"order_number": "text", "type": "text", "created_at": "moment"},
    sorted_by_wish=False,
)
"""By what the log may be searched; it is always told in its own order."""
