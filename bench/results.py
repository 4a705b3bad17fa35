"""What is measured, as it is kept in JSON. Times are milliseconds unless a name says otherwise."""

import msgspec

from bench.machine import Machine
from ringup.cli.driving.crowd import Waits

PORTABLE = "postgresql (portable)"
"""What PostgreSQL is called where orders are written in the portable form."""


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """Milliseconds of processor time that one checkout, or one request, took of each side.

    ``None`` where the system does not tell. An embedded database is in ``server``.
    """

    server: float | None
    database: float | None
    client: float

    @property
    def shop(self) -> float | None:
        """Give server and database together."""
        return None if self.server is None else self.server + (self.database or 0.0)


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """One thing done over and over by so many buyers at once."""

    store: str
    """Which database, and how durable, or how it is written to: ``sqlite``, ``sqlite (all)``,
    ``postgresql (portable)``."""
    what: str
    buyers: int
    workers: int
    done: int
    seconds: float
    per_second: float
    waits: tuple[Waits, ...]
    cost: Cost
    log_bytes: float | None = None
    """Bytes written to the write-ahead log for each; ``None`` where it was not looked at."""
    resident_mb: float | None = None
    """What the largest server process held afterwards, in millions of bytes."""


class Statements(msgspec.Struct, frozen=True, kw_only=True):
    """How many SQL statements each request of a checkout made, transaction control apart."""

    store: str
    by_step: dict[str, float]
    transactions: dict[str, float]
    """How often each request began a transaction."""
    log_bytes: float | None = None
    """Bytes of write-ahead log that one checkout wrote when nothing else went on."""

    @property
    def most(self) -> float:
        """Give the largest number there was in one request."""
        return max(self.by_step.values(), default=0.0)


class Floor(msgspec.Struct, frozen=True, kw_only=True):
    """What the statements of one checkout cost when nothing but the database runs them."""

    store: str
    how: str
    buyers: int
    statements: int
    checkouts: int
    per_second: float
    milliseconds: float
    """Processor time of the database and of whoever replays, for one checkout."""
    of_replayer: float
    making: float
    """What it cost to make the varying parameters; taken off already."""


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """Where the server was, seen once a millisecond of its CPU: shares of 1, the largest first.

    ``parts`` are those of the program, ``functions`` the ones seen most often.
    """

    store: str
    checkouts: int
    samples: int
    parts: dict[str, float]
    functions: dict[str, float]


class Start(msgspec.Struct, frozen=True, kw_only=True):
    """How long ``ringup serve`` took from its start to its first answer: each try, in seconds."""

    store: str
    seconds: tuple[float, ...]


class Sale(msgspec.Struct, frozen=True, kw_only=True):
    """Everybody wants the same thing at once."""

    store: str
    buyers: int
    stock: int
    sold: int
    refused: int
    left: int
    seconds: float
    sold_per_second: float
    completions_per_second: float
    """The last step alone, when every order stood in ``confirm`` and there was enough for all."""


class HotRow(msgspec.Struct, frozen=True, kw_only=True):
    """What so many who buy at once make of one stock item's row: each a number a second."""

    store: str
    buyers: int
    commits: float
    """Transactions of one inserted row, each on the disk: what the machine allows."""
    taken_of_one: float
    """Stock of one variant taken, by the statements of the program and nothing else."""
    taken_of_many: float
    sold_of_one: float
    """Orders of one variant placed: what is said to the database before and after the gateway."""
    sold_of_many: float


class Growth(msgspec.Struct, frozen=True, kw_only=True):
    """What a checkout costs as one thing grows."""

    store: str
    of: str
    size: int
    load: Load


class Peer(msgspec.Struct, frozen=True, kw_only=True):
    """Another engine on the same machine, driven through its own checkout."""

    name: str
    version: str
    how: str
    load: Load | None = None
    statements: float | None = None
    left_out: str | None = None
    """Why there are no figures."""


class Results(msgspec.Struct, kw_only=True):
    """One whole run; it fills while the bench goes on."""

    made_at: str
    options: dict[str, str]
    machine: Machine
    minutes: float = 0.0
    postgresql_settings: tuple[str, ...] = ()
    starts: list[Start] = []
    statements: list[Statements] = []
    checkouts: list[Load] = []
    endpoints: list[Load] = []
    lists: list[Growth] = []
    floors: list[Floor] = []
    profiles: list[Profile] = []
    sales: list[Sale] = []
    hot_rows: list[HotRow] = []
    growth: list[Growth] = []
    peers: list[Peer] = []
    remarks: list[str] = []
    """What was left out, and why."""
    failures: list[str] = []
    """What went wrong: there are no figures of it."""
