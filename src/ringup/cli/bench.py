"""``ringup bench``: drives a demo store that runs elsewhere, and tells what its buyers see."""

from typing import Annotated

import typer

from ringup.cli.plainly import CannotStart, say

Server = Annotated[str, typer.Argument(help="Where it runs: http://127.0.0.1:8000.")]
Buyers = Annotated[
    list[int] | None, typer.Option(help="How many at once; may be given several times.")
]
Seconds = Annotated[float, typer.Option(help="How long for each number of buyers.", min=0.1)]
ByCheck = Annotated[
    bool, typer.Option("--check", help="Pay by check, which asks no gateway, instead of by card.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Tell it as JSON.")]

DEFAULT_BUYERS = (1, 8, 32, 128)
_UNREACHABLE = (OSError, TimeoutError)


def bench(
    server: Server,
    buyers: Buyers = None,
    seconds: Seconds = 10.0,
    check: ByCheck = False,  # noqa: FBT002 - how typer reads a flag
    json: AsJson = False,  # noqa: FBT002
) -> None:
    """Measure whole checkouts, seven requests each, against a server with the demo store.

    It places orders, and refuses to drive a shop that is not the demo store. What the server's
    processors do is not seen from here: `make bench` measures that too, on one machine.

    Example: ringup bench http://127.0.0.1:8000 --buyers 8 --buyers 32 --seconds 5
    """
    # The client and its loop are of no use to any other command.
    from ringup.cli.driving import report  # noqa: PLC0415
    from ringup.cli.driving.checkout import WrongAnswer  # noqa: PLC0415
    from ringup.cli.driving.learning import NotTheDemoStore  # noqa: PLC0415

    try:
        tallies = report.measured(server, buyers or DEFAULT_BUYERS, seconds, by_check=check)
    except ValueError as error:
        raise CannotStart(str(error)) from error
    except NotTheDemoStore as error:
        raise CannotStart(f"{server} is not the demo store: {error}") from error
    except WrongAnswer as error:
        raise CannotStart(f"{server} answered wrongly: {error}") from error
    except _UNREACHABLE as error:
        raise CannotStart(f"cannot reach {server}: {error}") from error
    say(report.as_json(tallies) if json else report.as_table(tallies))
