"""``ringup version``: which one is installed."""

import click

from ringup import __version__
from ringup.cli.plainly import say


@click.command
def version() -> None:
    """Tell which version is installed.

    Example: ringup version
    """
    say(__version__)
