"""``ringup import``: takes catalogues, stock and customers over from files."""

import asyncio
import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click
from sqlalchemy.exc import DBAPIError

from ringup.bulk.batch import Refused
from ringup.bulk.files import NotAFile
from ringup.bulk.importing import Around, Summary, Task, Tell, import_file
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


def take_over(task: Task, database: str | None) -> Summary:
    """Import a file, and write what is refused of it beside it. Raises ``CannotStart``."""
    kinds = (*KINDS, ORDERS)
    if task.kind not in kinds:
        raise CannotStart(f"{task.kind} cannot be imported. There are: {', '.join(kinds)}")
    configuration = configured({"database": database})
    url = configuration.database
    asyncio.run(check_ready(url))
    try:
        with plainly_refused(url), _refusals(task) as tell, bytes_bar(task.file) as advance:
            if task.kind == ORDERS:
                return asyncio.run(orders_taken(configuration, task, tell, advance))
            with album_beside(task.file, None if task.dry_run else configuration) as album:
                around = Around(
                    tables=metadata.tables, clock=now, tell=tell, advance=advance, album=album
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


@contextmanager
def _refusals(task: Task) -> Iterator[Tell]:
    """Write refused lines into a file, which is only there if there are any."""
    path = refused_file(task.file)
    path.unlink(missing_ok=True)
    opened: list[TextIO] = []

    def tell(refused: Refused) -> None:
        if not opened:
            opened.append(path.open("w", encoding="utf-8", errors="replace", newline=""))
            csv.writer(opened[0]).writerow(("line", "reason"))
        csv.writer(opened[0]).writerow((refused.line, refused.reason))

    try:
        yield tell
    finally:
        for file in opened:
            file.close()


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
