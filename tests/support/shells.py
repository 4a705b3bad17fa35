"""Lines of a page as a reader's shell runs them."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

STRICT = """
set -e
curl() { command curl --silent --show-error --fail-with-body "$@"; }
"""
"""Has a shell stop at the first answer that is a refusal."""

_BEGINS = re.compile(r"\s*(curl|admin) ")


def commands(page: str) -> Iterator[str]:
    """Find what asks the server: from `curl` or `admin` to the end of its last line."""
    lines = iter(page.splitlines())
    for line in lines:
        if not _BEGINS.match(line):
            continue
        command = line.strip()
        while command.endswith("\\") or command.count("'") % 2:
            command += f"\n{next(lines)}"
        yield command


def run(lines: str, folder: Path, **variables: str) -> str:
    """Give what a shell prints that is given these lines, each of which must succeed."""
    done = subprocess.run(
        ["bash"],  # noqa: S607 - whichever shell a reader has
        check=False,
        cwd=folder,
        input=STRICT + lines,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, ""), f"{lines}\n{done.stdout}\n{done.stderr}"
    return done.stdout
