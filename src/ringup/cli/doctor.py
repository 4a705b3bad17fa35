"""``ringup doctor``: holds a whole database against the shop's rules and tells what is wrong."""

import asyncio
from pathlib import Path

import click

from ringup.app import installed
from ringup.cli import options
from ringup.cli.doctoring.examining import examine
from ringup.cli.doctoring.report import JsonReport, PlainReport, errors_in
from ringup.cli.readiness import check_ready, plainly_refused
from ringup.config import configured


@click.command
@options.database
@click.option(
    "--ledger",
    type=click.Path(path_type=Path),
    help="The test gateway's books, to be compared, too.",
)
@click.option("--json", is_flag=True, help="Tell it as JSON.")
def doctor(*, database: str | None, ledger: Path | None, json: bool) -> None:
    """Verify every order's log, totals, payments and stock, and tell what is wrong and what to do.

    It only reads, and may run while the shop is open. Ends with 1 when there is an error; warnings
    alone are none.

    Example: ringup doctor --database postgresql://shop@localhost/shop
    """
    configuration = configured({"database": database})
    url = configuration.database
    report = JsonReport() if json else PlainReport()
    asyncio.run(check_ready(url))
    installed(configuration)
    with plainly_refused(url):
        asyncio.run(examine(url, ledger, report))
    if errors_in(report.counts):
        raise click.exceptions.Exit(1)
