"""The least a checkout can cost on PostgreSQL: its very statements, replayed by ``pgbench``.

The statements are taken from the server's log while the program runs, with their parameters, and
put into a script for ``pgbench -M prepared``. One statement more makes the parameters that vary; it
is measured alone and taken off.
"""

import os
import re
import resource
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from bench.captured import Captured, Checkout, pieces_of, shortest, varies
from bench.counting import QUIET, WARM_UP
from bench.processes import cpu_seconds
from bench.results import Floor
from bench.serving import serving
from bench.shops import PostgresShop
from ringup.cli.driving.checkout import Buyer
from ringup.cli.driving.connection import Address
from ringup.cli.driving.crowd import run
from ringup.cli.driving.learning import learned
from ringup.domain.order import order_id_from
from tools.system_parts import find_postgres

HOW = "pgbench -M prepared replays the statements of one checkout, taken from the server's log"
FIRST_REPLAYED = 500_000_000
SPACE = 50_000_000
"""So many order ids are set aside for each replay."""
TAKEN = 3
FEW = 15
"""So many checkouts of each client go before, to be taken off."""
REAPING_SECONDS = 0.3
SESSION = "-c jit=off -c timezone=UTC"
"""As the program's own connections are set."""

_SAID = re.compile(r"LOG:  (?:statement: |execute [^:]+: )(.*)", re.DOTALL)
_WITH = re.compile(r"DETAIL:  [Pp]arameters: (.*)", re.DOTALL)
_PARAMETER = re.compile(r"\$(\d+) = (NULL|'(?:[^']|'')*')")
_PREPARED = re.compile(r"PREPARE (\w+) AS ([^;]+)")
_CALLED = re.compile(r"EXECUTE (\w+)\((.*)\)")
_PLACE = re.compile(r"\$(\d+)")
_LITERAL = re.compile(r"'(?:[^']|'')*'")
HEAD = r"""\set n :n + 1
\set oid :first + :client_id * 1000000 + :n
\set shift :first * 100 + :client_id * 20000000 + :n * 1000
"""


class Script(msgspec.Struct, frozen=True):
    """What pgbench is given: its files' texts, and the parameters that never vary."""

    making: str
    whole: str
    constants: dict[str, str]
    statements: int


class Crowd(msgspec.Struct, frozen=True):
    """How many replay at once, from which order on, and for how long."""

    buyers: int
    first: int
    seconds: float


class Replayed(msgspec.Struct, frozen=True):
    """How many pgbench replayed in how many seconds, and the seconds of CPU it took."""

    done: int
    seconds: float
    replayer: float
    database: float

    def beyond(self, few: "Replayed") -> "Replayed":
        """Take off what fewer cost."""
        return Replayed(
            self.done - few.done,
            self.seconds - few.seconds,
            self.replayer - few.replayer,
            self.database - few.database,
        )


class NotReplayed(RuntimeError):
    """The replay did not place the orders that the program placed."""


def floors(
    shop: PostgresShop,
    store: str,
    settings: dict[str, str],
    buyers: tuple[int, ...],
    seconds: float,
) -> list[Floor]:
    """Take a checkout from the program and replay it for so many buyers, one after the other.

    Raises ``NotReplayed`` when what is replayed does not place orders.
    """
    script = script_of(captured(shop, settings))
    found = []
    for number, count in enumerate(buyers):
        crowd = Crowd(count, FIRST_REPLAYED + number * SPACE, seconds)
        found.append(_floor(shop, store, script, crowd))
    return found


def captured(shop: PostgresShop, settings: dict[str, str]) -> Checkout:
    """Let the program place an order, and read in the log what it said meanwhile."""
    _log_statements(shop, "all")
    try:
        with serving(shop.url, shop.folder, settings=settings | QUIET) as server:
            return shortest(run(_captured(shop, Address.of(server.url))))
    finally:
        _log_statements(shop, "none")


async def _captured(shop: PostgresShop, address: Address) -> list[Checkout]:
    buyer = Buyer(address, await learned(address))
    for _ in range(WARM_UP):
        await buyer.check_out()
    taken = []
    for _ in range(TAKEN):
        start = len(shop.cluster.log)
        await buyer.check_out()
        order_id = order_id_from(buyer.seen.number) or 0
        said = tuple(statements_in(shop.cluster.log[start:], shop.name))
        taken.append(Checkout(order_id, said))
    buyer.connection.close()
    return taken


