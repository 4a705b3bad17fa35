"""The results as tables, for the terminal and for the documentation alike."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from bench.goals import Goal, goals
from bench.results import (
    Floor,
    Growth,
    HotRow,
    Load,
    Peer,
    Profile,
    Results,
    Sale,
    Start,
    Statements,
)


class Table(msgspec.Struct, frozen=True):
    """A heading, the columns' names, and rows of cells; the first column is text."""

    heading: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]

    def text(self) -> str:
        """Write it for a terminal."""
        lines = [self.columns, *self.rows]
        widths = [max(len(line[number]) for line in lines) for number in range(len(self.columns))]
        written = ["  ".join(_cells(line, widths)).rstrip() for line in lines]
        return "\n".join([self.heading, "  ".join("-" * width for width in widths), *written])

    def markdown(self) -> str:
        """Write it for the documentation."""
        alignment = ["---", *("---:" for _ in self.columns[1:])]
        lines = [self.columns, alignment, *self.rows]
        return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def tables(results: Results) -> Iterator[Table]:
    """Give every table that has rows."""
    for table in (
        goals_of(goals(results)),
        checkouts_of(results.checkouts),
        waits_of(results.checkouts),
        statements_of(results.statements),
        floors_of(results.floors),
        *(profile_of(profile) for profile in results.profiles),
        peers_of(results.peers),
        sales_of(results.sales),
        hot_rows_of(results.hot_rows),
        starts_of(results.starts),
        endpoints_of(results.endpoints),
        growth_of("Lists", results.lists),
        growth_of("Growth of a checkout's cost", results.growth),
    ):
        if table.rows:
            yield table


def goals_of(found: Iterable[Goal]) -> Table:
    """Set aims beside what was measured."""
    words = {True: "yes", False: "no", None: "–"}
    rows = [
        [
            goal.name,
            f"{'≥' if goal.at_least else '≤'} {goal.limit:g}",
            figure(goal.measured),
            words[goal.is_reached],
        ]
        for goal in found
    ]
    return Table("Aims", ["", "aim", "measured", "reached"], rows)


def checkouts_of(loads: Iterable[Load]) -> Table:
    """Show what whole checkouts cost."""
    columns = [
        *("", "at once", "a second", "server ms", "database ms", "together ms"),
        *("client ms", "log KB", "resident MB"),
    ]
    rows = [
        [
            named(load),
            str(load.buyers),
            figure(load.per_second),
            *_costs(load),
            figure(None if load.log_bytes is None else load.log_bytes / 1000),
            figure(load.resident_mb),
        ]
        for load in loads
    ]
    return Table("Whole checkouts: each side's CPU for one", columns, rows)


def waits_of(loads: Iterable[Load]) -> Table:
    """Show how long each request of a checkout took."""
    rows = [
        [
            f"{named(load)}, {load.buyers} at once: {wait.name}",
            *map(figure, (wait.p50, wait.p95, wait.p99, wait.worst)),
        ]
        for load in loads
        for wait in load.waits
    ]
    return Table("Each request, ms", ["", "p50", "p95", "p99", "worst"], rows)


def statements_of(counted: Iterable[Statements]) -> Table:
    """Show the statements of each request."""
    found = list(counted)
    steps = list(found[0].by_step) if found else []
    rows = [
        [
            each.store,
            *(figure(each.by_step[step]) for step in steps),
            figure(sum(each.by_step.values())),
            figure(sum(each.transactions.values())),
            figure(None if each.log_bytes is None else each.log_bytes / 1000),
        ]
        for each in found
    ]
    columns = ["", *steps, "all", "transactions", "log KB"]
    return Table("SQL statements of each request", columns, rows)


def floors_of(floors: Iterable[Floor]) -> Table:
    """Show what the statements alone cost."""
    rows = [
        [
            floor.store,
            str(floor.buyers),
            str(floor.statements),
            figure(floor.milliseconds),
            figure(floor.of_replayer),
            figure(floor.per_second),
        ]
        for floor in floors
    ]
    columns = ["", "at once", "statements", "CPU ms", "of it the replayer's", "a second"]
    return Table("The floor: the statements of one checkout, replayed", columns, rows)


def profile_of(profile: Profile) -> Table:
    """Show where the server was: its parts, and then the functions seen most often."""
    rows = [[f"**{part}**", _percent(share)] for part, share in profile.parts.items()]
    rows += [[f"`{function}`", _percent(share)] for function, share in profile.functions.items()]
    seen = f"{profile.samples:,} samples, {profile.checkouts:,} checkouts"
    return Table(f"Where the server's CPU goes: {profile.store} ({seen})", ["", "%"], rows)


