"""``ringup version``: which one is installed."""

from ringup import __version__
from ringup.cli.plainly import say


def version() -> None:
    """Tell which version is installed.

    Example: ringup version
    """
    say(__version__)
