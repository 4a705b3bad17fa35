"""The command line: ``ringup demo``, ``serve``, ``migrate``, ``bench`` …; one command a file."""

import sys

import typer

from ringup.cli.bench import bench
from ringup.cli.demo import demo
from ringup.cli.doctor import doctor
from ringup.cli.export import export
from ringup.cli.found import found
from ringup.cli.import_ import import_
from ringup.cli.keys import keys
from ringup.cli.migrate import migrate
from ringup.cli.new import new
from ringup.cli.plainly import CannotStart
from ringup.cli.serve import serve
from ringup.cli.version import version
from ringup.cli.worker import worker
from ringup.config import NotConfigured

commands = typer.Typer(
    name="ringup",
    help="A headless checkout engine: the order's way from cart to complete.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (demo, found, serve, worker, migrate, doctor, import_, export, new, bench, version):
    commands.command(command.__name__.rstrip("_"))(command)
commands.add_typer(keys, name="keys")


def main() -> None:
    """Run the command that was given; what people can mend is told plainly, without a trace."""
    try:
        commands()
    except (CannotStart, NotConfigured) as error:
        sys.exit(f"ringup: {error}")
