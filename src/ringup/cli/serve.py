"""``ringup serve``: answers requests until it is told to stop."""

import asyncio

from ringup.cli.options import Database, Host, Port, Workers
from ringup.cli.running import check_port_is_free, run
from ringup.config import configured


def serve(
    host: Host = None, port: Port = None, workers: Workers = None, database: Database = None
) -> None:
    """Answer requests until stopped; what is being answered then is finished first.

    Example: ringup serve --host 0.0.0.0 --workers 4 --database postgresql://shop@localhost/shop
    """
    # Not at the head: it brings the database drivers along, and `ringup version` needs none.
    from ringup.app import check_plugins  # noqa: PLC0415
    from ringup.cli.readiness import check_ready  # noqa: PLC0415

    given = {"host": host, "port": port, "workers": workers, "database": database}
    configuration = configured(given)
    check_port_is_free(configuration)
    asyncio.run(check_ready(configuration.database))
    asyncio.run(check_plugins(configuration))
    run(configuration)
