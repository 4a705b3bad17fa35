"""Opens the store that an address names."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from ringup.persistence.address import EPHEMERAL, is_sqlite, sqlite_path
from ringup.persistence.durability import Durability
from ringup.persistence.sqlite import SqliteStore
from ringup.persistence.writes import Writes
from ringup.services.ports.clock import Clock
from ringup.services.ports.gateway import Gateway
from ringup.services.ports.store import Store


async def open_store(  # noqa: PLR0913 - how an installation is set up
    url: str,
    clock: Clock,
    gateways: Mapping[str, Gateway],
    *,
    durability: Durability = "money",
    connections: int = 10,
    writes: Writes = "joined",
) -> Store:
    """Open the store at ``url``, whose tables ``migrate.upgrade`` has made.

    ``gateways`` by name say which payment methods need a card. ``connections`` (at most so
    many) and ``writes`` are for PostgreSQL. ``sqlite://`` makes an empty store with its
    tables that is gone when closed. Raises ``UnknownAddress``, ``Unavailable``.
    """
    if url == EPHEMERAL:
        return _ephemeral(clock, gateways)
    if is_sqlite(url):
        return SqliteStore(sqlite_path(url), clock, gateways, durability)
    # The driver takes five megabytes, which a shop in a file has no use for.
    from ringup.persistence.postgres import PostgresStore  # noqa: PLC0415

    return await PostgresStore.opened(url, clock, gateways, durability, connections, writes)


def _ephemeral(clock: Clock, gateways: Mapping[str, Gateway]) -> SqliteStore:
    # Alembic takes a tenth of a second to import, and eight megabytes that no server needs.
    from ringup.persistence.migrate import upgrade_file  # noqa: PLC0415

    folder = tempfile.TemporaryDirectory(prefix="ringup-")
    path = Path(folder.name) / "store.db"
    upgrade_file(path)
    return SqliteStore(path, clock, gateways, "off", on_close=folder.cleanup)
