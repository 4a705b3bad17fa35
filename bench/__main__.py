"""``python -m bench``: measure, and write down what was found. ``make bench`` calls it."""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

import msgspec

from bench import hot_row, importing, report
from bench.growth import PARTS
from bench.peers import PEERS
from bench.plan import QUICK, SMALLEST, Plan, carried_out
from bench.results import PORTABLE, HotRow, Results
from bench.table import hot_rows_of, tables

FOLDER = Path("build/bench")
SIZES = {"full": Plan(), "quick": QUICK, "smallest": SMALLEST}


def main(arguments: list[str] | None = None) -> None:
    """Do what the options say."""
    given = options().parse_args(arguments)
    if given.imports:
        for store in given.store or ("sqlite", "postgresql"):
            print(importing.as_table(store, importing.measured(store)).text())
        return
    if given.hot and not given.show:
        print(hot_rows_of(hot_rows(given)).text())
        return
    is_anew = given.lists or given.portable or not given.show
    results = measured(given) if is_anew else together(map(read, given.show))
    if given.hot:
        results.hot_rows = hot_rows(given)
    print("\n\n".join(table.text() for table in tables(results)))
    print("\n".join(["", *results.remarks, *(f"FAILED: {each}" for each in results.failures)]))
    folder = Path("docs") if given.docs else given.folder
    print(f"Written: {report.write(results, folder)}")
    sys.exit(1 if results.failures else 0)


def options() -> argparse.ArgumentParser:
    """Tell which options there are."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    add = parser.add_argument
    add("--size", choices=SIZES, default="full", help="how long each part takes (full: 6 minutes)")
    add("--quick", dest="size", action="store_const", const="quick", help="--size quick: a minute")
    add("--store", action="append", choices=["sqlite", "postgresql"], help="one database only")
    add("--growth", action="append", nargs="?", const="all", choices=["all", *PARTS], help=_GROWTH)
    add("--only-growth", action="store_true", help="measure nothing but --growth")
    add("--most-orders", type=int, help="how many orders --growth puts into the tables at most")
    add("--peer", action="append", nargs="?", const="all", choices=["all", *PEERS], help=_PEER)
    one_part = parser.add_mutually_exclusive_group()
    one_part.add_argument("--portable", action="store_true", help=_PORTABLE)
    one_part.add_argument(
        "--lists", action="store_true", help="only lists; those of --show, if given, are replaced"
    )
    add("--import", dest="imports", action="store_true", help="only import and export a catalogue")
    add("--hot", action="store_true", help=_HOT)
    add("--folder", type=Path, default=FOLDER, help=f"where results go ({FOLDER})")
    add("--docs", action="store_true", help="write the page and its plots into docs/")
    add("--show", type=Path, action="append", metavar="JSON", help=_SHOW)
    return parser


_GROWTH = "also measure what grows (all, or what is named; orders take minutes and 20 GB of disk)"
_SHOW = "measure nothing: write down an earlier run, with the growth found by further ones"
_HOT = "only sell one variant on PostgreSQL (four minutes); in --show, if given, it is replaced"
_LISTS = "only lists; those of --show, if given, are replaced"
_PORTABLE = "only orders written in the portable form; in --show, if given, they are replaced"
_PEER = "also install and measure other engines (all, or the one named)"


def measured(given: argparse.Namespace) -> Results:
    """Measure, and keep the results as JSON."""
    told = {name: str(value) for name, value in vars(given).items() if value}
    results = carried_out(plan_of(given), told, lambda text: print(text, file=sys.stderr))
    if given.show:
        merged = with_portable_of if given.portable else with_lists_of
        results = merged(together(map(read, given.show)), results)
    given.folder.mkdir(parents=True, exist_ok=True)
    kept = given.folder / "results.json"
    kept.write_bytes(msgspec.json.format(msgspec.json.encode(results), indent=1))
    return results


def hot_rows(given: argparse.Namespace) -> list[HotRow]:
    """Sell one variant on PostgreSQL, and nothing else."""
    plan = plan_of(given)
    return hot_row.alone(plan.hot_buyers, plan.of_hot_rows)


def with_lists_of(earlier: Results, later: Results) -> Results:
    """Take the lists from a later run, and what went wrong with them."""
    failures = [*earlier.failures, *later.failures]
    return msgspec.structs.replace(earlier, lists=later.lists, failures=failures)


def with_portable_of(earlier: Results, later: Results) -> Results:
    """Take what is of the portable form from a later run, and what went wrong with it."""
    return msgspec.structs.replace(
        earlier,
        statements=[
            *(each for each in earlier.statements if each.store != PORTABLE),
            *later.statements,
        ],
        checkouts=[
            *(each for each in earlier.checkouts if each.store != PORTABLE),
            *later.checkouts,
        ],
        failures=[*earlier.failures, *later.failures],
    )


def plan_of(given: argparse.Namespace) -> Plan:
    """Turn the options into a plan."""
    plan = SIZES[given.size]
    named = given.peer or []
    growing = given.growth or []
    stores = ["postgresql"] if given.portable else given.store
    return msgspec.structs.replace(
        plan,
        stores=tuple(stores or plan.stores),
        growth=tuple(PARTS) if "all" in growing else tuple(growing),
        only_growth=given.only_growth,
        lists_only=given.lists,
        portable_only=given.portable,
        most_orders=given.most_orders or plan.most_orders,
        peers=tuple(PEERS) if "all" in named else tuple(named),
    )


def read(file: Path) -> Results:
    """Read the results of an earlier run."""
    return msgspec.json.decode(file.read_bytes(), type=Results)


def together(runs: Iterable[Results]) -> Results:
    """Give the first run with the growth that further runs found, the last of each kind."""
    first, *others = runs
    grown = {
        (each.store, each.of, each.size): each for run in (first, *others) for each in run.growth
    }
    first.growth = list(grown.values())
    return first


if __name__ == "__main__":
    main()
