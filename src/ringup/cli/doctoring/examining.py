"""Goes through a database with a bar that shows how far it is, and reports what it finds."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from rich import progress
from rich.console import Console

from ringup.cli.doctoring import ledger as books
from ringup.cli.doctoring.report import Report
from ringup.gateways.test.ledger import Ledger
from ringup.persistence.examining import examination
from ringup.persistence.examining.snapshots import Snapshots, snapshots

_NAMES = {"orders": "orders", "tables": "rules over tables", "charges": "charges"}


class Bar:
    """Counts what was examined, and shows how far it is where somebody looks on."""

    def __init__(self, shown: progress.Progress) -> None:
        """Take the bars to show it on."""
        self.examined: Counter[str] = Counter()
        self._shown = shown
        self._task = progress.TaskID(0)
        self._what = ""

    def begins(self, what: str, steps: int) -> None:
        """Show a bar of its own for what comes now."""
        self._what = _NAMES[what]
        self.examined[self._what] = 0
        self._task = self._shown.add_task(self._what, total=steps)

    def advances(self, steps: int) -> None:
        """Move the bar on."""
        self.examined[self._what] += steps
        self._shown.advance(self._task, steps)


async def examine(url: str, ledger: Path | None, report: Report) -> None:
    """Examine the database, and the gateway's books if there are any.

    Raises ``CannotStart`` for a file that holds no books.
    """
    opened = None if ledger is None else books.opened(ledger)
    report.begin()
    with _bar() as bar:
        async with snapshots(url, _now) as looks:
            await _tell(looks, opened, bar, report)
    report.end(bar.examined)


async def _tell(looks: Snapshots, ledger: Ledger | None, bar: Bar, report: Report) -> None:
    async for finding in examination.findings(looks, bar):
        report.tell(finding)
    if ledger is not None:
        with closing(ledger):
            async for finding in books.findings(looks, ledger, bar):
                report.tell(finding)


@contextmanager
def _bar() -> Iterator[Bar]:
    """Show bars beside the report, and only to people."""
    console = Console(stderr=True)
    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TimeRemainingColumn(),
    )
    shown = progress.Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    )
    with shown:
        yield Bar(shown)


def _now() -> datetime:
    return datetime.now(UTC)
