"""The log of events, for admins and for programs that follow the shop."""

from typing import Any

import msgspec

from ringup.services.event_log import SEARCHABLE, Following, LoggedEvent
from ringup.services.read_events import read_events
from ringup.web import paging
from ringup.web.answers import Answer, json_answer
from ringup.web.nesting import Parameters
from ringup.wire.spree.operations import Call, Operation, Query
from ringup.wire.spree.store.ransack import read_search
from ringup.wire.spree.write.pen import moment
from ringup.wire.spree.write.records import Moment


class EventRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One fact of an order's life."""

    id: int
    type: str
    order_number: str | None
    created_at: Moment
    actor: str
    data: dict[str, Any]


class EventsRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the log; ``after`` is what to ask for next."""

    events: list[EventRecord]
    count: int
    per_page: int
    after: int


async def events(call: Call) -> Answer:
    """Show the log on from one event."""
    following = _following(call.parameters)
    page = await read_events(call.desk, call.asking, following)
    return json_answer(
        EventsRecord(
            events=[_event(each) for each in page.events],
            count=len(page.events),
            per_page=following.limit,
            after=page.after,
        )
    )


def _following(parameters: Parameters) -> Following:
    return Following(
        after=paging.after_of(parameters),
        limit=paging.page_of(parameters).size,
        search=read_search(parameters.get("q"), SEARCHABLE),
    )


def _event(event: LoggedEvent) -> EventRecord:
    return EventRecord(
        id=event.id,
        type=event.type,
        order_number=event.order_number,
        created_at=moment(event.created_at),
        actor=event.actor,
        data=dict(event.data),
    )


OPERATIONS = (
    Operation(
        method="GET",
        path="/events",
        name="listEvents",
        tag="Events",
        summary="Read the log of events",
        description=(
            "Every change of every order, by ids that grow in the order of commits. Ask again with "
            "the answer's `after`: no event is ever missed, none comes twice."
        ),
        handler=events,
        who="admin",
        output=EventsRecord,
        searchable=SEARCHABLE,
        query=(
            Query(name="after", kind=int, description="The last event that is known already."),
            Query(name="per_page", kind=int, description="At most so many: 25, at most 100."),
        ),
        refusals=(401, 422),
    ),
)
