"""What processes have cost: processor time and memory, read where Linux keeps them.

Elsewhere nothing can be read, and the figures stay empty.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

PROC = Path("/proc")
MEASURABLE = (PROC / "self/stat").exists()

_TICKS = os.sysconf("SC_CLK_TCK")
# Counted from the process's state, which is the first field after its name.
_PARENT, _TIMES = 1, slice(11, 15)


def cpu_seconds(root: int | None) -> float:
    """Add up what a process and all its children have used, those that ended included."""
    if root is None or not MEASURABLE:
        return 0.0
    return sum(_used(fields) for _, fields in family(root)) / _TICKS


def resident_megabytes(root: int) -> float:
    """Tell how much memory the largest process of the family holds, in millions of bytes."""
    if not MEASURABLE:
        return 0.0
    return max((_resident(pid) for pid, _ in family(root)), default=0) / 1_000_000


def family(root: int) -> Iterator[tuple[int, list[str]]]:
    """Give the process and its descendants, each with its fields."""
    everybody = dict(_everybody())
    children: dict[int, list[int]] = {}
    for pid, fields in everybody.items():
        children.setdefault(int(fields[_PARENT]), []).append(pid)
    waiting = [root]
    while waiting:
        pid = waiting.pop()
        waiting += children.get(pid, [])
        if pid in everybody:
            yield pid, everybody[pid]


def _everybody() -> Iterable[tuple[int, list[str]]]:
    for entry in PROC.iterdir():
        if entry.name.isdigit() and (fields := _fields(entry / "stat")):
            yield int(entry.name), fields


def _fields(path: Path) -> list[str]:
    """Read what follows the name, which may itself hold spaces and brackets."""
    try:
        return path.read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _used(fields: list[str]) -> int:
    """Its own time in user and kernel, and that of the children it has waited for."""
    return sum(map(int, fields[_TIMES]))


def _resident(pid: int) -> int:
    try:
        lines = (PROC / str(pid) / "status").read_text().splitlines()
    except OSError:
        return 0
    held = next((line for line in lines if line.startswith("VmRSS:")), "VmRSS: 0 kB")
    return int(held.split()[1]) * 1024
