"""Counts the SQL statements of each request, and what one checkout writes to the log.

One buyer, one request at a time, so that whatever the database counts in between is that request's.
"""

import contextlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from bench.results import Statements
from bench.serving import SERVE, serving
from bench.shops import PostgresShop, Shop, SqliteShop
from bench.traced import Spoken, spoken_in
from ringup.cli.driving.checkout import STEPS, Buyer
from ringup.cli.driving.connection import Address
from ringup.cli.driving.crowd import run
from ringup.cli.driving.learning import learned

WARM_UP = 12
ROUNDS = 5
QUIET = {"RINGUP_SWEEP_SECONDS": "0"}
"""While statements are counted one by one, nothing may happen beside the requests."""

_CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SAVEPOINT", "RELEASE", "SET", "SHOW")
# A transaction of its own, with which the disk is waited for after another one.
_WAITING = "SELECT pg_logical_emit_message"
_PATTERN = "^(" + "|".join((*_CONTROL, _WAITING)) + ")"


class Meter(Protocol):
    """Tells how many statements there have been."""

    def read(self) -> tuple[int, int]:
        """Give the number of statements, and of transactions begun, so far."""
        ...


class PostgresMeter:
    """Asks ``pg_stat_statements``, from another database."""

    def __init__(self, shop: PostgresShop) -> None:
        """Take the shop whose database counts."""
        self._shop = shop

    def read(self) -> tuple[int, int]:
        told = self._shop.cluster.execute(
            f"SELECT coalesce(sum(calls) FILTER (WHERE query !~* '{_PATTERN}'), 0),"
            " coalesce(sum(calls) FILTER (WHERE query ~* '^BEGIN'), 0)"
            f" - coalesce(sum(calls) FILTER (WHERE query ~* '^{_WAITING}'), 0)"
            " FROM pg_stat_statements WHERE dbid ="
            f" (SELECT oid FROM pg_database WHERE datname = '{self._shop.name}')"
        )
        statements, transactions = told.split("|")
        return int(statements), int(transactions)


class SqliteMeter:
    """Reads what the traced server wrote down."""

    def __init__(self, shop: SqliteShop, file: Path) -> None:
        """Take the shop, and the file of the server's trace."""
        self._database = str(shop.path)
        self._file = file

    def read(self) -> tuple[int, int]:
        kinds = Counter(
            kind_of(spoken.text)
            for spoken in spoken_in(self._file)
            if spoken.kind == "statement" and is_of(spoken, self._database)
        )
        return kinds["statement"], kinds["begin"]


def is_of(spoken: Spoken, database: str) -> bool:
    """Whether it was said to the shop's database, and not to the test gateway's own books."""
    return Path(spoken.file) == Path(database)


def kind_of(sql: str) -> str:
    """Tell statements from transaction control."""
    head = sql.lstrip().upper()
    if head.startswith("BEGIN"):
        return "begin"
    return "control" if head.startswith(_CONTROL) else "statement"


@contextlib.contextmanager
def metered(shop: Shop, settings: dict[str, str]) -> Iterator[tuple[str, Meter]]:
    """Serve the shop so that its statements can be counted; gives the server's address too."""
    trace = shop.folder / "trace"
    traced = ("-m", "bench.traced", str(trace), "serve")
    program = traced if isinstance(shop, SqliteShop) else SERVE
    with serving(shop.url, shop.folder, program=program, settings=settings | QUIET) as server:
        yield server.url, meter_of(shop, trace)


def meter_of(shop: Shop, trace: Path) -> Meter:
    """Give the meter of this kind of database."""
    if isinstance(shop, SqliteShop):
        return SqliteMeter(shop, trace)
    assert isinstance(shop, PostgresShop)  # noqa: S101 - there are two kinds
    return PostgresMeter(shop)


def counted(shop: Shop, store: str, settings: dict[str, str], rounds: int = ROUNDS) -> Statements:
    """Count the statements of each of the seven requests, and the bytes that all of them log."""
    with metered(shop, settings) as (url, meter):
        return run(_counted(shop, store, Address.of(url), meter, rounds))


async def _counted(
    shop: Shop, store: str, address: Address, meter: Meter, rounds: int
) -> Statements:
    buyer = Buyer(address, await learned(address))
    for _ in range(WARM_UP):
        await buyer.check_out()
    statements: Counter[str] = Counter()
    transactions: Counter[str] = Counter()
    for _ in range(rounds):
        for step in STEPS:
            before = meter.read()
            await buyer.take(step)
            after = meter.read()
            statements[step.name] += after[0] - before[0]
            transactions[step.name] += after[1] - before[1]
    logged = [await _logged(shop, buyer) for _ in range(rounds)]
    buyer.connection.close()
    return Statements(
        store=store,
        by_step={step.name: statements[step.name] / rounds for step in STEPS},
        transactions={step.name: transactions[step.name] / rounds for step in STEPS},
        log_bytes=sum(logged) / rounds,
    )


async def _logged(shop: Shop, buyer: Buyer) -> int:
    if isinstance(shop, SqliteShop):
        # The log of SQLite begins anew after a checkpoint, and one checkout stays below the next.
        shop.settle()
    before = shop.log_position()
    await buyer.check_out()
    return shop.log_position() - before
