"""Starts the real server in a process of its own, with its settings as they come."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

START_SECONDS = 60.0
STOP_SECONDS = 30.0
SERVE = ("-m", "ringup", "serve")

_FIRST = (
    b"POST /api/checkouts HTTP/1.1\r\nHost: bench\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
)


class CannotServe(RuntimeError):
    """The server did not start; the message is what it printed."""


class Server(msgspec.Struct, frozen=True):
    """A server that answers."""

    url: str
    pid: int
    first_answer_seconds: float
    """From its start to the end of its first answer, a checkout created."""


@contextlib.contextmanager
def serving(
    database: str,
    folder: Path,
    *,
    workers: int = 1,
    program: tuple[str, ...] = SERVE,
    settings: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """Serve a migrated and filled database until the block is left. Raises ``CannotServe``."""
    port = free_port()
    options = ("--database", database, "--port", str(port), "--workers", str(workers))
    printed = folder / f"server-{port}.log"
    with printed.open("wb") as output:
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *program, *options],
            cwd=folder,
            env=_environment(settings or {}),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        first = _first_answer(process, port, began, printed)
        if workers > 1:
            _wait_for_all(process, printed, workers)
        yield Server(f"http://127.0.0.1:{port}", process.pid, first)
    finally:
        _stop(process)


def free_port() -> int:
    """Find a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _first_answer(
    process: subprocess.Popen[bytes], port: int, began: float, printed: Path
) -> float:
    while process.poll() is None and time.perf_counter() < began + START_SECONDS:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)) as line:
            line.settimeout(START_SECONDS)
            line.sendall(_FIRST)
            if line.recv(16).startswith(b"HTTP/1.1 200"):
                return time.perf_counter() - began
        time.sleep(0.002)
    raise CannotServe(f"the server did not start:\n{printed.read_text()[-3000:]}")


def _wait_for_all(process: subprocess.Popen[bytes], printed: Path, workers: int) -> None:
    """Wait until each worker has said that it is there."""
    deadline = time.perf_counter() + START_SECONDS
    while printed.read_text().count("Application startup complete") < workers:
        if process.poll() is not None or time.perf_counter() > deadline:
            raise CannotServe(f"not all workers started:\n{printed.read_text()[-3000:]}")
        time.sleep(0.05)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Give this process's variables without a shop's settings, and these."""
    bare = {name: text for name, text in os.environ.items() if not name.startswith("RINGUP_")}
    bare.pop("PORT", None)
    paths = (str(Path(__file__).parents[1]), bare.get("PYTHONPATH", ""))
    return {**bare, "PYTHONPATH": os.pathsep.join(filter(None, paths)), **settings}