def _percent(share: float) -> str:
    return f"{share * 100:.1f}"


def peers_of(peers: Iterable[Peer]) -> Table:
    """Show other engines."""
    rows = [_peer(peer) for peer in peers]
    columns = ["", "a second", "server ms", "database ms", "together ms", "client ms", "statements"]
    return Table("Other engines, one buyer at a time", columns, rows)


def _peer(peer: Peer) -> list[str]:
    name = f"{peer.name} {peer.version}".strip()
    if peer.load is None:
        return [f"{name}: left out ({peer.left_out})", *["–"] * 6]
    return [name, figure(peer.load.per_second), *_costs(peer.load), figure(peer.statements)]


def sales_of(sales: Iterable[Sale]) -> Table:
    """Show what became of the sales."""
    rows = [
        [
            sale.store,
            *map(str, (sale.buyers, sale.stock, sale.sold, sale.refused, sale.left)),
            figure(sale.sold_per_second),
            figure(sale.completions_per_second),
        ]
        for sale in sales
    ]
    columns = [
        *("", "buyers", "in stock", "sold", "refused", "left"),
        *("sold a second", "completions a second"),
    ]
    return Table("A sale: one variant, everybody at once", columns, rows)


def hot_rows_of(found: Iterable[HotRow]) -> Table:
    """Show what one stock item's row carries."""
    rows = [
        [
            each.store,
            str(each.buyers),
            *map(figure, (each.commits, each.taken_of_one, each.taken_of_many)),
            *map(figure, (each.sold_of_one, each.sold_of_many)),
            figure(each.sold_of_one / each.sold_of_many),
        ]
        for each in found
    ]
    columns = [
        *("", "at once", "commits", "taken of one", "of many"),
        *("sold of one", "of many", "of one / of many"),
    ]
    return Table("The hot stock row: one variant and a thousand, a second", columns, rows)


def starts_of(starts: Iterable[Start]) -> Table:
    """Show how long starting took."""
    rows = [
        [start.store, *map(figure, (min(start.seconds), _middle(start.seconds)))]
        for start in starts
    ]
    return Table("Start-up to the first answer, seconds", ["", "best", "median"], rows)


def endpoints_of(loads: Iterable[Load]) -> Table:
    """Show single requests."""
    rows = [[f"{load.store}: {load.what}", *_rate_and_waits(load), *_costs(load)] for load in loads]
    columns = ["", "a second", "p50 ms", "p99 ms", *_SIDES]
    return Table("Single requests, one at a time", columns, rows)


def growth_of(heading: str, grown: Iterable[Growth]) -> Table:
    """Show what growing does."""
    rows = [
        [
            f"{each.store}: {each.load.what}, {each.of}: {each.size:,}",
            *_rate_and_waits(each.load),
            *_costs(each.load),
        ]
        for each in grown
    ]
    return Table(heading, ["", "a second", "p50 ms", "p99 ms", *_SIDES], rows)


def figure(number: float | None) -> str:
    """Write a number with three digits that mean something; a dash for none."""
    if number is None:
        return "–"
    if number == int(number):
        return f"{number:,.0f}"
    places = next((places for limit, places in ((100, 0), (10, 1), (1, 2)) if number >= limit), 3)
    return f"{number:,.{places}f}"


def named(load: Load) -> str:
    """Name a load by its database, and what was done if that was not an ordinary checkout."""
    processes = f", {load.workers} processes" if load.workers > 1 else ""
    return f"{load.store}{load.what.removeprefix('checkout')}{processes}"


_SIDES = ("server ms", "database ms", "together ms", "client ms")


def _costs(load: Load) -> list[str]:
    cost = load.cost
    return [figure(each) for each in (cost.server, cost.database, cost.shop, cost.client)]


def _rate_and_waits(load: Load) -> list[str]:
    wait = load.waits[-1]
    return [figure(each) for each in (load.per_second, wait.p50, wait.p99)]


def _middle(seconds: Sequence[float]) -> float:
    return sorted(seconds)[len(seconds) // 2]


def _cells(line: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    first, *others = zip(line, widths, strict=True)
    yield first[0].ljust(first[1])
    yield from (text.rjust(width) for text, width in others)
