"""``ringup worker``: finishes what crashes left open, and serves nobody."""

import asyncio
import contextlib
import os
import signal

from ringup.cli.options import Database
from ringup.cli.plainly import CannotStart
from ringup.config import Configuration, as_environment, configured


def worker(database: Database = None) -> None:
    """Settle what crashes left open, let go of idle stock, tell subscribers what happened.

    Every server does so too, unless its sweep_seconds and events_seconds are 0. Any number may
    run at once.
    Example: ringup worker --database postgresql://shop@localhost/shop
    """
    # Not at the head: it brings the database drivers along, and `ringup version` needs none.
    from ringup import logs  # noqa: PLC0415
    from ringup.cli.readiness import check_ready  # noqa: PLC0415

    configuration = configured({"database": database})
    if not configuration.sweep_seconds:
        raise CannotStart("sweep_seconds is 0, which is never. Set RINGUP_SWEEP_SECONDS.")
    os.environ.update(as_environment(configuration))
    logs.set_up(configuration.log_format, configuration.log_level)
    asyncio.run(check_ready(configuration.database))
    asyncio.run(_work(configuration))


async def _work(configuration: Configuration) -> None:
    """Sweep until a signal comes; what is then being asked of a gateway is found by its key."""
    # As above.
    from ringup.app import desk_at, installed, working  # noqa: PLC0415

    told_to_stop = asyncio.Event()
    for signal_ in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(signal_, told_to_stop.set)
    subscribers = installed(configuration)
    async with desk_at(configuration) as desk, working(desk, configuration, subscribers):
        await told_to_stop.wait()
