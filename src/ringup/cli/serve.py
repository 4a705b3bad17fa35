"""``ringup serve``: answers requests until it is told to stop."""

import asyncio

import click

from ringup.app import check_plugins
from ringup.cli import options
from ringup.cli.readiness import check_ready
from ringup.cli.running import check_port_is_free, run
from ringup.config import configured


@click.command
@options.host
@options.port
@options.workers
@options.database
def serve(host: str | None, port: int | None, workers: int | None, database: str | None) -> None:
    """Answer requests until stopped; what is being answered then is finished first.

    Example: ringup serve --host 0.0.0.0 --workers 4 --database postgresql://shop@localhost/shop
    """
    given = {"host": host, "port": port, "workers": workers, "database": database}
    configuration = configured(given)
    check_port_is_free(configuration)
    asyncio.run(check_ready(configuration.database))
    asyncio.run(check_plugins(configuration))
    run(configuration)
