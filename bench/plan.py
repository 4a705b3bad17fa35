"""What is measured, in which order, and for how long."""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Literal, get_args, get_type_hints

import msgspec

from bench import (
    bulk,
    counting,
    endpoints,
    floor_postgresql,
    floor_sqlite,
    growth,
    hot_row,
    lists,
    sale,
)
from bench.loads import Site, checkouts, warm_up
from bench.machine import this_machine
from bench.peers import PEERS
from bench.profiling import profiled
from bench.results import PORTABLE, Floor, Results, Start
from bench.serving import CannotServe, serving
from bench.shops import (
    POSTGRES_SETTINGS,
    PostgresShop,
    Shop,
    SqliteShop,
    postgres_cluster,
    postgres_shop,
    sqlite_shop,
)
from ringup.cli.driving.checkout import WrongAnswer
from ringup.cli.driving.learning import NotTheDemoStore
from ringup.config import Configuration
from tests.support.postgres import Postgres
from tools.system_parts import find_postgres

Kind = Literal["sqlite", "postgresql"]


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """How much is measured; times are seconds, each of one measurement."""

    stores: tuple[Kind, ...] = ("sqlite", "postgresql")
    buyers: tuple[int, ...] = (1, 8, 32, 128)
    of_checkouts: float = 8.0
    of_endpoints: float = 1.0
    of_floors: float = 6.0
    of_growth: float = 6.0
    starts: int = 5
    rounds: int = 5
    history: int = 10_000
    """How many orders there have been already: planners choose otherwise in empty tables."""
    list_sizes: tuple[int, ...] = (1_000, 1_000_000)
    lists_only: bool = False
    portable_only: bool = False
    stock: int = 100
    sale_buyers: int = 300
    sale_rounds: int = 4
    hot_buyers: tuple[int, ...] = (8, 32, 64)
    of_hot_rows: float = 5.0
    growth: tuple[str, ...] = ()
    """Which of ``growth.PARTS``."""
    only_growth: bool = False
    most_orders: int = 10_000_000
    peers: tuple[str, ...] = ()


QUICK = Plan(
    buyers=(1, 8),
    of_checkouts=1.0,
    of_endpoints=0.2,
    of_floors=3.0,
    of_growth=0.5,
    starts=1,
    rounds=1,
    history=1_000,
    list_sizes=(100, 1_000),
    hot_buyers=(8,),
    of_hot_rows=1.0,
    stock=10,
    sale_buyers=20,
    sale_rounds=1,
    most_orders=20_000,
)

SMALLEST = msgspec.structs.replace(
    QUICK,
    stores=("sqlite",),
    buyers=(1,),
    of_checkouts=0.2,
    of_endpoints=0.0,
    of_floors=0.1,
    stock=2,
    sale_buyers=4,
    history=100,
    list_sizes=(100,),
)


FAILURES = (
    *(WrongAnswer, NotTheDemoStore, sale.SoldWrongly, endpoints.Refused, CannotServe),
    *(floor_sqlite.NotReplayed, floor_postgresql.NotReplayed, OSError, TimeoutError),
)
"""What spoils one part of a run: it has no figures then, and the run counts as failed."""


