"""Bars for people who wait: beside a command's results, and only in a terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich import progress
from rich.console import Console


@contextmanager
def bytes_bar(file: Path) -> Iterator[Callable[[int], None]]:
    """Show how much of a file was read; gives what is told of each few bytes."""
    console = Console(stderr=True)
    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.DownloadColumn(),
        progress.TimeRemainingColumn(),
    )
    shown = progress.Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    )
    with shown:
        size = file.stat().st_size if file.exists() else None
        task = shown.add_task(file.name, total=size)
        yield lambda count: shown.advance(task, count)
