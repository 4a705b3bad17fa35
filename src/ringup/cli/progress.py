"""Bars for people who wait: beside a command's results, and only in a terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich import progress
from rich.console import Console


@contextmanager
def bytes_bar(file: Path) -> Iterator[Callable[[int], None]]:
    """Show how much of a file was read; gives what is told of each few bytes."""
    shown = _shown(progress.BarColumn(), progress.DownloadColumn(), progress.TimeRemainingColumn())
    with shown:
        size = file.stat().st_size if file.exists() else None
        task = shown.add_task(file.name, total=size)
        yield lambda count: shown.advance(task, count)


@contextmanager
def lines_bar(file: Path) -> Iterator[Callable[[int], None]]:
    """Show how many lines of a file were written; gives what is told of them."""
    shown = _shown(progress.TextColumn("{task.completed:,} lines"), progress.TimeElapsedColumn())
    with shown:
        task = shown.add_task(file.name, total=None)
        yield lambda count: shown.advance(task, count)


def _shown(*columns: progress.ProgressColumn) -> progress.Progress:
    console = Console(stderr=True)
    named = progress.TextColumn("{task.description}")
    return progress.Progress(
        named, *columns, console=console, transient=True, disable=not console.is_terminal
    )
