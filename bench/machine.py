"""What the machine was, and which programs ran on it: without these no figure means anything."""

import os
import platform
import re
import sqlite3
import subprocess
from importlib.metadata import version
from pathlib import Path

import msgspec

from tools.system_parts import find_postgres

_PARTS = ("ringup", "uvicorn", "uvloop", "httptools", "starlette", "msgspec", "asyncpg")


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """Where it was measured."""

    processor: str
    cores: int
    memory_gib: float
    system: str
    python: str
    sqlite: str
    postgresql: str
    parts: dict[str, str]
    commit: str
    load_before: float
    """How many processes wanted a processor on average in the minute before: near 0, or the
    figures mean little."""


def this_machine() -> Machine:
    """Describe it."""
    return Machine(
        processor=_processor(),
        cores=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else _cores(),
        memory_gib=round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        system=f"{platform.system()} {platform.release()}",
        python=f"{platform.python_implementation()} {platform.python_version()}",
        sqlite=sqlite3.sqlite_version,
        postgresql=_postgresql(),
        parts={name: version(name) for name in _PARTS},
        commit=_commit(),
        load_before=round(os.getloadavg()[0], 2),
    )


def _cores() -> int:
    return os.cpu_count() or 1


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text()
    except OSError:
        return platform.processor() or platform.machine()
    found = re.search(r"^model name\s*:\s*(.+)$", told, re.MULTILINE)
    return found[1].strip() if found else platform.machine()


def _postgresql() -> str:
    programs = find_postgres()
    if programs is None:
        return "none"
    told = subprocess.run([programs / "postgres", "--version"], capture_output=True, check=True)
    return told.stdout.decode().strip().removeprefix("postgres (PostgreSQL) ")


def _commit() -> str:
    """Tell which commit was measured; with a plus sign, if files differ from it."""
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty=+"],  # noqa: S607 - whichever git there is
        capture_output=True,
        check=False,
        cwd=Path(__file__).parent,
    )
    return told.stdout.decode().strip() or "unknown"
