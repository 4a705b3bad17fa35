"""``ringup export``: writes what there is into files that can be imported."""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from ringup.cli.options import Database
from ringup.cli.plainly import CannotStart
from ringup.config import configured


def export(
    kind: Annotated[str, typer.Argument(help="products, variants, prices, stock or customers.")],
    file: Annotated[
        Path | None, typer.Argument(help="CSV, or JSON Lines if it ends with .jsonl.")
    ] = None,
    database: Database = None,
) -> None:
    """Write what there is of a kind, as `ringup import` reads it; without a file, to the terminal.

    Example: ringup export prices prices.csv
    """
    # They bring the database drivers along, and `ringup version` needs none.
    from ringup.bulk.lines import KINDS  # noqa: PLC0415
    from ringup.cli.exporting import written_out  # noqa: PLC0415
    from ringup.cli.readiness import check_ready, plainly_refused  # noqa: PLC0415

    if kind not in KINDS:
        raise CannotStart(f"{kind} cannot be exported. There are: {', '.join(KINDS)}")
    url = configured({"database": database}).database
    asyncio.run(check_ready(url))

    def write(lines: Iterator[str]) -> None:
        if file is None:
            sys.stdout.writelines(lines)
        else:
            with file.open("w", encoding="utf-8", newline="") as target:
                target.writelines(lines)

    with plainly_refused(url):
        asyncio.run(written_out(url, kind, file, write))
