"""Writes a run down for readers: a page with its tables and plots."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench.machine import Machine
from bench.results import Growth, Load, Results
from bench.svg import Bar, Curve, bars, curves
from bench.table import Table, named, tables

PAGE = "benchmark.md"
PLOTS = "benchmark"
"""The folder beside the page that holds its plots."""

_HEAD = """# Benchmark

What a checkout costs here, measured by `make bench` on one machine, and how far that is from the
least it could cost. Every answer was checked: each order went from `cart` to `complete`, and came
to 21.79 exactly. To repeat it, take a quiet machine and run `make bench`
(`make bench ARGS="--growth --peer"` for all of it, `ARGS="--growth orders --only-growth"` for a
part of what grows, `ARGS="--quick"` for a minute's glance); the
table in the terminal, `build/bench/results.json` and this page come from the same figures.
"""

_HOW = """## How it was measured

* **A checkout** is seven requests of a guest: create; line item; both addresses (to `address`);
  on (to `delivery`); on (to `payment`); payment by card of the test gateway (to `confirm`); and
  the last (to `complete`), which asks the gateway and places the order in two transactions. One
  tote to Maryland: 15.99 + 5.00 + 0.80 tax. "By check" pays without a gateway.
* **Buyers at once**: each has one kept-alive connection and begins again when he has finished.
  The client shares the cores with the server and the database, so what it used itself is shown
  too. Client, server and database are on one machine and talk over the loopback.
* **The server** is `ringup serve` with its settings as they come, one process unless said
  otherwise, the test gateway's own books (an SQLite file beside the store) included.
* **The processor's time** is what the system charged to the processes of each side and their
  children. SQLite works inside of the server.
* **Statements** are counted by `pg_stat_statements`, and on SQLite by a server that writes down
  what it executes; `BEGIN`, `COMMIT` and pragmas are not counted. **Log** is what one checkout
  added to the write-ahead log when nothing else went on; in runs on PostgreSQL, what all of it
  added, divided by the checkouts (first changes of a page after a checkpoint weigh in).
* **`postgresql (portable)`**: the same server with `writes = "portable"`: an order is saved in a
  statement of changes and one for each table with new rows, always in a transaction, and stock is
  locked before it is looked at (`python -m bench --portable` for this alone).
* **The floor** on PostgreSQL: the statements of one checkout, taken from the server's log with
  their parameters, as a script for `pgbench -M prepared`. The order's id, and numbers that are
  unique in the whole shop, vary from one to the next; what making them costs is measured alone
  and taken off. Each statement is a round trip of its own. On SQLite: the same statements, taken
  from the traced server, executed by Python's own `sqlite3` in a process without anything else,
  with the parameters made beforehand; the test gateway's books are not among them. Both check
  that as many orders were placed as were replayed.
* **Where the CPU goes**: eight buyers check out, and every millisecond of its CPU the server writes
  down in which function it is. What the standard library, a driver or the database in the same
  process does counts for the function that called it; `database` is what talks to it.
* **A sale**: each buyer walks through a whole checkout for a thing of which there is not enough;
  then, with plenty, all orders stand in `confirm` and are completed at once.
* **The hot stock row**: a commit is one inserted row on the disk. Taking is the statement with
  which the program takes stock, its commit and the wait for the disk; a sale is all that the
  program says to the database from the last request on, of orders that were brought to `confirm`
  before. `pgbench` says it, of one variant and of a thousand (`python -m bench --hot` for this
  alone); it plans once what takes stock, where the program has it planned each time.
* **Growth**: old orders are copies of one placed through the API, under new ids and dates, made by
  the database itself, its indexes after its rows; the first 10,000 are copied whole, and with more
  each has its rows in `orders`, `addresses` (two), `line_items`, `shipments` and `payments`, and of
  its log the first entry in `events` (seven rows; with everything there would be over forty). Lines
  are different variants, ordered in the first request (so six requests); promotions are automatic
  ones that are looked at and do not apply.
* **Lists**: an admin's, in a shop of their own; of fifty old orders one is not yet paid and sent.
  The aim is for those that an index finds. "Email contains" has none to go by and looks for one
  order, the oldest but 76, in all of them: see `docs/operating/lists.md`.
"""


def write(results: Results, folder: Path) -> Path:
    """Write the page and its plots into a folder; gives the page's path."""
    plots = folder / PLOTS
    plots.mkdir(parents=True, exist_ok=True)
    shown = []
    for name, title, drawing in plots_of(results):
        (plots / f"{name}.svg").write_text(drawing)
        shown.append(f"![{title}]({PLOTS}/{name}.svg)")
    page = folder / PAGE
    page.write_text("\n\n".join([_HEAD.strip(), *_parts(results, shown), _HOW.strip()]) + "\n")
    return page


def _parts(results: Results, plots: Sequence[str]) -> Iterator[str]:
    yield "## The machine\n\n" + "\n".join(f"* {line}" for line in _machine(results))
    yield from (f"*{remark}*" for remark in results.remarks)
    yield from (f"**Failed:** `{failure}`" for failure in results.failures)
    yield from plots
    yield from (_section(table) for table in tables(results))


def _section(table: Table) -> str:
    return f"## {table.heading}\n\n{table.markdown()}"


def _machine(results: Results) -> Iterator[str]:
    machine: Machine = results.machine
    yield f"{machine.processor}, {machine.cores} cores, {machine.memory_gib:g} GiB"
    yield f"{machine.system}, {machine.python}, SQLite {machine.sqlite}"
    settings = ", ".join(f"`{setting}`" for setting in results.postgresql_settings)
    yield f"PostgreSQL {machine.postgresql}, `fsync` on, and {settings}"
    yield ", ".join(f"{name} {version}" for name, version in machine.parts.items())
    yield f"commit {machine.commit}, {results.made_at}, {results.minutes:g} minutes"
    yield f"load average before: {machine.load_before:g}"


def plots_of(results: Results) -> Iterator[tuple[str, str, str]]:
    """Draw what there are figures for: name, title, drawing."""
    drawn = (
        ("cost", "CPU of a checkout, one at a time", _costs(results)),
        ("throughput", "Checkouts a second", _throughput(results.checkouts)),
        ("waits", "p99 of a request", _waits(results.checkouts)),
        ("growth-lines", "A checkout with more line items", _grown(results.growth, "line items")),
        (
            "growth-orders",
            "A checkout beside more orders",
            _grown(results.growth, "orders in the tables"),
        ),
        ("lists", "Lists beside more orders", _lists(results.lists)),
    )
    for name, title, drawing in drawn:
        if drawing:
            yield name, title, drawing


def _costs(results: Results) -> str:
    loads = [load for load in results.checkouts if load.buyers == 1 and load.cost.server]
    found = [Bar(named(load), _sides(load)) for load in loads]
    peers = [peer for peer in results.peers if peer.load]
    found += [Bar(peer.name, _sides(peer.load)) for peer in peers if peer.load]
    floors = [floor for floor in results.floors if floor.buyers == 1]
    found += [Bar(f"{floor.store}: floor", (0.0, 0.0, floor.milliseconds)) for floor in floors]
    legend = ("server", "database", "statements alone")
    return bars("CPU of a checkout, one at a time", "ms", found, legend) if found else ""


def _sides(load: Load) -> tuple[float, ...]:
    return load.cost.server or 0.0, load.cost.database or 0.0


def _throughput(loads: Sequence[Load]) -> str:
    found = _by_buyers(loads, lambda load: load.per_second)
    return curves("Checkouts a second", "buyers at once", "a second", found) if found else ""


def _waits(loads: Sequence[Load]) -> str:
    found = _by_buyers(loads, lambda load: load.waits[-1].p99)
    return curves("p99 of a request", "buyers at once", "ms", found) if found else ""


def _by_buyers(loads: Sequence[Load], value: Callable[[Load], float]) -> list[Curve]:
    names = dict.fromkeys(load.store for load in loads)
    by_card = [load for load in loads if load.what == "checkout"]
    points = {
        name: tuple((load.buyers, value(load)) for load in by_card if load.store == name)
        for name in names
    }
    return [Curve(name, there) for name, there in points.items() if there[1:]]


def _grown(growth: Sequence[Growth], of: str) -> str:
    found = [each for each in growth if each.of == of]
    points = _by_size(found, lambda each: each.store, lambda each: each.load.cost.shop or 0.0)
    return curves(f"CPU of a checkout: {of}", of, "ms", points) if points else ""


def _lists(lists: Sequence[Growth]) -> str:
    postgresql = [each for each in lists if each.store == "postgresql"]
    points = _by_size(postgresql, lambda each: each.load.what, lambda each: each.load.waits[-1].p50)
    return curves("Lists on PostgreSQL, median", lists[0].of, "ms", points) if points else ""


def _by_size(
    found: Sequence[Growth], name: Callable[[Growth], str], value: Callable[[Growth], float]
) -> list[Curve]:
    names = dict.fromkeys(name(each) for each in found)
    points = {
        each_name: tuple((each.size, value(each)) for each in found if name(each) == each_name)
        for each_name in names
    }
    return [Curve(each_name, there) for each_name, there in points.items() if there[1:]]
