"""``ringup bench``: drives a demo store that runs elsewhere, and tells what its buyers see."""

import click

from ringup.cli.driving import report
from ringup.cli.driving.checkout import WrongAnswer
from ringup.cli.driving.learning import NotTheDemoStore
from ringup.cli.plainly import CannotStart, say

DEFAULT_BUYERS = (1, 8, 32, 128)
_UNREACHABLE = (OSError, TimeoutError)


@click.command
@click.argument("server")
@click.option(
    "--buyers",
    type=int,
    multiple=True,
    default=DEFAULT_BUYERS,
    show_default=True,
    help="How many at once; may be given several times.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(min=0.1),
    default=10.0,
    show_default=True,
    help="How long for each number of buyers.",
)
@click.option(
    "--check", is_flag=True, help="Pay by check, which asks no gateway, instead of by card."
)
@click.option("--json", is_flag=True, help="Tell it as JSON.")
def bench(*, server: str, buyers: tuple[int, ...], seconds: float, check: bool, json: bool) -> None:
    """Measure whole checkouts, seven requests each, against a server with the demo store.

    SERVER is where it runs: http://127.0.0.1:8000. It places orders, and refuses to drive a shop
    that is not the demo store. What the server's processors do is not seen from here: `make bench`
    measures that too, on one machine.

    Example: ringup bench http://127.0.0.1:8000 --buyers 8 --buyers 32 --seconds 5
    """
    try:
        tallies = report.measured(server, buyers, seconds, by_check=check)
    except ValueError as error:
        raise CannotStart(str(error)) from error
    except NotTheDemoStore as error:
        raise CannotStart(f"{server} is not the demo store: {error}") from error
    except WrongAnswer as error:
        raise CannotStart(f"{server} answered wrongly: {error}") from error
    except _UNREACHABLE as error:
        raise CannotStart(f"cannot reach {server}: {error}") from error
    say(report.as_json(tallies) if json else report.as_table(tallies))
