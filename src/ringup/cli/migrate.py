"""``ringup migrate``: makes the tables of a database, or brings them up to date."""

import asyncio

import click

from ringup.cli import options
from ringup.cli.plainly import say
from ringup.cli.readiness import plainly_refused, shown
from ringup.config import configured
from ringup.persistence.migrate import upgrade


@click.command
@options.database
def migrate(database: str | None) -> None:
    """Create the tables of a database, or bring them up to this version's.

    Example: ringup migrate --database postgresql://shop@localhost/shop
    """
    url = configured({"database": database}).database
    with plainly_refused(url):
        asyncio.run(upgrade(url))
    say(f"{shown(url)} is up to date.")
