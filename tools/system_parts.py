"""Finds the programs the tests need beside Python, PostgreSQL and Chromium, or installs them.

`make test` calls it each time; where both are there it says nothing and changes nothing.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

DEBIAN_POSTGRES = Path("/usr/lib/postgresql")
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_APPS = (
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)
BY_HAND = """\
Please install it by hand, then run make test again:
  Debian, Ubuntu: apt-get install postgresql chromium
  Fedora:         dnf install postgresql-server chromium
  macOS:          brew install postgresql@17 && brew install --cask chromium"""


def find_postgres() -> Path | None:
    """The folder of a PostgreSQL server's programs: that of PATH first, else Debian's newest."""
    on_path = [found for name in ("initdb", "postgres") if (found := shutil.which(name))]
    folders = [Path(found).resolve().parent for found in on_path]
    folders += sorted(DEBIAN_POSTGRES.glob("*/bin"), key=_version, reverse=True)
    return next((folder for folder in folders if _holds_a_server(folder)), None)


def find_chromium() -> Path | None:
    """Chromium, or a browser of its family."""
    on_path = [Path(found) for name in CHROMIUM_NAMES if (found := shutil.which(name))]
    return next((app for app in (*on_path, *CHROMIUM_APPS) if app.exists()), None)


def main() -> int:
    """Install what is missing; the answer is the exit code."""
    wanted = {"postgresql": find_postgres, "chromium": find_chromium}
    missing = [package for package, find in wanted.items() if find() is None]
    if missing:
        _install(missing)
    still_missing = [package for package in missing if wanted[package]() is None]
    if still_missing:
        print(f"The tests need {' and '.join(still_missing)}, which could not be installed.")
        print(BY_HAND)
    return len(still_missing)


def _version(folder: Path) -> float:
    name = folder.parent.name
    return float(name) if name.replace(".", "", 1).isdigit() else 0.0


def _holds_a_server(folder: Path) -> bool:
    return all((folder / name).exists() for name in ("initdb", "postgres", "psql"))


def _install(packages: list[str]) -> None:
    apt_get = shutil.which("apt-get")
    if apt_get is None:
        return
    print(f"Installing {' and '.join(packages)} for the tests", flush=True)
    command = [*_as_root(), "env", "DEBIAN_FRONTEND=noninteractive", apt_get, "--quiet", "--yes"]
    subprocess.run([*command, "update"], check=False, stdin=subprocess.DEVNULL)
    subprocess.run(
        [*command, "install", "--no-install-recommends", *packages],
        check=False,
        stdin=subprocess.DEVNULL,
    )


def _as_root() -> list[str]:
    sudo = shutil.which("sudo")
    return [] if os.geteuid() == 0 or sudo is None else [sudo, "-n"]


if __name__ == "__main__":
    sys.exit(main())
