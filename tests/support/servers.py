"""Server processes of one shop, which a test may kill, stop, and start again at another time."""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import httpx
import msgspec

from tests.cli.running import environment, free_port
from tests.support import fragile
from tests.support.books import Books, books_of
from tests.support.nursery import AHEAD, PATIENCE, TRAP, TROUBLE, Birth

START_SECONDS = 60
ROOT = Path(__file__).parents[2]


class Server:
    """One process: where it listens, and what it has written.

    It is held by a descriptor, not by its number: that may be another's once the process is gone.
    """

    def __init__(self, address: str, pid: int, log: Path) -> None:
        self.address = address
        self.pid = pid
        self.log = log
        self._process = os.pidfd_open(pid)

    def kill(self) -> None:
        """End it as a power cut would, and see it gone."""
        self._send(signal.SIGKILL)
        self.wait_until_dead()

    def wake(self) -> None:
        """Let it go on after it was stopped."""
        self._send(signal.SIGCONT)

    def close(self) -> None:
        """Kill it, and let go of it."""
        self.kill()
        os.close(self._process)

    @property
    def is_alive(self) -> bool:
        """Whether it has not ended; the descriptor can be read when it has."""
        return not select.select([self._process], [], [], 0)[0]

    def _send(self, what: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._process, what)

    @property
    def is_stopped(self) -> bool:
        state = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state == "T"

    def wait_until_dead(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while self.is_alive:
            assert time.monotonic() < deadline, f"it does not die:\n{self.written}"
            time.sleep(0.005)

    def wait_until_stopped(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self.is_stopped:
            assert time.monotonic() < deadline, f"it does not stop:\n{self.written}"
            time.sleep(0.005)

    def wait_until_well(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.is_alive:
            with suppress(httpx.TransportError):
                if httpx.get(f"{self.address}/healthz").status_code == httpx.codes.OK:
                    return
            time.sleep(0.02)
        raise AssertionError(f"it did not start:\n{self.written}")

    @property
    def written(self) -> str:
        return self.log.read_text(errors="replace")[-4000:] if self.log.exists() else ""


class Nursery:
    """The process that servers are forked from; see ``nursery``."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process

    def bear(self, birth: Birth) -> int:
        """Start a server, and give its process id."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(msgspec.json.encode(birth) + b"\n")
        stdin.flush()
        return int(stdout.readline())


@contextmanager
def open_nursery() -> Iterator[Nursery]:
    """Start the process; all its servers end with it."""
    command = [sys.executable, "-m", "tests.support.nursery"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(PYTHONPATH=f"{ROOT / 'src'}{os.pathsep}{ROOT}"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        yield Nursery(process)
        assert process.stdin is not None
        process.stdin.close()


class Fleet:
    """The servers of one shop: its database, and the gateway's books beside it."""

    def __init__(self, nursery: Nursery, url: str, folder: Path, **variables: str) -> None:
        self._nursery = nursery
        self._variables = variables
        self._folder = folder
        self._numbers = count(1)
        self.url = url
        self.servers: list[Server] = []
        self.ledger = folder / "ledger.db"
        self.ahead = 0.0
        self._trap = folder / "trap"
        self._trouble = folder / "trouble"

    def launch(
        self,
        *,
        ahead: float = 0,
        sweep: float = 0,
        patience: float | None = None,
        log_level: str = "warning",
    ) -> Server:
        """Start a server, and do not wait until it answers.

        Its clock is ahead by so many seconds. It sweeps every ``sweep`` seconds, never with 0, and
        waits ``patience`` seconds for the gateway.
        """
        port = free_port()
        log = self._folder / f"server-{next(self._numbers)}.log"
        variables = {
            "RINGUP_DATABASE": self.url,
            "RINGUP_PORT": str(port),
            "RINGUP_SWEEP_SECONDS": str(sweep),
            "RINGUP_LOG_LEVEL": log_level,
            "RINGUP_LOG_FORMAT": "console",
            "RINGUP_TEST_GATEWAY_LEDGER": str(self.ledger),
            "RINGUP_TEST_GATEWAY_SLOW_SECONDS": "0.2",
            AHEAD: str(ahead),
            TRAP: str(self._trap),
            TROUBLE: str(self._trouble),
            **({} if patience is None else {PATIENCE: str(patience)}),
            **self._variables,
        }
        pid = self._nursery.bear(Birth(variables, str(log)))
        server = Server(f"http://127.0.0.1:{port}", pid, log)
        self.servers.append(server)
        return server

    async def books(self) -> Books:
        return await books_of(self.url, self.ledger)

    @property
    def living(self) -> list[Server]:
        return [server for server in self.servers if server.is_alive]

    def arm(self, point: str, *, how: str = "kill", passes: int = 0) -> None:
        """Have the next server that comes by the point killed or stopped."""
        fragile.arm(self._trap, point, how=how, passes=passes)

    @property
    def is_armed(self) -> bool:
        """Whether nobody has come by yet."""
        return self._trap.exists()

    def disarm(self) -> None:
        self._trap.unlink(missing_ok=True)

    def trouble(self, name: str) -> None:
        """Have something go wrong with the line to the gateway from now on."""
        beside = self._trouble.with_suffix(".new")
        beside.write_text(name)
        beside.rename(self._trouble)

    def end(self) -> None:
        """Kill all, and show what they wrote, for a test that failed."""
        for server in self.servers:
            server.close()
            if server.written:
                sys.stdout.write(f"--- {server.log.name}\n{server.written}\n")
