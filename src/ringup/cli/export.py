"""``ringup export``: writes what there is into files that can be imported."""

from pathlib import Path
from typing import Annotated

import typer

from ringup.cli.options import Database

Since = Annotated[
    str | None, typer.Option(help="Only orders placed then or later, such as 2026-11-01.")
]


def export(
    kind: Annotated[
        str, typer.Argument(help="products, variants, prices, stock, customers or orders.")
    ],
    file: Annotated[
        Path | None, typer.Argument(help="CSV, or JSON Lines if it ends with .jsonl.")
    ] = None,
    since: Since = None,
    database: Database = None,
) -> None:
    """Write what there is of a kind, as `ringup import` reads it; without a file, to the terminal.

    Example: ringup export prices prices.csv
    """
    # It brings the database drivers along, and `ringup version` needs none.
    from ringup.cli.exporting import Wish, give_out  # noqa: PLC0415

    give_out(Wish(kind=kind, file=file, since=since), database)
