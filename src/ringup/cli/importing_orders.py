"""Takes orders that were placed elsewhere over from a file; see docs/importing-orders.md."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

import sqlalchemy

from ringup.app import desk_at, installed
from ringup.bulk.batch import Refused
from ringup.bulk.files import Advance
from ringup.bulk.gathering import ToldOrder
from ringup.bulk.importing import Place, Resume, Summary, Task, Tell
from ringup.bulk.order_files import orders_in
from ringup.cli.loading import now
from ringup.config import Configuration
from ringup.domain.past.told import PastOrder
from ringup.domain.problems import Invalid, Problem
from ringup.persistence.connecting import connected
from ringup.persistence.schema import metadata
from ringup.services.asking import Desk
from ringup.services.import_orders import import_orders, try_orders
from ringup.wire.spree.read.imports import past_order

ORDERS = "orders"

SIZE = 100
"""Orders to a transaction."""


async def orders_taken(
    configuration: Configuration, task: Task, resume: Resume, tell: Tell, advance: Advance
) -> Summary:
    """Import a file of orders; those that are here already are passed over. Raises ``NotAFile``."""
    told = orders_in(task.file, advance)
    mark = _Mark(configuration.database, task)
    done = 0 if task.from_start else await mark.read()
    resume(done)
    installed(configuration)
    summary = Summary()
    async with desk_at(configuration) as desk:
        for batch in _batches(told):
            fresh = [each for each in batch if each.last > done]
            summary.passed += len(batch) - len(fresh)
            if not fresh:
                continue
            for refused in await _taken(desk, task, fresh, summary):
                summary.refused += 1
                tell(refused)
            await mark.write(batch[-1].last)
    await mark.forget()
    return summary


def _batches(told: Iterator[ToldOrder]) -> Iterator[list[ToldOrder]]:
    while batch := list(islice(told, SIZE)):
        yield batch


async def _taken(
    desk: Desk, task: Task, told: Sequence[ToldOrder], summary: Summary
) -> Sequence[Refused]:
    """Take a batch over, and give what is refused of it, each by its first line."""
    pasts: dict[int, PastOrder] = {}
    refused: dict[int, str] = {}
    for each in told:
        try:
            pasts[each.first] = past_order({"order": dict(each.values)})
        except Invalid as invalid:
            refused[each.first] = each.wrong or _reasons(invalid.problems)
    importing = try_orders if task.dry_run else import_orders
    for line, one in zip(pasts, await importing(desk, list(pasts.values())), strict=True):
        if one.problems:
            refused[line] = _reasons(one.problems)
        summary.taken += one.is_new
        summary.passed += not (one.is_new or one.problems)
    return [Refused(line, refused[line]) for line in sorted(refused)]


def _reasons(problems: Sequence[Problem]) -> str:
    return "; ".join(f"{problem.field}: {problem.message}" for problem in problems)


class _Mark:
    """How far the file has come, noted after each batch; a dry run leaves it alone.

    A crash between the two costs nothing: what is here already is passed over by its number.
    """

    def __init__(self, url: str, task: Task) -> None:
        self._url = url
        self._dry = task.dry_run
        self._place = Place(metadata.tables, task)

    async def read(self) -> int:
        return await connected(self._url, self._place.read)

    async def write(self, line: int) -> None:
        await self._keep(lambda connection: self._place.write(connection, line, now()))

    async def forget(self) -> None:
        await self._keep(self._place.forget)

    async def _keep(self, work: Callable[[sqlalchemy.Connection], None]) -> None:
        def kept(connection: sqlalchemy.Connection) -> None:
            work(connection)
            connection.commit()

        if not self._dry:
            await connected(self._url, kept)