class Run(msgspec.Struct, frozen=True):
    """What has been measured so far; ``tell`` hears what is being measured."""

    results: Results
    tell: Callable[[str], None]

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Measure one part; if it fails, that is told and the others go on."""
        self.tell(name)
        try:
            yield
        except FAILURES as error:
            self.tell(f"{name} FAILED: {error}")
            self.results.failures.append(f"{name}: {error}")

    def remark(self, text: str) -> None:
        """Say, and keep for the readers, what they have to know."""
        self.tell(text)
        self.results.remarks.append(text)


def carried_out(plan: Plan, options: dict[str, str], tell: Callable[[str], None]) -> Results:
    """Measure everything the plan names, one thing at a time; ``tell`` hears what goes on."""
    began = time.perf_counter()
    results = Results(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        options=options,
        machine=this_machine(),
        postgresql_settings=POSTGRES_SETTINGS,
    )
    with tempfile.TemporaryDirectory(prefix="ringup-bench-") as folder:
        for kind in plan.stores:
            _measure_store(kind, plan, Path(folder), Run(results, tell))
    results.minutes = round((time.perf_counter() - began) / 60, 1)
    return results


def durabilities(kind: Kind) -> tuple[str, ...]:
    """Give the settings of ``durability`` that mean something to a database, the default first.

    Those for SQLite alone mean nothing to PostgreSQL; ``all`` does to both.
    """
    known: tuple[str, ...] = get_args(get_type_hints(Configuration)["durability"])
    default = Configuration().durability
    if kind == "postgresql" and "all" not in known:
        return (default,)
    return (default, *(each for each in known if each != default))


def _measure_store(kind: Kind, plan: Plan, folder: Path, run: Run) -> None:
    if kind == "sqlite":
        if not (plan.only_growth or plan.portable_only):
            _measure_lists(kind, sqlite_shop, plan, run)
        if not (plan.lists_only or plan.portable_only):
            _measure_sqlite(kind, plan, folder, run)
    elif find_postgres() is None:
        run.remark("PostgreSQL was left out: no server of it is installed here.")
    else:
        with postgres_cluster() as cluster:
            if not (plan.only_growth or plan.portable_only):
                _measure_lists(kind, lambda path: postgres_shop(cluster, path), plan, run)
            if not plan.lists_only:
                _measure_cluster(cluster, plan, folder, run)


def _measure_sqlite(kind: Kind, plan: Plan, folder: Path, run: Run) -> None:
    with sqlite_shop(folder / kind) as pattern:
        bulk.give_history(pattern, plan.history)
        _measure_shops(kind, lambda path: sqlite_shop(path, pattern), plan, run)


def _measure_cluster(cluster: Postgres, plan: Plan, folder: Path, run: Run) -> None:
    with postgres_shop(cluster, folder / "postgresql") as pattern:
        bulk.give_history(pattern, plan.history)
        if not plan.portable_only:
            making = partial(postgres_shop, cluster, pattern=pattern)
            _measure_shops("postgresql", making, plan, run)
        if not plan.only_growth:
            with postgres_shop(cluster, folder / "portable", pattern) as shop:
                _measure_portable(shop, plan, run)
    for name in plan.peers:
        with run.part(f"{name}: installing and measuring"):
            run.results.peers.append(PEERS[name](cluster, folder / name, plan.of_checkouts))


Making = Callable[[Path], AbstractContextManager[Shop]]


def _measure_lists(kind: Kind, making: Making, plan: Plan, run: Run) -> None:
    with (
        run.part(f"{kind}: lists"),
        tempfile.TemporaryDirectory() as folder,
        making(Path(folder) / kind) as shop,
    ):
        run.results.lists.extend(lists.measured(shop, kind, plan.list_sizes, plan.of_endpoints))


def _measure_shops(kind: Kind, making: Making, plan: Plan, run: Run) -> None:
    @contextmanager
    def made() -> Iterator[Shop]:
        with tempfile.TemporaryDirectory() as folder, making(Path(folder) / kind) as shop:
            yield shop

    _, *others = durabilities(kind)
    if not plan.only_growth:
        with made() as shop:
            _measure_all(shop, kind, plan, run)
    for durability in others if not plan.only_growth else ():
        with made() as shop:
            _measure_durability(shop, f"{kind} ({durability})", durability, plan, run)
    for name in plan.growth:
        with run.part(f"{kind}: growth of {name}"), made() as shop:
            scope = growth.Scope(plan.of_growth, plan.most_orders)
            for each in growth.PARTS[name](shop, kind, scope):
                run.tell(f"{kind}: {each.of}: {each.size:,}")
                run.results.growth.append(each)


def _measure_all(shop: Shop, store: str, plan: Plan, run: Run) -> None:
    results = run.results
    with run.part(f"{store}: start-up"):
        results.starts.append(_starts(shop, store, plan.starts))
    with run.part(f"{store}: statements of each request"):
        results.statements.append(counting.counted(shop, store, {}, plan.rounds))
    with serving(shop.url, shop.folder) as server:
        site = Site(shop, server, store)
        _measure_checkouts(site, plan.buyers, plan, run)
        with run.part(f"{store}: by check"):
            seconds = plan.of_checkouts / 2
            results.checkouts.append(checkouts(site, plan.buyers[0], seconds, "check"))
        with run.part(f"{store}: a sale"):
            buyers, rounds = plan.sale_buyers, plan.sale_rounds
            results.sales.append(sale.measured(site, plan.stock, buyers, rounds))
    with run.part(f"{store}: a profile"):
        results.profiles.append(profiled(shop, store, plan.of_checkouts))
    _measure_floor(shop, store, {}, plan, run)
    if isinstance(shop, PostgresShop):
        with run.part(f"{store}: the hot stock row"):
            rows = hot_row.measured(shop, store, plan.hot_buyers, plan.of_hot_rows)
            results.hot_rows.extend(rows)
    with serving(shop.url, shop.folder, settings=endpoints.UNLIMITED) as server:
        site = Site(shop, server, store)
        with run.part(f"{store}: single endpoints"):
            results.endpoints.extend(endpoints.measured(site, plan.of_endpoints))


def _measure_durability(shop: Shop, store: str, durability: str, plan: Plan, run: Run) -> None:
    settings = {"RINGUP_DURABILITY": durability}
    with serving(shop.url, shop.folder, settings=settings) as server:
        _measure_checkouts(Site(shop, server, store), plan.buyers[:2], plan, run)
    _measure_floor(shop, store, settings, plan, run)


def _measure_portable(shop: Shop, plan: Plan, run: Run) -> None:
    settings = {"RINGUP_WRITES": "portable"}
    with run.part(f"{PORTABLE}: statements of each request"):
        run.results.statements.append(counting.counted(shop, PORTABLE, settings, plan.rounds))
    with serving(shop.url, shop.folder, settings=settings) as server:
        _measure_checkouts(Site(shop, server, PORTABLE), plan.buyers[:2], plan, run)


def _measure_checkouts(site: Site, buyers: tuple[int, ...], plan: Plan, run: Run) -> None:
    warm_up(site)
    for count in buyers:
        with run.part(f"{site.store}: {count} at once"):
            run.results.checkouts.append(checkouts(site, count, plan.of_checkouts))


def _measure_floor(shop: Shop, store: str, settings: dict[str, str], plan: Plan, run: Run) -> None:
    with run.part(f"{store}: the floor"):
        run.results.floors.extend(_floors(shop, store, settings, plan))


def _floors(shop: Shop, store: str, settings: dict[str, str], plan: Plan) -> list[Floor]:
    if isinstance(shop, PostgresShop):
        return floor_postgresql.floors(shop, store, settings, plan.buyers[:2], plan.of_floors)
    assert isinstance(shop, SqliteShop)  # noqa: S101 - there are two kinds
    return [floor_sqlite.floor(shop, store, settings, plan.of_floors)]


def _starts(shop: Shop, store: str, times: int) -> Start:
    seconds = []
    for _ in range(times):
        with serving(shop.url, shop.folder) as server:
            seconds.append(server.first_answer_seconds)
    return Start(store=store, seconds=tuple(seconds))
