"""Read the log of events on from one of them."""

from ringup.services.access import check_admin, known_caller
from ringup.services.asking import Asking, Desk
from ringup.services.event_log import Following, LogPage
from ringup.services.ports.store import Reading


async def read_events(desk: Desk, asking: Asking, following: Following) -> LogPage:
    """Show events in the order of their ids. Only for admins.

    An event is shown once no event before it can still come: whoever goes on after the last id
    misses none.
    """

    async def admit(reading: Reading) -> None:
        check_admin(await known_caller(reading, asking))

    await desk.store.read(admit)
    events = await desk.shelves.log(following)
    return LogPage(events=events, after=events[-1].id if events else following.after)
