"""``ringup export``: writes what there is into files that can be imported."""

from pathlib import Path

import click

from ringup.cli import options
from ringup.cli.exporting import Wish, give_out


@click.command
@click.argument("kind")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--since", help="Only orders placed then or later, such as 2026-11-01.")
@options.database
def export(kind: str, file: Path | None, since: str | None, database: str | None) -> None:
    """Write what there is of a kind, as `ringup import` reads it; without a file, to the terminal.

    KIND is products, variants, prices, stock, customers or orders; FILE is CSV, or JSON Lines if it
    ends with .jsonl.

    Example: ringup export prices prices.csv
    """
    give_out(Wish(kind=kind, file=file, since=since), database)
