"""The command line: ``ringup demo``, ``serve``, ``migrate``, ``bench`` …; one command a file."""

import gc
import importlib
import keyword
import sys

import click

from ringup.cli.plainly import CannotStart
from ringup.config import NotConfigured

SUMMARIES = {
    "demo": "Load the demo store, unless it is there already, and serve it.",
    "found": "Found a shop in an empty database, and show its admin's API key.",
    "serve": "Answer requests until stopped.",
    "worker": "Settle what crashes left open, and serve nobody.",
    "migrate": "Create the tables of a database, or bring them up to this version's.",
    "doctor": "Verify every order's log, totals, payments and stock.",
    "import": "Take catalogues, stock, customers or orders over from a file.",
    "export": "Write what there is of a kind, as `ringup import` reads it.",
    "keys": "Make, list, exchange and revoke the API keys of a user.",
    "new": "Write a package with a plug-in, its entry point, and a test that passes.",
    "bench": "Measure whole checkouts against a server with the demo store.",
    "version": "Tell which version is installed.",
}
"""Every command, and what it does; its module has its name."""


class Commands(click.Group):
    """Imports a command's module when it is called: what one needs, most others do without."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name them, in the order of a shop's life."""
        del ctx
        return list(SUMMARIES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Give a command, or ``None`` if there is none of this name."""
        del ctx
        return _imported(cmd_name) if cmd_name in SUMMARIES else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(SUMMARIES.items()))


def _imported(name: str) -> click.Command:
    word = f"{name}_" if keyword.iskeyword(name) else name
    # What modules make is there to stay. To look for garbage among it, meanwhile or later, would
    # take a sixth of the time until a server's first answer, and find half a megabyte.
    gc.disable()
    try:
        module = importlib.import_module(f"ringup.cli.{word}")
    finally:
        gc.freeze()
        gc.enable()
    command: click.Command = getattr(module, word)
    return command


@click.group(cls=Commands, context_settings={"max_content_width": 100})
def commands() -> None:
    """Run a headless checkout engine: the order's way from cart to complete."""


def main() -> None:
    """Run the command that was given; what people can mend is told plainly, without a trace."""
    try:
        commands()
    except (CannotStart, NotConfigured) as error:
        sys.exit(f"ringup: {error}")
