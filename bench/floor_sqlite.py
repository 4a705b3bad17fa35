"""The least a checkout can cost on SQLite: its very statements, executed one after the other.

They are taken from the traced server with their parameters, and executed by Python's own
``sqlite3`` (a thin layer of C: each statement is prepared once, its parameters are bound, its rows
are fetched) in a process that has nothing else to do: no HTTP, no order, no line of Ringup's. The
parameters of every order are made beforehand, outside of the time that is measured.
"""

import importlib
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from bench.captured import Captured, Checkout, pieces_of, shortest, varying
from bench.counting import QUIET, WARM_UP, is_of, kind_of
from bench.results import Floor
from bench.serving import serving
from bench.shops import SqliteShop
from bench.traced import Spoken, spoken_in
from ringup.cli.driving.checkout import Buyer
from ringup.cli.driving.connection import Address
from ringup.cli.driving.crowd import run
from ringup.cli.driving.learning import learned
from ringup.domain.order import order_id_from

HOW = "Python's sqlite3 executes the statements of one checkout, prepared once, and nothing else"
FIRST_REPLAYED = 500_000_000
TAKEN = 3
CHUNK = 100


class Replay(msgspec.Struct, frozen=True):
    """What the replaying process is told."""

    database: str
    seconds: float
    checkout: Checkout
    lent: tuple[Spoken, ...]
    """The functions and pragmas that each connection began with."""
    first: int
    """The id of the first order that is replayed."""


class Replayed(msgspec.Struct, frozen=True):
    """What it did, in how much time, and with how much of the processor's."""

    done: int
    seconds: float
    cpu_seconds: float


class NotReplayed(RuntimeError):
    """The replay did not place the orders that the program placed."""


def floor(shop: SqliteShop, store: str, settings: dict[str, str], seconds: float) -> Floor:
    """Take a checkout from the program and replay it. Raises ``NotReplayed``."""
    replay = captured(shop, settings, seconds)
    file = shop.folder / "replay.msgpack"
    file.write_bytes(msgspec.msgpack.encode(replay))
    told = subprocess.run(
        [sys.executable, "-m", "bench.floor_sqlite", str(file)],
        check=False,
        capture_output=True,
        cwd=Path(__file__).parents[1],
    )
    if told.returncode:
        raise NotReplayed(told.stderr.decode()[-2000:])
    replayed = msgspec.json.decode(told.stdout, type=Replayed)
    milliseconds = replayed.cpu_seconds / replayed.done * 1000
    return Floor(
        store=store,
        how=HOW,
        buyers=1,
        statements=sum(kind_of(said.sql) == "statement" for said in replay.checkout.statements),
        checkouts=replayed.done,
        per_second=replayed.done / replayed.seconds,
        milliseconds=milliseconds,
        of_replayer=milliseconds,
        making=0.0,
    )


def captured(shop: SqliteShop, settings: dict[str, str], seconds: float) -> Replay:
    """Let the program place an order on a traced server, and read what it said meanwhile."""
    trace = shop.folder / "trace-of-floor"
    program = ("-m", "bench.traced", str(trace), "serve")
    with serving(shop.url, shop.folder, program=program, settings=settings | QUIET) as server:
        checkout = shortest(run(_captured(shop, trace, Address.of(server.url))))
    used = {said.connection for said in checkout.statements}
    lent = (
        spoken
        for spoken in spoken_in(trace)
        if spoken.connection in used and (spoken.kind == "function" or _is_opening(spoken))
    )
    first = max(FIRST_REPLAYED, shop.number("SELECT max(id) FROM orders") + 1)
    return Replay(str(shop.path), seconds, checkout, tuple(lent), first)


async def _captured(shop: SqliteShop, trace: Path, address: Address) -> list[Checkout]:
    buyer = Buyer(address, await learned(address))
    for _ in range(WARM_UP):
        await buyer.check_out()
    taken = []
    for _ in range(TAKEN):
        before = len(_said(shop, trace))
        await buyer.check_out()
        said = tuple(_said(shop, trace)[before:])
        taken.append(Checkout(order_id_from(buyer.seen.number) or 0, said))
    buyer.connection.close()
    return taken


