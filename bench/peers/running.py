"""Runs another engine: its installation, its server, and one buyer at a time."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from bench.counting import PostgresMeter
from bench.loads import Ready, Site, closing, weighed
from bench.results import Load
from bench.serving import STOP_SECONDS, CannotServe, Server
from bench.shops import PostgresShop
from ringup.cli.driving.connection import Address, Answer, Connection
from ringup.cli.driving.crowd import crowded, run

INSTALLING_SECONDS = 900
STARTING_SECONDS = 120
WARM_UP = 30
ROUNDS = 5

Command = Sequence[str | Path]


class NotInstalled(RuntimeError):
    """A program of the installation failed; the message is the end of what it printed."""


class WrongAnswer(RuntimeError):
    """The other engine did not answer as it must."""


class Guest:
    """A buyer with a connection, who says who he is by cookies."""

    def __init__(self, address: Address) -> None:
        """Take the shop's address; a new session begins."""
        self.address = address
        self.connection = Connection(address)
        self.cookies: dict[bytes, bytes] = {}
        self.times: list[int] = []

    def start_anew(self) -> None:
        """Forget the session."""
        self.cookies.clear()
        self.times = []

    async def ask(self, method: str, path: str, body: object = None, **extra: str) -> Any:  # noqa: ANN401 - JSON
        """Ask, check that it went well, and read the answer."""
        cookie = b"; ".join(b"=".join(pair) for pair in self.cookies.items()).decode()
        headers = ({"Cookie": cookie} if cookie else {}) | extra
        answer = await self.connection.ask(self.address.request(method, path, body, headers))
        self.times.append(answer.nanoseconds)
        for each in answer.cookies:
            name, _, value = each.partition(b"=")
            self.cookies[name] = value
        check(answer, f"{method} {path}")
        return msgspec.json.decode(answer.body) if answer.body else None


def check(answer: Answer, name: str) -> None:
    """Raise ``WrongAnswer`` unless it went well."""
    if answer.status not in {200, 201, 204}:
        raise WrongAnswer(f"{name}: {answer.status} {answer.body[:600]!r}")


def installing(command: Command, folder: Path, **variables: str) -> None:
    """Run one command of an installation to its end. Raises ``NotInstalled``."""
    done = subprocess.run(
        list(map(str, command)),
        check=False,
        cwd=folder,
        env={**os.environ, **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=INSTALLING_SECONDS,
    )
    if done.returncode:
        told = (done.stdout + done.stderr).decode(errors="replace")
        raise NotInstalled(f"{Path(command[0]).name}: {told[-1500:]}")


@contextlib.contextmanager
def served(
    command: Command, folder: Path, url: str, path: str, variables: Mapping[str, str]
) -> Iterator[Server]:
    """Run a server until the block is left; ``path`` answers when it is ready."""
    printed = folder / "server.log"
    began = time.perf_counter()
    with printed.open("wb") as output:
        process = subprocess.Popen(
            list(map(str, command)),
            cwd=folder,
            env={**os.environ, **variables},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait(process, url, path, printed)
        yield Server(url, process.pid, time.perf_counter() - began)
    finally:
        _stop(process)


def _wait(process: subprocess.Popen[bytes], url: str, path: str, printed: Path) -> None:
    deadline = time.perf_counter() + STARTING_SECONDS
    while process.poll() is None and time.perf_counter() < deadline:
        with contextlib.suppress(OSError):
            run(_asked(Address.of(url), path))
            return
        time.sleep(0.2)
    raise CannotServe(f"it did not start:\n{printed.read_text(errors='replace')[-2000:]}")


async def _asked(address: Address, path: str) -> None:
    connection = Connection(address)
    await connection.ask(address.request("GET", path))
    connection.close()


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


CheckOut = Callable[[Guest], Awaitable[None]]


def measured(
    shop: PostgresShop, server: Server, name: str, check_out: CheckOut, seconds: float
) -> tuple[Load, float]:
    """Check out again and again, one buyer; gives the load, and statements of one checkout."""

    async def prepare(address: Address) -> Ready:
        guest = Guest(address)

        async def again() -> list[int]:
            await _done(guest, check_out)
            return [sum(guest.times)]

        for _ in range(WARM_UP):
            await again()
        return closing(guest.connection, lambda: crowded([again], ["checkout"], seconds))

    load = weighed(Site(shop, server, name), "checkout", 1, prepare)
    return load, run(_counted(shop, Address.of(server.url), check_out))


async def _done(guest: Guest, check_out: CheckOut) -> None:
    guest.start_anew()
    await check_out(guest)


async def _counted(shop: PostgresShop, address: Address, check_out: CheckOut) -> float:
    meter = PostgresMeter(shop)
    guest = Guest(address)
    await _done(guest, check_out)
    before, _ = meter.read()
    for _ in range(ROUNDS):
        await _done(guest, check_out)
    after, _ = meter.read()
    guest.connection.close()
    return (after - before) / ROUNDS
