"""``ringup import``: takes catalogues, stock and customers over from files."""

from pathlib import Path

import click

from ringup.bulk.importing import Task
from ringup.cli import options
from ringup.cli.importing import report, take_over


@click.command("import")
@click.argument("kind")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Tell what would be refused; keep none.")
@click.option("--from-start", is_flag=True, help="Begin again, also where a run was interrupted.")
@options.database
def import_(
    *, kind: str, file: Path, dry_run: bool, from_start: bool, database: str | None
) -> None:
    """Take a file over; run again after a crash, it goes on where it was.

    KIND is products, variants, prices, stock, customers or orders; FILE is CSV, or JSON Lines if it
    ends with .jsonl. Things are found by SKU, slug or mail address: what is there is changed, the
    rest is new. Ends with 1 where lines were refused; FILE.refused.csv says which and why.

    Example: ringup import products products.csv --dry-run
    """
    task = Task(kind=kind, file=file, dry_run=dry_run, from_start=from_start)
    report(task, take_over(task, database))
