"""What was set out to be reached, beside what was measured."""

from collections.abc import Iterator, Sequence
from operator import attrgetter

import msgspec

from bench.lists import BY_INDEX
from bench.results import Growth, Load, Results


class Goal(msgspec.Struct, frozen=True):
    """One aim: at most, or at least, so much; and what it has come to."""

    name: str
    limit: float
    measured: float | None
    at_least: bool = False

    @property
    def is_reached(self) -> bool | None:
        """Whether it is; ``None`` when it was not measured."""
        if self.measured is None:
            return None
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit


def goals(results: Results) -> Iterator[Goal]:
    """Hold the results against every aim."""
    yield from _postgresql(results)
    yield from _sqlite(results)
    yield from _peers(results)
    yield from _growth(results)
    yield from _lists(results)
    yield from _process(results)


def _postgresql(results: Results) -> Iterator[Goal]:
    one, eight = _load(results, "postgresql", 1), _load(results, "postgresql", 8)
    cost = one.cost.shop if one else None
    floor = next((each for each in results.floors if each.store == "postgresql"), None)
    ratio = cost / floor.milliseconds if cost and floor else None
    most = next((each.most for each in results.statements if each.store == "postgresql"), None)
    rate = eight.per_second if eight else None
    yield Goal("PostgreSQL: ms of CPU a checkout, server and database", 7.0, cost)
    yield Goal("PostgreSQL: times the replayed floor", 2.0, ratio)
    yield Goal("PostgreSQL: statements in any request", 4.0, most)
    yield Goal("PostgreSQL: checkouts a second, 8 at once", 130.0, rate, at_least=True)
    yield Goal("PostgreSQL: p99 of a request, 8 at once, ms", 60.0, _p99(eight) if eight else None)


def _sqlite(results: Results) -> Iterator[Goal]:
    one = _load(results, "sqlite", 1)
    loads = [load for load in results.checkouts if load.store == "sqlite" and _is_by_card(load)]
    best = max((load.per_second for load in loads), default=None)
    yield Goal("SQLite: ms of CPU a checkout", 2.2, one.cost.shop if one else None)
    yield Goal("SQLite: checkouts a second, one process", 350.0, best, at_least=True)


def _peers(results: Results) -> Iterator[Goal]:
    own = _load(results, "postgresql", 1)
    for name, limit in (("django-oscar-api", 14.0), ("Vendure", 22.0)):
        peer = next((each.load for each in results.peers if each.name == name), None)
        theirs = peer.cost.shop if peer else None
        ours = own.cost.shop if own else None
        times = theirs / ours if theirs and ours else None
        yield Goal(f"times less CPU than {name}", limit, times, at_least=True)


def _growth(results: Results) -> Iterator[Goal]:
    for store in ("postgresql", "sqlite"):
        for of, limit, text in (
            ("line items", 12.0, "1,000 line items cost, times one"),
            ("promotions", 2.0, "1,000 promotions cost, times none"),
            ("orders in the tables", 1.15, "most orders in the tables cost, times fewest"),
        ):
            found = [each for each in results.growth if (each.store, each.of) == (store, of)]
            yield Goal(f"{store}: {text}", limit, _times(found))


def _lists(results: Results) -> Iterator[Goal]:
    """Hold the list that grows most against the aim, of those that an index finds."""
    names = [endpoint.name for endpoint in BY_INDEX]
    for store in ("postgresql", "sqlite"):
        found = [each for each in results.lists if each.store == store]
        times = (_times([each for each in found if each.load.what == name]) for name in names)
        most = max((each for each in times if each is not None), default=None)
        yield Goal(f"{store}: lists at 1,000,000 orders cost, times at 1,000", 2.0, most)


def _process(results: Results) -> Iterator[Goal]:
    held = [load.resident_mb for load in results.checkouts if load.resident_mb]
    starts = [_middle(start.seconds) for start in results.starts]
    yield Goal("resident memory of a process, MB", 90.0, max(held, default=None))
    yield Goal("seconds from `ringup serve` to its first answer", 0.9, max(starts, default=None))


def _load(results: Results, store: str, buyers: int) -> Load | None:
    found = (load for load in results.checkouts if _is_by_card(load))
    return next((load for load in found if (load.store, load.buyers) == (store, buyers)), None)


def _is_by_card(load: Load) -> bool:
    return load.what == "checkout"


def _p99(load: Load) -> float:
    """Give the 99th percentile of all requests together."""
    return next(wait.p99 for wait in load.waits if wait.name == "any request")


def _times(found: Sequence[Growth]) -> float | None:
    """Hold the largest size against the smallest."""
    by_size = sorted(found, key=attrgetter("size"))
    if not by_size or by_size[0] is by_size[-1]:
        return None
    least, most = by_size[0].load.cost.shop, by_size[-1].load.cost.shop
    return most / least if most and least else None


def _middle(seconds: Sequence[float]) -> float:
    return sorted(seconds)[len(seconds) // 2]
