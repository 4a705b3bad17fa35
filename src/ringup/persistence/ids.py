"""Ids that the program gives itself: blocks of a counter for orders, transactions for events."""

BLOCK = 256
"""So many ids a process takes from a counter at once; what is left when it ends is never used."""

LOW = 16
"""With fewer left than this, a block is replaced before the next transaction begins."""


class IdBlock:
    """The ids of one counter that are this process's to give."""

    def __init__(self, counter: str) -> None:
        """Start empty; ``counter`` is a name in ``id_counters``."""
        self.counter = counter
        self._next = self._end = 0

    def __len__(self) -> int:
        """Tell how many are left."""
        return self._end - self._next

    def refill(self, first: int) -> None:
        """Go on with the block that starts at ``first``, which was taken and committed."""
        self._next, self._end = first, first + BLOCK

    def take(self, count: int = 1) -> int:
        """Give the first of ``count`` ids in a row; there must be so many left."""
        first = self._next
        self._next += count
        return first


EVENTS_IN_A_TRANSACTION = 1 << 12
"""Ids of events are numbers of transactions, each with room for so many events."""


class EventIds:
    """Ids for events that grow in the order of commits, so that who reads on misses none.

    On SQLite, where one writes at a time, an id is the last one and one more. On PostgreSQL it is
    made of the number of the transaction (see ``postgres_session``), counted from ``base``: the
    numbers of a database that was moved to another server may start again from below.
    """

    def __init__(self) -> None:
        """Start without knowing the base."""
        self.base: int | None = None

    @property
    def first(self) -> int:
        """What the first event of a transaction adds to its number."""
        return (self.base or 0) * EVENTS_IN_A_TRANSACTION
