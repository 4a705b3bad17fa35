"""Takes a file over, a batch of lines to a transaction, and goes on where it was interrupted."""

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TypeAlias

import msgspec
import sqlalchemy
from sqlalchemy.exc import DBAPIError

from ringup.bulk import customers, pictures, prices, products, stock, variants
from ringup.bulk.album import NO_ALBUM, Album
from ringup.bulk.batch import Batch, Numbered, Refused
from ringup.bulk.files import Advance, NotAFile, Said, check_columns, columns_of, said_by
from ringup.bulk.lines import KINDS, Line, NotALine, read
from ringup.bulk.pen import BulkPen, Ours
from ringup.bulk.shopify import Shopify, is_shopify

SIZE = 1000
"""Lines to a batch."""

HEAD = 65_536
"""What of a file tells it from others, beside its size."""

AGAIN = frozenset({"40001", "40P01", "23505"})
"""Not serializable, a deadlock, the same thing added by two: all of which pass."""

PAUSES = (0.05, 0.2, 0.8, 3.2)
"""Seconds before a batch is tried again."""

CATALOGUE = frozenset({"products", "variants", "prices"})

Tables: TypeAlias = Mapping[str, sqlalchemy.Table]
Tell: TypeAlias = Callable[[Refused], None]
Resume: TypeAlias = Callable[[int], None]
Parts: TypeAlias = Sequence[Numbered[Line]] | Refused
"""What one line says of each kind of thing, or why it cannot be read."""
Understood: TypeAlias = Callable[[Said], Parts]
Written: TypeAlias = Callable[[BulkPen, Ours, Batch], None]

WRITERS: Sequence[Written] = (
    pictures.keep,
    products.write,
    variants.write,
    pictures.write,
    prices.write,
    stock.write,
    customers.write,
)
"""What writes each kind of line, what is pointed at before what points."""


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be imported, and how. With ``dry_run`` nothing of it stays."""

    kind: str
    file: Path
    dry_run: bool = False
    from_start: bool = False


class Summary(msgspec.Struct):
    """What came of it: lines taken over, refused, and passed over as done before."""

    taken: int = 0
    refused: int = 0
    passed: int = 0


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """What an import works with; each refused line is told, and how far the file was read.

    ``resume`` is called first, with the line up to which an earlier run has come.
    """

    tables: Tables
    clock: Callable[[], datetime]
    resume: Resume
    tell: Tell
    advance: Advance
    album: Album = NO_ALBUM


def import_file(connection: sqlalchemy.Connection, task: Task, around: Around) -> Summary:
    """Import a file. Raises ``NotAFile``. In a dry run all is one transaction, rolled back."""
    understood = _reader(task)
    place = Place(around.tables, task)
    done = 0 if task.from_start else place.read(connection)
    around.resume(done)
    summary = Summary()
    for said in _batches(said_by(task.file, around.advance)):
        # Also what is passed over: a line may say something of those after it.
        fresh = [understood(each) for each in said]
        fresh = [part for each, part in zip(said, fresh, strict=True) if each.line > done]
        summary.passed += len(said) - len(fresh)
        if fresh:
            taken = Taken(task=task, place=place, lines=fresh, last=said[-1].line)
            refused = len(_kept(connection, taken, around).refused)
            summary.refused += refused
            summary.taken += len(fresh) - refused
    place.forget(connection)
    _end(connection, task)
    connection.rollback()
    return summary


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What is written in one transaction: some lines of a file, and that it has come so far."""

    task: Task
    place: "Place"
    lines: "Sequence[Parts]"
    last: int


def _kept(connection: sqlalchemy.Connection, taken: Taken, around: Around) -> Batch:
    """Write a batch and commit; again, where somebody else was at the same rows meanwhile."""
    for pause in PAUSES:
        try:
            return _kept_once(connection, taken, around)
        except DBAPIError as error:
            if taken.task.dry_run or getattr(error.orig, "sqlstate", None) not in AGAIN:
                raise
            connection.rollback()
            around.album.take_down()
            time.sleep(pause)
    return _kept_once(connection, taken, around)


