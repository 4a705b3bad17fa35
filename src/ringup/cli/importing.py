"""``ringup import``: takes catalogues, stock and customers over from files."""

import asyncio
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Self, TextIO

import click
from sqlalchemy.exc import DBAPIError

from ringup.bulk.batch import Refused
from ringup.bulk.files import NotAFile
from ringup.bulk.importing import Around, Summary, Task, import_file
from ringup.bulk.lines import KINDS
from ringup.cli.album import album_beside
from ringup.cli.importing_orders import ORDERS, orders_taken
from ringup.cli.loading import now
from ringup.cli.plainly import CannotStart, say
from ringup.cli.progress import bytes_bar
from ringup.cli.readiness import check_ready, plainly_refused
from ringup.config import configured
from ringup.persistence.connecting import connected
from ringup.persistence.schema import metadata

_CELLS = 2


def take_over(task: Task, database: str | None) -> Summary:
    """Import a file, and write what is refused of it beside it. Raises ``CannotStart``."""
    kinds = (*KINDS, ORDERS)
    if task.kind not in kinds:
        raise CannotStart(f"{task.kind} cannot be imported. There are: {', '.join(kinds)}")
    configuration = configured({"database": database})
    url = configuration.database
    asyncio.run(check_ready(url))
    try:
        with plainly_refused(url), _Refusals(task) as refusals, bytes_bar(task.file) as advance:
            resume, tell = refusals.resume, refusals.tell
            if task.kind == ORDERS:
                return asyncio.run(orders_taken(configuration, task, resume, tell, advance))
            with album_beside(task.file, None if task.dry_run else configuration) as album:
                around = Around(
                    tables=metadata.tables,
                    clock=now,
                    resume=resume,
                    tell=tell,
                    advance=advance,
                    album=album,
                )
                return asyncio.run(connected(url, lambda c: import_file(c, task, around)))
    except NotAFile as error:
        raise CannotStart(str(error)) from error
    except DBAPIError as error:
        raise CannotStart(
            f"the database refused: {error.orig}. What was taken over so far stays; the same"
            " command goes on from there."
        ) from error


def refused_file(file: Path) -> Path:
    """Name the file that says which lines were refused."""
    return file.with_name(f"{file.name}.refused.csv")


class _Refusals:
    """Writes refused lines into a file, which is only there if there are any."""

    def __init__(self, task: Task) -> None:
        self._path = refused_file(task.file)
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()

    def resume(self, done: int) -> None:
        """Leave what an earlier run said of the lines up to one, and nothing else."""
        told = list(self._told(done))
        self._path.unlink(missing_ok=True)
        for refused in told:
            self.tell(refused)

    def tell(self, refused: Refused) -> None:
        """Write one line, at once: the run may be killed."""
        if not self._file:
            self._file = self._path.open(
                "w", encoding="utf-8", errors="replace", newline="", buffering=1
            )
            csv.writer(self._file).writerow(("line", "reason"))
        csv.writer(self._file).writerow((refused.line, refused.reason))

    def _told(self, done: int) -> Iterator[Refused]:
        if not done or not self._path.exists():
            return
        with self._path.open(encoding="utf-8", errors="replace", newline="") as file:
            for row in csv.reader(file):
                if len(row) == _CELLS and row[0].isdecimal() and int(row[0]) <= done:
                    yield Refused(int(row[0]), row[1])


def report(task: Task, summary: Summary) -> None:
    """Say what came of it; ends with 1 where lines were refused."""
    dry = " (dry run: nothing was written)" if task.dry_run else ""
    what = ORDERS if task.kind == ORDERS else "lines"
    say(f"{task.file}: {summary.taken} {what} taken over, {summary.refused} refused{dry}")
    if summary.passed:
        again = "" if task.kind == ORDERS else "; --from-start takes all again"
        say(f"{summary.passed} {what} had been taken over before{again}")
    if summary.refused:
        say(f"Which, and why: {refused_file(task.file)}")
        raise click.exceptions.Exit(1)