def statements_in(log: str, database: str) -> Iterator[Captured]:
    """Read the statements that were logged for one database, transaction control included."""
    records = [record for record in log.split("@@") if record.startswith(f"{database} ")]
    for record, following in zip(records, [*records[1:], ""], strict=True):
        if not (said := _SAID.search(record)):
            continue
        if told := _WITH.search(following):
            yield Captured(said[1].strip(), parameters_in(told[1]))
        else:
            known = dict(_PREPARED.findall(following))
            parts = [_spelled(part.strip(), known) for part in said[1].split(";") if part.strip()]
            yield from (Captured(part, with_last=bool(i)) for i, part in enumerate(parts))


def _spelled(statement: str, known: Mapping[str, str]) -> str:
    """Write out one that the server was told by name."""
    called = _CALLED.fullmatch(statement)
    if called is None or called[1] not in known:
        return statement
    arguments = called[2].split(", ")
    return _PLACE.sub(lambda found: arguments[int(found[1]) - 1], known[called[1]].strip())


def parameters_in(told: str) -> tuple[str | None, ...]:
    """Read ``$1 = 'it''s', $2 = NULL``."""
    found = (text for _, text in _PARAMETER.findall(told))
    return tuple(None if text == "NULL" else text[1:-1].replace("''", "'") for text in found)


def script_of(checkout: Checkout, head: str = HEAD) -> Script:
    """Write a checkout, or a part of one, as pgbench takes it."""
    made: dict[str, str] = {}
    constants: dict[str, str] = {}
    trips: list[list[str]] = []
    for number, said in enumerate(checkout.statements):
        variables = []
        for position, text in enumerate(said.arguments):
            name = f"p{number}_{position}"
            variables.append(_variable(name, text, checkout.order_id, made, constants))
        sql = _varied(said.sql, f"u{number}", checkout.order_id, made)
        line = _statement(sql, variables, checkout.order_id)
        if said.with_last:
            trips[-1].append(line)
        else:
            trips.append([line])
    making = head + _making(made)
    said_all = "".join(map(_in_one_trip, trips))
    return Script(making, making + said_all, constants, len(checkout.statements))


def _in_one_trip(lines: list[str]) -> str:
    if len(lines) == 1:
        return lines[0]
    return "\\startpipeline\n" + "".join(lines) + "\\endpipeline\n"


def _variable(
    name: str, text: str | None, order_id: int, made: dict[str, str], constants: dict[str, str]
) -> str:
    if text is None:
        return "NULL"
    if text == str(order_id):
        return ":oid"
    if varies(text, order_id):
        made[name] = " || ".join(_expressions(text, order_id))
    else:
        constants[name] = text
    return f":{name}"


def _varied(sql: str, name: str, order_id: int, made: dict[str, str]) -> str:
    """Make variables of the unique numbers that stand in a statement's own text."""
    parts = []
    for position, piece in enumerate(pieces_of(sql, order_id)):
        if piece.varies == "unique":
            made[f"{name}_{position}"] = f"v.s + {piece.text}"
        parts.append(f":{name}_{position}" if piece.varies == "unique" else piece.text)
    return "".join(parts)


def _expressions(text: str, order_id: int) -> Iterator[str]:
    for piece in pieces_of(text, order_id):
        if piece.varies == "order":
            yield "v.o"
        elif piece.varies:
            yield f"CAST(v.s + {piece.text} AS text)"
        elif piece.text:
            yield _quoted(piece.text)


def _making(made: dict[str, str]) -> str:
    if not made:
        return "SELECT 1;\n"
    columns = ", ".join(f"{expression} AS {name}" for name, expression in made.items())
    source = "(SELECT CAST(:oid AS text) AS o, CAST(:shift AS bigint) AS s) AS v"
    return f"SELECT {columns} FROM {source} \\gset\n"


