"""``ringup worker``: finishes what crashes left open, and serves nobody."""

import asyncio
import contextlib
import os
import signal

import click

from ringup import logs
from ringup.app import desk_at, installed, working
from ringup.cli import options
from ringup.cli.plainly import CannotStart
from ringup.cli.readiness import check_ready
from ringup.config import Configuration, as_environment, configured


@click.command
@options.database
def worker(database: str | None) -> None:
    """Settle what crashes left open, let go of idle stock, tell subscribers what happened.

    Every server does so too, unless its sweep_seconds and events_seconds are 0. Any number may
    run at once.

    Example: ringup worker --database postgresql://shop@localhost/shop
    """
    configuration = configured({"database": database})
    if not configuration.sweep_seconds:
        raise CannotStart("sweep_seconds is 0, which is never. Set RINGUP_SWEEP_SECONDS.")
    os.environ.update(as_environment(configuration))
    logs.set_up(configuration.log_format, configuration.log_level)
    asyncio.run(check_ready(configuration.database))
    asyncio.run(_work(configuration))


async def _work(configuration: Configuration) -> None:
    """Sweep until a signal comes; what is then being asked of a gateway is found by its key."""
    told_to_stop = asyncio.Event()
    for signal_ in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(signal_, told_to_stop.set)
    subscribers = installed(configuration)
    async with desk_at(configuration) as desk, working(desk, configuration, subscribers):
        await told_to_stop.wait()