def _kept_once(connection: sqlalchemy.Connection, taken: Taken, around: Around) -> Batch:
    pen = BulkPen(connection, around.tables, around.clock(), around.album)
    batch = _written(pen, taken.task.kind, taken.lines)
    taken.place.write(connection, taken.last, pen.now)
    # Not after the commit: a run that is killed in between would never tell.
    for line, reason in sorted(batch.refused.items()):
        around.tell(Refused(line, reason))
    _end(connection, taken.task)
    # Not before the commit: a batch that is written again hangs the same pictures.
    around.album.tidy()
    return batch


def _end(connection: sqlalchemy.Connection, task: Task) -> None:
    if not task.dry_run:
        connection.commit()


def _batches(lines: Iterator[Said]) -> Iterator[list[Said]]:
    while batch := list(islice(lines, SIZE)):
        yield batch


def _reader(task: Task) -> Understood:
    """Choose how lines are understood. Raises ``NotAFile`` for columns that nobody knows."""
    columns = columns_of(task.file)
    if task.kind == "products" and is_shopify(columns):
        return _shopify(Shopify())
    known = KINDS[task.kind].__struct_fields__
    check_columns(task.file, task.kind, columns, known)
    return lambda said: _understood(said, [(task.kind, said.values)])


def _shopify(shopify: Shopify) -> Understood:
    return lambda said: _understood(said, [] if said.wrong else list(shopify.read(said.values)))


def _understood(said: Said, parts: Sequence[tuple[str, Mapping[str, object]]]) -> Parts:
    if said.wrong:
        return Refused(said.line, said.wrong)
    try:
        return [Numbered(said.line, read(KINDS[kind], values)) for kind, values in parts]
    except NotALine as error:
        return Refused(said.line, str(error))


def _written(pen: BulkPen, kind: str, lines: Sequence[Parts]) -> Batch:
    """Write one batch; lines that cannot be read are refused with the others."""
    if kind in CATALOGUE:
        # First, since it also keeps two imports from adding the same thing at once.
        pen.raise_catalogue()
    ours = pen.ours()
    legible = [part for parts in lines if not isinstance(parts, Refused) for part in parts]
    refused = {parts.line: parts.reason for parts in lines if isinstance(parts, Refused)}
    while True:
        batch = Batch(legible, refused)
        undo = pen.connection.begin_nested()
        for write in WRITERS:
            write(pen, ours, batch)
        if not batch.is_torn:
            undo.commit()
            return batch
        undo.rollback()
        pen.album.take_down()
        refused = batch.refused


class Place:
    """How far the file has come, kept with what was written of it."""

    def __init__(self, tables: Tables, task: Task) -> None:
        """Know the file by its kind, its size and its beginning."""
        self._table = tables["imports"]
        self._file = fingerprint(task)

    def read(self, connection: sqlalchemy.Connection) -> int:
        """Tell the last line that was written; 0 for a file not begun."""
        wanted = sqlalchemy.select(self._table.c.line).where(self._table.c.file == self._file)
        return connection.scalar(wanted) or 0

    def write(self, connection: sqlalchemy.Connection, line: int, now: datetime) -> None:
        """Note the last line written."""
        self.forget(connection)
        row = {"file": self._file, "line": line, "at": now}
        connection.execute(sqlalchemy.insert(self._table).values(row))

    def forget(self, connection: sqlalchemy.Connection) -> None:
        """Let the file be new again: all of it was taken over."""
        connection.execute(sqlalchemy.delete(self._table).where(self._table.c.file == self._file))


def fingerprint(task: Task) -> str:
    """Tell a file from others, and from itself when it was changed at its head or in length."""
    try:
        with task.file.open("rb") as content:
            head = content.read(HEAD)
        size = task.file.stat().st_size
    except OSError as error:
        raise NotAFile(f"{task.file}: {error.strerror}") from error
    return hashlib.sha256(f"{task.kind} {size} ".encode() + head).hexdigest()
