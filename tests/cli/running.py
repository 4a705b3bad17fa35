"""Runs the real command in a process of its own, as people do."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import msgspec

START_SECONDS = 60
STOP_SECONDS = 30


class Running(msgspec.Struct):
    """A server: its address, and its process with what it has printed in a file."""

    address: str
    process: subprocess.Popen[bytes]
    printed: Path

    def stop(self) -> int:
        """Ask it to stop as an operator does, and give its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(STOP_SECONDS)


def ringup(*arguments: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "ringup", *arguments],
        check=False,
        cwd=folder,
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
    )


def started(*arguments: str, folder: Path, **variables: str) -> subprocess.Popen[bytes]:
    """Start a command, and do not wait for its end; what it prints is nobody's concern."""
    return subprocess.Popen(
        [sys.executable, "-m", "ringup", *arguments],
        cwd=folder,
        env=environment(**variables),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@contextlib.contextmanager
def serving(*arguments: str, folder: Path, **variables: str) -> Iterator[Running]:
    """Run a command that serves, on a free port, until the block is left."""
    port = free_port()
    printed = folder / f"printed-{port}.txt"
    command = [sys.executable, "-m", "ringup", *arguments, "--port", str(port)]
    with printed.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment(**variables),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = Running(f"http://127.0.0.1:{port}", process, printed)
    try:
        wait_until_well(server)
        yield server
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until_well(server: Running) -> None:
    """Wait until it answers; tells what it printed if it ends instead."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.process.poll() is None:
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(f"{server.address}/healthz").status_code == httpx.codes.OK:
                return
        time.sleep(0.05)
    raise AssertionError(f"it did not start:\n{server.printed.read_text()}")


def environment(**variables: str) -> dict[str, str]:
    """Give this process's variables without settings of its own, and these."""
    bare = {name: text for name, text in os.environ.items() if not name.startswith("RINGUP_")}
    bare.pop("PORT", None)
    return {**bare, **variables}


def free_port() -> int:
    """Find a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
