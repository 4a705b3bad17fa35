"""The work of ``ringup export``: one snapshot, written a page at a time."""

from collections.abc import Callable, Iterator
from pathlib import Path

import sqlalchemy

from ringup.bulk.exporting import as_csv, as_json, lines_of
from ringup.bulk.files import is_json
from ringup.bulk.pen import BulkPen
from ringup.cli.loading import now
from ringup.persistence.connecting import connected
from ringup.persistence.schema import metadata


async def written_out(
    url: str, kind: str, file: Path | None, write: Callable[[Iterator[str]], None]
) -> None:
    """Give everything of a kind to ``write``, line by line."""

    def work(connection: sqlalchemy.Connection) -> None:
        lines = lines_of(BulkPen(connection, metadata.tables, now()), kind)
        json = file is not None and is_json(file)
        write(as_json(lines) if json else as_csv(kind, lines))
        connection.rollback()

    await connected(url, work)
