"""``ringup import``: takes catalogues, stock and customers over from files."""

from pathlib import Path
from typing import Annotated

import typer

from ringup.cli.options import Database

DryRun = Annotated[bool, typer.Option("--dry-run", help="Tell what would be refused; keep none.")]
FromStart = Annotated[
    bool, typer.Option("--from-start", help="Begin again, also where a run was interrupted.")
]


def import_(
    kind: Annotated[
        str, typer.Argument(help="products, variants, prices, stock, customers or orders.")
    ],
    file: Annotated[Path, typer.Argument(help="CSV, or JSON Lines if it ends with .jsonl.")],
    dry_run: DryRun = False,  # noqa: FBT002 - how typer reads a flag
    from_start: FromStart = False,  # noqa: FBT002 - as above
    database: Database = None,
) -> None:
    """Take a file over; run again after a crash, it goes on where it was.

    Things are found by SKU, slug or mail address: what is there is changed, the rest is new. Ends
    with 1 where lines were refused; FILE.refused.csv says which and why.

    Example: ringup import products products.csv --dry-run
    """
    # They bring the database drivers along, and `ringup version` needs none.
    from ringup.bulk.importing import Task  # noqa: PLC0415
    from ringup.cli.importing import report, take_over  # noqa: PLC0415

    task = Task(kind=kind, file=file, dry_run=dry_run, from_start=from_start)
    report(task, take_over(task, database))
