"""The server as it is, except that every millisecond of its CPU it writes down where it is.

``python -m bench.sampled FILE serve …``: a line for each sample, ``part function``. What the
standard library or a driver does counts for whoever called it.
"""

import signal
import sys
from collections import Counter
from pathlib import Path
from types import FrameType

import ringup
from ringup.cli import main

SECONDS = 0.001

_OURS = f"{Path(ringup.__file__).parent}/"
_DATABASE = ("persistence/sqlite.py", "persistence/sqlite_session.py")
_DRIVERS = ("/asyncpg/",)
_SERVER = ("/uvicorn/", "/uvloop/", "/asyncio/", "/starlette/")


def place_of(path: str) -> str | None:
    """Tell which part of the program a file belongs to; ``None`` if its caller is to say."""
    if path.startswith(_OURS):
        inside = path.removeprefix(_OURS)
        if inside in _DATABASE:
            return "database"
        return inside.partition("/")[0] if "/" in inside else "app"
    if any(each in path for each in _DRIVERS):
        return "database"
    return "server" if any(each in path for each in _SERVER) else None


def where(frame: FrameType | None) -> str:
    """Name the innermost part that is known, and its function."""
    while frame is not None:
        code = frame.f_code
        part = place_of(code.co_filename)
        if part is not None:
            name = f"{Path(code.co_filename).stem}.{code.co_qualname}"
            return f"{part} {name.replace(' ', '')}"
        frame = frame.f_back
    return "server loop"


def samples_in(file: Path, start: int = 0) -> Counter[tuple[str, str]]:
    """Count what was seen, from a position of the file on: part and function."""
    lines = file.read_bytes()[start:].decode().splitlines()
    return Counter((part, name) for part, _, name in (line.partition(" ") for line in lines))


def serve(file: Path, arguments: list[str]) -> None:
    """Run the command, and look at it now and then."""
    with file.open("wb", buffering=0) as output:

        def look(_signal: int, frame: FrameType | None) -> None:
            output.write(f"{where(frame)}\n".encode())

        signal.signal(signal.SIGPROF, look)
        signal.setitimer(signal.ITIMER_PROF, SECONDS, SECONDS)
        sys.argv = ["ringup", *arguments]
        main()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), sys.argv[2:])