def _said(shop: SqliteShop, trace: Path) -> list[Captured]:
    return [
        Captured(spoken.text, spoken.arguments, spoken.connection)
        for spoken in spoken_in(trace)
        if spoken.kind == "statement" and is_of(spoken, str(shop.path))
    ]


def _is_opening(spoken: Spoken) -> bool:
    sql = spoken.text.upper()
    return sql.startswith("PRAGMA") and "DEFER" not in sql


def replayed(replay: Replay) -> Replayed:
    """Do it: the part that is measured runs statements and nothing else. Raises ``NotReplayed``."""
    database = Path(replay.database)
    connections = _opened(replay, database)
    done, seconds, used = 0, 0.0, 0.0
    while seconds < replay.seconds:
        work = list(_chunk(replay.checkout, connections, replay.first + done))
        began, began_cpu = time.perf_counter(), time.process_time()
        for connection, sql, arguments in work:
            connection.execute(sql, arguments).fetchall()
        seconds += time.perf_counter() - began
        used += time.process_time() - began_cpu
        done += CHUNK
    _check(next(iter(connections.values())), replay.first, done)
    return Replayed(done, seconds, used)


def _opened(replay: Replay, database: Path) -> dict[int, sqlite3.Connection]:
    connections = {
        said.connection: sqlite3.connect(database, isolation_level=None, cached_statements=1024)
        for said in replay.checkout.statements
    }
    for spoken in replay.lent:
        connection = connections[spoken.connection]
        if spoken.kind == "function":
            module, _, name = spoken.text.partition(":")
            lent: Any = importlib.import_module(module)
            for part in name.split("."):
                lent = getattr(lent, part)
            name_in_sql, narg = spoken.arguments
            connection.create_function(name_in_sql, narg, lent, deterministic=True)
        else:
            connection.execute(spoken.text).fetchall()
    return connections


def _chunk(
    checkout: Checkout, connections: dict[int, sqlite3.Connection], first: int
) -> Iterator[tuple[sqlite3.Connection, str, Any]]:
    for new_id in range(first, first + CHUNK):
        other = Another(checkout.order_id, new_id, (new_id - checkout.order_id) * 100)
        for said in checkout.statements:
            yield connections[said.connection], said.sql, other.arguments(said.arguments)


class Another(msgspec.Struct, frozen=True):
    """Turns parameters into those of another order."""

    order_id: int
    new_id: int
    shift: int

    def arguments(self, given: Any) -> Any:  # noqa: ANN401 - positional or by name
        """Turn all parameters of a statement."""
        if isinstance(given, dict):
            return {name: self.value(value) for name, value in given.items()}
        return tuple(self.value(value) for value in given)

    def value(self, value: object) -> object:
        """Turn one."""
        if isinstance(value, str):
            return "".join(self._pieces(value))
        return self._number(value) if type(value) is int else value

    def _number(self, number: int) -> int:
        how = varying(number, self.order_id)
        if how == "order":
            return self.new_id
        return number + self.shift if how else number

    def _pieces(self, text: str) -> Iterable[str]:
        for piece in pieces_of(text, self.order_id):
            yield str(self._number(int(piece.text))) if piece.varies else piece.text


def _check(connection: sqlite3.Connection, first: int, done: int) -> None:
    found = "SELECT count(*) FROM orders WHERE id >= ? AND state = 'complete' AND total = 2179"
    (placed,) = connection.execute(found, (first,)).fetchone()
    if placed != done:
        raise NotReplayed(f"{done} checkouts were replayed, but {placed} orders placed")


if __name__ == "__main__":
    told = msgspec.msgpack.decode(Path(sys.argv[1]).read_bytes(), type=Replay)
    sys.stdout.write(msgspec.json.encode(replayed(told)).decode())
