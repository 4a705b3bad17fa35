"""How long a catalogue takes to be imported and exported, and how much memory that needs.

``python -m bench --import`` measures it, by the commands that people run.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

import msgspec

from bench.shops import postgres_cluster
from bench.table import Table

VARIANTS = 100_000
TO_A_PRODUCT = 10

Written: TypeAlias = Callable[[int], Iterator[str]]


class Spent(msgspec.Struct, frozen=True):
    """What a command cost: seconds, processor seconds of it (not the database's), megabytes."""

    command: str
    seconds: float
    processor: float
    megabytes: float


def measured(store: str, variants: int = VARIANTS) -> Iterator[Spent]:
    """Import and export a catalogue of so many variants, on either database."""
    with tempfile.TemporaryDirectory(prefix="ringup-bench-") as name:
        folder = Path(name)
        for kind, lines in FILES.items():
            (folder / f"{kind}.csv").write_text("".join(lines(variants)))
        if store == "sqlite":
            yield from _commands(folder, f"sqlite:///{folder}/shop.db")
            return
        with postgres_cluster() as cluster, cluster.database() as url:
            yield from _commands(folder, url)


def as_table(store: str, spent: Iterator[Spent], variants: int = VARIANTS) -> Table:
    """Show it."""
    rows = [
        [each.command, f"{each.seconds:.1f}", f"{each.processor:.1f}", f"{each.megabytes:.0f}"]
        for each in spent
    ]
    columns = ["command", "seconds", "of a processor", "MB"]
    return Table(f"A catalogue of {variants} variants on {store}", columns, rows)


def _commands(folder: Path, url: str) -> Iterator[Spent]:
    _run(folder, url, "found", "--name", "Bench", "--email", "bench@example.com")
    for kind in FILES:
        yield _run(folder, url, "import", kind, f"{kind}.csv")
    for kind in FILES:
        yield _run(folder, url, "export", kind, f"{kind}-again.csv")


def _run(folder: Path, url: str, *command: str) -> Spent:
    """Run one command, in a process between so that its memory is seen apart from the others'."""
    line = [sys.executable, "-m", "bench.importing", *command, "--database", url]
    root = str(Path(__file__).parents[1])
    path = os.pathsep.join([root, os.environ.get("PYTHONPATH", "")])
    ran = subprocess.run(
        line,
        check=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
    )
    return msgspec.json.decode(ran.stdout.splitlines()[-1], type=Spent)


def _spent(arguments: list[str]) -> Spent:
    began = time.monotonic()
    subprocess.run([sys.executable, "-m", "ringup", *arguments], check=True)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Spent(
        command=" ".join(arguments[:2]),
        seconds=time.monotonic() - began,
        processor=used.ru_utime + used.ru_stime,
        megabytes=used.ru_maxrss / 1024,
    )


def _products(variants: int) -> Iterator[str]:
    yield "slug,name,description\n"
    for number in range(0, variants, TO_A_PRODUCT):
        yield f'product-{number},Product {number},"A thing, the one with number {number}"\n'


def _variants(variants: int) -> Iterator[str]:
    yield "sku,product,options,weight\n"
    for number in range(variants):
        size = number % TO_A_PRODUCT
        yield f"SKU-{number:06},product-{number - size},Size: {size},0.25\n"


def _prices(variants: int) -> Iterator[str]:
    yield "sku,currency,amount\n"
    for number in range(variants):
        yield f"SKU-{number:06},USD,{number % 90}.99\n"


def _stock(variants: int) -> Iterator[str]:
    yield "sku,location,count_on_hand\n"
    for number in range(variants):
        yield f"SKU-{number:06},Main,{number % 50}\n"


FILES: Mapping[str, Written] = {
    "products": _products,
    "variants": _variants,
    "prices": _prices,
    "stock": _stock,
}

if __name__ == "__main__":
    sys.stdout.write(msgspec.json.encode(_spent(sys.argv[1:])).decode() + "\n")
