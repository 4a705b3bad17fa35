"""A real PostgreSQL of the tests' own, which a test may stop, restart or kill."""

import contextlib
import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from tools.system_parts import find_postgres

SUPERUSER = "ringup"
START_SECONDS = 60
STOP_SECONDS = 30
# Quick and careless: a test's data need not outlive the machine.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
# `make test` under another isolation than READ COMMITTED: see docs/operating/reliability.md.
ISOLATION = os.environ.get("RINGUP_TEST_ISOLATION", "read committed")
# Waits until whoever started it is gone, however that came about, and removes what is left.
GUARD = 'read -r _; kill -QUIT "$(head -n 1 "$1/data/postmaster.pid")"; sleep 1; rm -rf "$1"'
FIRST_TO_LOG_COPIES = 15_00_00
# The server's word that it takes connections: the eighth line of its pid file.
STATUS_LINE = 7


class Postgres:
    """One cluster, on 127.0.0.1 and on a socket in its own folder.

    As a context manager it cleans up whatever happens. Ordinary ones skip
    fsync; `durable=True` keeps PostgreSQL's promises, for tests that kill it.
    """

    def __init__(self, *, durable: bool = False, settings: tuple[str, ...] = ()) -> None:
        programs = find_postgres()
        if programs is None:
            raise RuntimeError("no PostgreSQL server was found: `make test` installs one")
        self._programs = programs
        isolation = f"default_transaction_isolation={ISOLATION}"
        self._settings = (*(() if durable else CARELESS), isolation, *settings)
        self._owner = _owner()
        self._group = pwd.getpwnam(self._owner).pw_gid if self._owner else None
        self._folder = Path(tempfile.mkdtemp(prefix="ringup-postgres-"))
        self._data = self._folder / "data"
        self._log = self._folder / "server.log"
        self._names = (f"test_{number}" for number in itertools.count(1))
        self._server: subprocess.Popen[bytes] | None = None
        self.port = _free_port()
        self._guard = _guard(self._folder)
        if self._owner:
            shutil.chown(self._folder, user=self._owner)

    def __enter__(self) -> Self:
        try:
            self._initialise()
            self.start()
        except BaseException:
            self.destroy()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.destroy()

    @property
    def url(self) -> str:
        """The maintenance database's address."""
        return self.url_of("postgres")

    def url_of(self, database: str) -> str:
        return f"postgresql://{SUPERUSER}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start, and wait until connections are taken.

        After a kill this may take some tries, until the system has let go of what was killed.
        """
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            self._server = self._spawn()
            if self._is_ready_before(deadline):
                return
            self.kill()
            time.sleep(0.2)
        raise RuntimeError(f"PostgreSQL did not start:\n{self.log[-2000:]}")

    def stop(self) -> None:
        """The orderly way: sessions are ended, everything is written."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """The power cut: nothing is written any more, no session is told, none answers again."""
        if self._server is None:
            return
        # The sessions would outlive it by the moment one more answer takes; stopped, it has no new.
        self._server.send_signal(signal.SIGSTOP)
        for child in _children(self._server.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        self.stop()
        self.start()

    def destroy(self) -> None:
        """Stop at once and remove every trace."""
        self._end(signal.SIGQUIT)
        shutil.rmtree(self._folder, ignore_errors=True)
        self._guard.kill()
        self._guard.communicate()

    @property
    def log(self) -> str:
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    def execute(self, statement: str, database: str = "postgres") -> str:
        """Run SQL by psql, which asks for no event loop; the answer is unaligned text."""
        psql = [self._programs / "psql", "-Xqt", "--no-align", "--set=ON_ERROR_STOP=1"]
        command = [*map(str, psql), "--command", statement, self.url_of(database)]
        answer = subprocess.run(
            command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
        )
        return answer.stdout.strip()

    @contextlib.contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """The address of a new database, empty or a copy of `template`, and gone afterwards."""
        name = next(self._names)
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template} {self._copying}")
        try:
            yield self.url_of(name)
        finally:
            if self._is_running():
                self.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    @cached_property
    def _copying(self) -> str:
        """Have files copied, not each page logged, by servers that can do both: twice as fast."""
        knows_both = int(self.execute("SHOW server_version_num")) >= FIRST_TO_LOG_COPIES
        return "STRATEGY file_copy" if knows_both else ""

    def _initialise(self) -> None:
        subprocess.run(
            [
                self._programs / "initdb",
                "--no-sync",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                f"--username={SUPERUSER}",
                f"--pgdata={self._data}",
            ],
            check=True,
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            user=self._owner,
            group=self._group,
        )

    def _spawn(self) -> subprocess.Popen[bytes]:
        settings = (
            "listen_addresses=127.0.0.1",
            f"port={self.port}",
            f"unix_socket_directories={self._folder}",
            "max_connections=200",
            *self._settings,
        )
        options = [part for setting in settings for part in ("-c", setting)]
        with self._log.open("ab") as log:
            return subprocess.Popen(
                [self._programs / "postgres", "-D", self._data, *options],
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Ctrl-C in the terminal is for pytest, which then stops the server itself.
                start_new_session=True,
                user=self._owner,
                group=self._group,
            )

    def _is_running(self) -> bool:
        return self._server is not None and self._server.poll() is None

    def _is_ready_before(self, deadline: float) -> bool:
        while self._is_running() and time.monotonic() < deadline:
            if self._status() == "ready":
                return True
            time.sleep(0.02)
        return False

    def _status(self) -> str:
        try:
            lines = (self._data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return ""
        ours = self._server is not None and lines[:1] == [str(self._server.pid)]
        return lines[STATUS_LINE].strip() if ours and len(lines) > STATUS_LINE else ""

    def _end(self, how: signal.Signals) -> None:
        if self._server is None:
            return
        self._server.send_signal(how)
        try:
            self._server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait()
        self._server = None


def _owner() -> str | None:
    """Whom the server runs as: it refuses root, so root lends it to somebody humbler."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)


def _children(parent: int) -> Iterator[int]:
    """The processes that `parent` started, where the system tells (Linux)."""
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            # The name in brackets may hold anything; after it come the state and the parent.
            _, _, rest = (folder / "stat").read_text().rpartition(")")
            if int(rest.split()[1]) == parent:
                yield int(folder.name)


def _guard(folder: Path) -> subprocess.Popen[bytes]:
    """Cleans up after a test run that was killed: its standard input ends when we do."""
    return subprocess.Popen(
        ["/bin/sh", "-c", GUARD, "guard", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
