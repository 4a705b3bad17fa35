"""``ringup migrate``: makes the tables of a database, or brings them up to date."""

import asyncio

from ringup.cli.options import Database
from ringup.cli.plainly import say
from ringup.config import configured


def migrate(database: Database = None) -> None:
    """Create the tables of a database, or bring them up to this version's.

    Example: ringup migrate --database postgresql://shop@localhost/shop
    """
    # Alembic takes a third of a second to import, and most commands do not need it.
    from ringup.cli.readiness import plainly_refused, shown  # noqa: PLC0415
    from ringup.persistence.migrate import upgrade  # noqa: PLC0415

    url = configured({"database": database}).database
    with plainly_refused(url):
        asyncio.run(upgrade(url))
    say(f"{shown(url)} is up to date.")
