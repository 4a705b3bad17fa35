"""``ringup doctor``: holds a whole database against the shop's rules and tells what is wrong."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from ringup.cli.options import Database
from ringup.config import configured

Books = Annotated[
    Path | None, typer.Option("--ledger", help="The test gateway's books, to be compared, too.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Tell it as JSON.")]


def doctor(
    database: Database = None,
    ledger: Books = None,
    json: AsJson = False,  # noqa: FBT002 - how typer reads a flag
) -> None:
    """Verify every order's log, totals, payments and stock, and tell what is wrong and what to do.

    It only reads, and may run while the shop is open. Ends with 1 when there is an error; warnings
    alone are none.

    Example: ringup doctor --database postgresql://shop@localhost/shop
    """
    # It brings the database drivers along, and `ringup version` needs none.
    from ringup.app import installed  # noqa: PLC0415
    from ringup.cli.doctoring.examining import examine  # noqa: PLC0415
    from ringup.cli.doctoring.report import JsonReport, PlainReport, errors_in  # noqa: PLC0415
    from ringup.cli.readiness import check_ready, plainly_refused  # noqa: PLC0415

    configuration = configured({"database": database})
    url = configuration.database
    report = JsonReport() if json else PlainReport()
    asyncio.run(check_ready(url))
    installed(configuration)
    with plainly_refused(url):
        asyncio.run(examine(url, ledger, report))
    if errors_in(report.counts):
        raise typer.Exit(1)
