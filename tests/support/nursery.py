"""Starts servers for tests in a moment: they are forked from a process that has it all imported.

``python -m tests.support.nursery`` reads one line of JSON for each server: its variables, and the
file it is to write its log into. It answers with the server's process id. When its input ends, all
its servers end too. Each server is what ``ringup serve`` runs, with its parts wrapped (``fragile``)
and its clock set ahead by ``TEST_AHEAD`` seconds.
"""

import os
import signal
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import uvicorn.loops.uvloop
import uvicorn.protocols.http.httptools_impl  # noqa: F401 - so that no server has to

from ringup import app, gateways
from ringup.cli.running import run
from ringup.config import configured
from ringup.persistence.opening import open_store
from ringup.services import gateways as asking
from ringup.services import sweeping
from tests.support import trouble
from tests.support.fragile import FragileGateway, FragileStore, Trap

AHEAD = "TEST_AHEAD"
TRAP = "TEST_TRAP"
TROUBLE = "TEST_TROUBLE"
PATIENCE = "TEST_PATIENCE"


class Birth(msgspec.Struct):
    """What a server is started with."""

    variables: dict[str, str]
    log: str


def main() -> None:
    """Fork a server for each line that is read, until there are no more."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    children: list[int] = []
    decode = msgspec.json.Decoder(Birth).decode
    while line := sys.stdin.buffer.readline():
        birth = decode(line)
        child = os.fork()
        if not child:
            _live(birth)
        children.append(child)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
    for child in children:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


def _live(birth: Birth) -> None:
    """Be a server, and nothing else."""
    os.setsid()
    for signal_ in (signal.SIGCHLD, signal.SIGINT):
        signal.signal(signal_, signal.SIG_DFL)
    log = os.open(birth.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for descriptor, source in ((0, nothing), (1, log), (2, log)):
        os.dup2(source, descriptor)
    os.environ.update(birth.variables)
    _wrap_parts(birth.variables)
    run(configured())
    os._exit(0)


def _wrap_parts(variables: dict[str, str]) -> None:
    at = Trap(Path(variables[TRAP]))
    ahead = timedelta(seconds=float(variables.get(AHEAD, "0")))
    look = trouble.told_by(Path(variables[TROUBLE]))
    opened = gateways.opened

    async def open_fragile(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401
        return FragileStore(await open_store(*arguments, **named), at)

    def opened_fragile(*arguments: Any) -> dict[str, Any]:  # noqa: ANN401
        ways: dict[str, Any] = dict(opened(*arguments))
        return {**ways, "test": FragileGateway(ways["test"], at, look)}

    _replace(app, open_store=open_fragile, now=lambda: datetime.now(UTC) + ahead)
    _replace(gateways, opened=opened_fragile)
    if PATIENCE in variables:
        one = timedelta(seconds=float(variables[PATIENCE]))
        _replace(asking, ONE_ANSWER=one, PATIENCE=3 * one)
        _replace(sweeping, SILENCE=one.total_seconds() / 2)


def _replace(module: ModuleType, **parts: Any) -> None:  # noqa: ANN401
    for name, part in parts.items():
        assert hasattr(module, name), f"{module.__name__} has no {name} any more"
        setattr(module, name, part)


if __name__ == "__main__":
    main()
