"""Installs a package as an installer does: its modules, and beside them what it brings along."""

import shutil
import tomllib
from pathlib import Path


def install(package: Path, into: Path) -> None:
    """Put a package's modules and its entry points where Python looks, if told of ``into``."""
    project = tomllib.loads((package / "pyproject.toml").read_text())["project"]
    into.mkdir(exist_ok=True)
    shutil.copytree(package / "src", into, dirs_exist_ok=True)
    describe(into, project["name"], project["entry-points"])


def describe(into: Path, name: str, groups: dict[str, dict[str, str]]) -> None:
    """Write what an installer writes of a package: its name, version and entry points."""
    about = into / f"{name.replace('-', '_')}-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(
        "\n".join(
            f"[{group}]\n" + "\n".join(f"{entry} = {value}" for entry, value in entries.items())
            for group, entries in groups.items()
        )
    )
