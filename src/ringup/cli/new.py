"""``ringup new``: writes the skeleton of a package that brings a plug-in along."""

import re
from pathlib import Path
from string import Template

import click

from ringup.cli.plainly import CannotStart, say
from ringup.plugins.kinds import KINDS

SKELETONS = Path(__file__).parent / "skeletons"
_NAME = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*")
_MADE = frozenset({"ringup.gateways", "ringup.checkout_steps", "ringup.event_subscribers"})
"""Of these an entry point names the function that makes one; of others the class itself."""


@click.command
@click.argument("kind")
@click.argument("name")
@click.option(
    "--in",
    "folder",
    type=click.Path(path_type=Path),
    help="Where to write it; ringup-NAME unless told.",
)
def new(kind: str, name: str, folder: Path | None) -> None:
    """Write a package with a plug-in of this kind, its entry point, and a test that passes.

    KIND is gateway, promotion-rule, promotion-action, shipping-calculator, tax-calculator,
    checkout-step, event-subscriber or place-for-pictures; NAME is in small letters: age-check.

    Example: ringup new checkout-step age-check
    """
    if kind not in KINDS:
        raise CannotStart(f"{kind} is no kind of plug-in. There are: {', '.join(KINDS)}")
    if not _NAME.fullmatch(name):
        raise CannotStart(f"{name} is no name: small letters and digits, with - between, please")
    names = _names(kind, name, KINDS[kind].group)
    package = folder or Path(names["package"])
    _write(package, kind, names)
    say(f"{package} is written. Install it beside ringup, and see its test pass:\n")
    say(f"  pip install --editable {package}\n  pytest {package}")


def _names(kind: str, name: str, group: str) -> dict[str, str]:
    entry = name.replace("-", "_")
    capitalized = "".join(part.capitalize() for part in entry.split("_"))
    return {
        "kind": kind,
        "entry": entry,
        "Class": capitalized,
        "package": f"ringup-{name.replace('_', '-')}",
        "module": f"ringup_{entry}",
        "group": group,
        "value": "made" if group in _MADE else capitalized,
    }


def _write(package: Path, kind: str, names: dict[str, str]) -> None:
    """Write the files; raises ``CannotStart`` where something is in the way."""
    if package.exists() and any(package.iterdir()):
        raise CannotStart(f"{package} is there already and not empty. Choose another: --in FOLDER")
    files = {
        "pyproject.toml": "pyproject.toml",
        "README.md": "README.md",
        f"src/{names['module']}.py": f"{kind}.py",
        f"tests/test_{names['entry']}.py": f"{kind}.test",
    }
    for file, skeleton in files.items():
        target = package / file
        target.parent.mkdir(parents=True, exist_ok=True)
        template = Template((SKELETONS / f"{skeleton}.txt").read_text(encoding="utf-8"))
        target.write_text(template.substitute(names), encoding="utf-8")
