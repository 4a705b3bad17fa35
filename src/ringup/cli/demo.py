"""``ringup demo``: the demo store, loaded and served, with a checkout to paste."""

import asyncio

import click

from ringup.cli import options
from ringup.cli.loading import loaded
from ringup.cli.plainly import say
from ringup.cli.running import check_port_is_free, run
from ringup.cli.walk import walk_at
from ringup.config import NO_RATE_LIMITS, Configuration, configured
from ringup.demo.shop import USERS

DATABASE = "sqlite:///ringup-demo.db"
"""Its own, so that trying things out never touches a shop."""


@click.command
@options.host
@options.port
@options.workers
@options.database
def demo(host: str | None, port: int | None, workers: int | None, database: str | None) -> None:
    """Load the demo store, unless it is there already, serve it, and show how to check out.

    Example: ringup demo --port 8080
    """
    # Not at the head: it brings the database drivers along, and `ringup version` needs none.
    from ringup.app import check_plugins  # noqa: PLC0415

    given = {"host": host, "port": port, "workers": workers, "database": database}
    configuration = configured(given, defaults={"database": DATABASE, **NO_RATE_LIMITS})
    check_port_is_free(configuration)
    prepare(configuration.database)
    asyncio.run(check_plugins(configuration))
    introduce(configuration)
    run(configuration)


def prepare(url: str) -> None:
    """Migrate the database and load the store into it, if it is empty.

    Raises ``CannotStart`` when it cannot be used or holds another shop.
    """
    asyncio.run(loaded(url))


def introduce(configuration: Configuration) -> None:
    """Tell where the store is, who may call, and what to paste."""
    address = f"http://{configuration.host}:{configuration.port}"
    say(f"The demo store is at {address}  (Ctrl-C stops it; its data stays in place)\n")
    for user in USERS:
        say(f"  {user.api_key:<18} {user.email}")
    say("\nA whole checkout, to paste into another terminal:\n")
    say(walk_at(address))
