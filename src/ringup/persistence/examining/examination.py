"""The whole examination: every order with its log, then what all of them share."""

from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import Protocol

from ringup.persistence.examining import claims, orders, prepaid, promotions, stock, tables
from ringup.persistence.examining.checks import Check
from ringup.persistence.examining.snapshots import Snapshots
from ringup.persistence.reading import StoreReading
from ringup.services.examining.findings import Finding

CHECKS: Sequence[Check] = (
    *stock.CHECKS,
    *claims.CHECKS,
    *prepaid.CHECKS,
    *tables.CHECKS,
)


class Progress(Protocol):
    """Somebody who wants to know how far it is."""

    def begins(self, what: str, steps: int) -> None:
        """Hear what comes now, and how many steps that will be."""
        ...

    def advances(self, steps: int) -> None:
        """Hear that so many more are done."""
        ...


async def findings(snapshots: Snapshots, progress: Progress) -> AsyncIterator[Finding]:
    """Give every breach of a rule, as it is found; nothing is kept in memory for long."""
    progress.begins("orders", await orders.count(snapshots))
    async for batch in orders.batches(snapshots):
        for finding in batch.findings:
            yield finding
        progress.advances(batch.count)
    progress.begins("tables", len(CHECKS) + 1)
    for finding in await snapshots.look(promotions.broken):
        yield finding
    progress.advances(1)
    for check in CHECKS:
        for finding in await snapshots.look(partial(_breaches, check)):
            yield finding
        progress.advances(1)


async def _breaches(check: Check, reading: StoreReading) -> list[Finding]:
    return [check.finding(row) for row in await reading.select(check.statement)]
