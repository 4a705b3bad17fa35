"""The work of ``ringup export``: a page at a time, so that a shop may be of any size."""

import asyncio
import contextlib
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TextIO, TypeAlias

import msgspec
import sqlalchemy

from ringup.bulk.album import NO_ALBUM, Album
from ringup.bulk.exporting import as_csv, as_json, lines_of
from ringup.bulk.files import is_json
from ringup.bulk.lines import KINDS
from ringup.bulk.measures import moment_of
from ringup.bulk.pen import BulkPen
from ringup.cli import exporting_orders
from ringup.cli.album import album_beside
from ringup.cli.importing_orders import ORDERS
from ringup.cli.loading import now
from ringup.cli.plainly import CannotStart
from ringup.cli.progress import lines_bar
from ringup.cli.readiness import check_ready, plainly_refused
from ringup.config import Configuration, configured
from ringup.persistence.connecting import connected
from ringup.persistence.schema import metadata

Write: TypeAlias = Callable[[str], None]


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be written, and into which file; without one, to the terminal."""

    kind: str
    file: Path | None = None
    since: str | None = None

    @property
    def json(self) -> bool:
        """Whether JSON Lines are meant."""
        return self.file is not None and is_json(self.file)


def give_out(wish: Wish, database: str | None) -> None:
    """Export everything of a kind. Raises ``CannotStart``."""
    kinds = (*KINDS, ORDERS)
    if wish.kind not in kinds:
        raise CannotStart(f"{wish.kind} cannot be exported. There are: {', '.join(kinds)}")
    since = _since(wish)
    configuration = configured({"database": database})
    url = configuration.database
    asyncio.run(check_ready(url))
    with plainly_refused(url), _target(wish.file) as write:
        if wish.kind == ORDERS:
            written = exporting_orders.as_json if wish.json else exporting_orders.as_table
            asyncio.run(written(configuration, since, write))
        else:
            with _album(wish.file, configuration) as album:
                asyncio.run(_written(url, wish, album, write))


def _since(wish: Wish) -> datetime | None:
    """Read from when on. Raises ``CannotStart``."""
    if wish.since is None:
        return None
    if wish.kind != ORDERS:
        raise CannotStart(f"--since is for orders: {wish.kind} have no day of their own")
    moment = moment_of(wish.since)
    if not moment:
        raise CannotStart(f"--since must be a day such as 2026-11-01, or a time, not {wish.since}")
    return moment


def _album(
    file: Path | None, configuration: Configuration
) -> contextlib.AbstractContextManager[Album]:
    """Open the album beside the file; the terminal has none."""
    return album_beside(file, configuration) if file else contextlib.nullcontext(NO_ALBUM)


async def _written(url: str, wish: Wish, album: Album, write: Write) -> None:
    """Write everything of a kind as it is at one moment."""

    def work(connection: sqlalchemy.Connection) -> None:
        lines = lines_of(BulkPen(connection, metadata.tables, now(), album), wish.kind)
        for line in as_json(lines) if wish.json else as_csv(wish.kind, lines):
            write(line)
        connection.rollback()

    await connected(url, work)


@contextlib.contextmanager
def _target(file: Path | None) -> Iterator[Write]:
    """Give what writes a line into the file, or to the terminal."""
    if file is None:
        yield _say
        return
    with _opened(file) as target, lines_bar(file) as advance:

        def write(line: str) -> None:
            target.write(line)
            advance(1)

        yield write


def _opened(file: Path) -> TextIO:
    try:
        return file.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise CannotStart(f"cannot write {file}: {error.strerror}") from error


def _say(line: str) -> None:
    sys.stdout.write(line)