def _statement(sql: str, variables: list[str], order_id: int) -> str:
    safe = _LITERAL.sub(lambda found: _quoted(found[0][1:-1].replace("''", "'")), sql)
    with_order = re.sub(rf"(?<!\d){order_id}(?!\d)", ":oid", safe)
    filled = re.sub(r"\$(\d+)", lambda found: variables[int(found[1]) - 1], with_order)
    return " ".join(filled.split("\n")) + ";\n"


def _quoted(text: str) -> str:
    """Write a literal in which pgbench finds no variable."""
    if not {":", "\\", "\n"} & set(text):
        return "'" + text.replace("'", "''") + "'"
    escaped = text.replace("\\", r"\\").replace("'", r"\'").replace(":", r"\x3a")
    return "E'" + escaped.replace("\n", r"\n") + "'"


def _floor(shop: PostgresShop, store: str, script: Script, crowd: Crowd) -> Floor:
    whole = _steady(shop, script.whole, script.constants, crowd)
    making = _steady(shop, script.making, {}, crowd)
    _check(shop, crowd.first, whole.done)
    made = (making.replayer + making.database) / making.done
    return Floor(
        store=store,
        how=HOW,
        buyers=crowd.buyers,
        statements=script.statements,
        checkouts=whole.done,
        per_second=whole.done / whole.seconds,
        milliseconds=(whole.replayer + whole.database) / whole.done * 1000 - made * 1000,
        of_replayer=(whole.replayer / whole.done - making.replayer / making.done) * 1000,
        making=made * 1000,
    )


def _steady(shop: PostgresShop, script: str, constants: dict[str, str], crowd: Crowd) -> Replayed:
    """Replay a few, then many, and give the difference.

    So neither connecting counts, nor preparing, nor the first runs of a statement, which
    PostgreSQL plans anew five times.
    """
    file = shop.folder / "replayed.sql"
    file.write_text(script)
    given = [part for name, text in constants.items() for part in ("-D", f"{name}={text}")]
    options = ["-n", "-M", "prepared", "-c", str(crowd.buyers), "-f", str(file), *given]
    few = replayed(shop, [*options, "-D", f"first={crowd.first}", "-D", "n=0", "-t", str(FEW)])
    # As many as fill the time, but never so few that taking off the first leaves next to nothing.
    count = max(2 * FEW, round(crowd.seconds * FEW / few.seconds))
    many = replayed(
        shop, [*options, "-D", f"first={crowd.first}", "-D", f"n={FEW}", "-t", str(FEW + count)]
    )
    return many.beyond(few)


def replayed(shop: PostgresShop, options: list[str], session: str = SESSION) -> Replayed:
    """Run pgbench once, and weigh it. Raises ``NotReplayed``."""
    replayer, database = _children_seconds(), cpu_seconds(shop.pid)
    began = time.perf_counter()
    told = subprocess.run(
        [_pgbench(), *options, shop.url],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PGOPTIONS": session},
    )
    seconds = time.perf_counter() - began
    found = re.search(r"transactions actually processed: (\d+)", told.stdout)
    if told.returncode or not found:
        raise NotReplayed(f"pgbench: {told.stderr[-2000:]}")
    # Each backend's time is its parent's once it has ended; until then it may be nobody's.
    time.sleep(REAPING_SECONDS)
    return Replayed(
        done=int(found[1]),
        seconds=seconds,
        replayer=_children_seconds() - replayer,
        database=cpu_seconds(shop.pid) - database,
    )


def _check(shop: PostgresShop, first: int, done: int) -> None:
    """Make sure that the replay did what the program did: placed orders."""
    placed = shop.number(
        f"SELECT count(*) FROM orders WHERE id BETWEEN {first} AND {first + SPACE - 1}"
        " AND state = 'complete' AND total = 2179"
    )
    if placed < done:
        raise NotReplayed(f"{done} checkouts were replayed, but {placed} orders placed")


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _log_statements(shop: PostgresShop, which: str) -> None:
    shop.cluster.execute(f"ALTER SYSTEM SET log_statement = '{which}'")
    shop.cluster.execute("SELECT pg_reload_conf()")
    time.sleep(0.2)


def _pgbench() -> Path:
    programs = find_postgres()
    assert programs is not None  # noqa: S101 - its server is running
    return programs / "pgbench"
