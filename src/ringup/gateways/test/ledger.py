"""The test gateway's own books: what it was asked under which key, and what it did.

They lie in an SQLite file of their own, never in the shop's database, so that a test can compare
what was truly charged with what the shop believes. Any number of processes may write at once.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import msgspec

from ringup.domain.money import Minor
from ringup.domain.payments.declines import Decline

_BUSY_SECONDS = 10
_OPENING_TRIES = 200

_TABLES = """
CREATE TABLE IF NOT EXISTS deeds (
    key TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('authorize', 'purchase', 'capture', 'void', 'credit')),
    reference TEXT NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    order_number TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('approved', 'declined', 'action_required')),
    code TEXT,
    message TEXT,
    ready_at REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS deeds_of_a_charge ON deeds (reference);
"""
_APPROVED_CHARGE = "kind IN ('authorize', 'purchase') AND state = 'approved'"
_COLUMNS = "key, kind, reference, amount, currency, order_number, state, code, message, ready_at"

Kind = Literal["authorize", "purchase", "capture", "void", "credit"]


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """One thing the gateway was asked for, and its answer.

    ``reference`` names the charge it belongs to, ``ready_at`` (seconds of the epoch) is when the
    answer is given. A declined void without a reference is a tombstone: it lies where a request
    was voided that had not arrived, and is what that request gets to hear.
    """

    key: str
    kind: Kind
    reference: str
    amount: Minor
    currency: str
    order_number: str
    state: Literal["approved", "declined", "action_required"]
    code: str | None = None
    message: str | None = None
    ready_at: float = 0.0

    @property
    def is_tombstone(self) -> bool:
        """Whether the key was voided before anything arrived under it."""
        return self.kind == "void" and self.state == "declined" and not self.reference


def tombstone(void: Deed, key: str) -> Deed:
    """Make what is to lie under ``key``, which was voided before anything arrived there."""
    return msgspec.structs.replace(
        void,
        key=key,
        reference="",
        state="declined",
        code=Decline.INVALID_REQUEST,
        message="The payment was voided before it arrived.",
    )


class Charge(msgspec.Struct, frozen=True, kw_only=True):
    """Where a charge stands: the sums of what was approved for it.

    A purchase that was voided, which only its key allows, has been given back.
    """

    currency: str
    authorized: Minor
    captured: Minor
    credited: Minor
    voided: bool


class Ledger:
    """The books in one file; made on first use."""

    def __init__(self, path: Path) -> None:
        """Open the file, and make its tables if they are not there."""
        self.path = path
        self._connection = _opened(path)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def find(self, key: str) -> Deed | None:
        """Tell what was done under this key, if anything."""
        query = f"SELECT {_COLUMNS} FROM deeds WHERE key = ?"  # noqa: S608 - our own columns
        row = self._connection.execute(query, (key,)).fetchone()
        return None if row is None else _deed(row)

    def once(self, key: str, decide: Callable[[], Deed]) -> Deed:
        """Give the deed of this key; decide and write it down if there is none yet.

        ``decide`` runs while no other process can write, so what it reads here still holds.
        """
        with self._writing():
            return self.find(key) or self.write(decide())

    def charge(self, reference: str) -> Charge | None:
        """Sum up a charge; ``None`` if no such authorization or purchase was approved."""
        rows = self._connection.execute(
            "SELECT kind, currency, sum(amount) FROM deeds"
            " WHERE reference = ? AND state = 'approved' GROUP BY kind, currency",
            (reference,),
        ).fetchall()
        sums = {kind: total for kind, _, total in rows}
        if not sums.keys() & {"authorize", "purchase"}:
            return None
        return _charge(rows[0][1], sums)

    def count(self) -> int:
        """Count the charges that were approved."""
        query = f"SELECT count(*) FROM deeds WHERE {_APPROVED_CHARGE}"  # noqa: S608 - our own words
        return int(self._connection.execute(query).fetchone()[0])

    def charges(self) -> Iterator[tuple[str, str, Charge]]:
        """Give each charge with its order's number and its reference, one after the other."""
        query = f"SELECT order_number, reference FROM deeds WHERE {_APPROVED_CHARGE}"  # noqa: S608
        for number, reference in self._connection.execute(f"{query} ORDER BY reference"):
            charge = self.charge(reference)
            if charge is not None:
                yield number, reference, charge

    def deeds(self) -> list[Deed]:
        """List all that was ever done, by key."""
        query = f"SELECT {_COLUMNS} FROM deeds ORDER BY key"  # noqa: S608 - our own columns
        return [_deed(row) for row in self._connection.execute(query)]

    def write(self, deed: Deed) -> Deed:
        """Write a deed down; to be called by whoever decides, while nobody else can write."""
        marks = ", ".join("?" * len(deed.__struct_fields__))
        self._connection.execute(
            f"INSERT INTO deeds ({_COLUMNS}) VALUES ({marks})",  # noqa: S608 - our own columns
            msgspec.structs.astuple(deed),
        )
        return deed

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")


def _opened(path: Path) -> sqlite3.Connection:
    """Open the file; several processes may be doing so for the first time, and take turns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(
        path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    for remaining in reversed(range(_OPENING_TRIES)):
        try:
            return _prepared(connection)
        except sqlite3.OperationalError:
            # Going over to WAL is refused at once, not waited for, while somebody else does it.
            if not remaining:
                raise
            time.sleep(0.01)
    raise AssertionError("unreachable")


def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    # A test gateway's books need to outlive a killed process, not a power cut.
    connection.executescript(f"PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; {_TABLES}")
    return connection


def _deed(row: tuple[object, ...]) -> Deed:
    return msgspec.convert(dict(zip(Deed.__struct_fields__, row, strict=True)), Deed)


def _charge(currency: str, sums: dict[str, Minor]) -> Charge:
    purchased = sums.get("purchase", 0)
    voided = "void" in sums
    return Charge(
        currency=currency,
        authorized=sums.get("authorize", 0) + purchased,
        captured=sums.get("capture", 0) + purchased,
        credited=sums.get("credit", 0) + (purchased if voided else 0),
        voided=voided,
    )
