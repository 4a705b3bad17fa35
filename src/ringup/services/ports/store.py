"""The shop's memory: what is read of it, and what is done to it in a transaction."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeAlias, TypeVar

import msgspec

from ringup.domain.facts import Facts, Shop
from ringup.domain.order import Address, Card, Order
from ringup.domain.stock import StockLevel
from ringup.services.accounts import Accounts
from ringup.services.claims import Claims
from ringup.services.event_log import Cursor
from ringup.services.once import KeptAnswer, KeptKey, Once
from ringup.services.ports.caller import Caller
from ringup.services.ports.stock import SYSTEM, Arrival, Cause, Demand, StockPlace, Supplied

T = TypeVar("T")


PlacedAt: TypeAlias = tuple[datetime, int]
"""When an order was placed, and its id."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which facts a request needs beyond those of the order's own lines."""

    variant_ids: frozenset[int] = frozenset()
    skus: frozenset[str] = frozenset()
    coupon_codes: frozenset[str] = frozenset()
    """Codes the request enters, as typed: how often their promotions were used is then a fact."""
    gift_cards: frozenset[str] = frozenset()
    """Hashes of the codes of gift cards it pays with."""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One fact of an order's life, written in the transaction that made it true.

    ``data`` holds only what JSON holds, amounts as minor units.
    """

    type: str
    actor: str
    data: Mapping[str, Any] = {}


class Reading(Protocol):
    """A look at the store: one consistent snapshot, no locks."""

    async def caller_by_key(self, key_hash: bytes) -> Caller | None:
        """Tell whose API key has this SHA-256 hash."""
        ...

    def now(self) -> datetime:
        """Tell the time as the store keeps it, to the millisecond."""
        ...

    async def peek(self, order_id: int, wanted: Wanted) -> tuple[Order, Facts] | None:
        """Load an order whole with its facts, without locking it."""
        ...

    async def facts(
        self, wanted: Wanted, *, user_id: int | None = None, currency: str | None = None
    ) -> Facts:
        """Fetch facts for no order in particular, at the default store.

        The user's store credit is that in the currency, or else in the default store's.
        """
        ...

    async def placed_orders(self, after: PlacedAt, limit: int) -> Sequence[tuple[Order, Facts]]:
        """Load placed orders whole, from the first after then on, as they were placed.

        How often their coupons were used is not among the facts.
        """
        ...

    async def user_ids(self, emails: Collection[str]) -> Mapping[str, int]:
        """Find users by their mail addresses, in any case; gives ids by case-folded address."""
        ...

    async def open_order_of(self, user_id: int, store_id: int | None = None) -> int | None:
        """Tell the id of the user's newest incomplete order, at any store or at this one."""
        ...

    async def card_used_by(self, user_id: int, source_id: int) -> tuple[int, Card] | None:
        """Find a card that a user saved or paid an order with, and its payment method's id."""
        ...

    async def signing_secret(self) -> bytes:
        """Give the secret that the shop signs what it gives out with."""
        ...

    async def address_of_user(self, address_id: int) -> tuple[int, Address] | None:
        """Find an address somebody saved, with its owner's user id."""
        ...

    async def cursor(self, subscriber: str) -> Cursor | None:
        """Tell how far a subscriber of events has come."""
        ...

    async def orders_with_due_attempts(self, now: datetime, limit: int) -> Sequence[int]:
        """Name orders with open payment attempts due by ``now``, the longest due first."""
        ...

    async def orders_with_expired_holds(self, now: datetime, limit: int) -> Sequence[int]:
        """Name orders some of whose holds on stock have run out by ``now``."""
        ...

    async def orders_left(self, since: datetime, limit: int) -> Sequence[int]:
        """Name unplaced orders with an email, untouched since then and not found left yet."""
        ...

    async def places_with_arrivals(self, limit: int) -> Sequence[Arrival]:
        """Name places where something has come that placed orders wait for."""
        ...

    async def orders_waiting_for(
        self, variant_id: int, stock_location_id: int, limit: int
    ) -> Sequence[int]:
        """Name placed orders that wait for a variant at a location, the longest waiting first."""
        ...


class Transaction(Reading, Claims, Protocol):
    """A transaction: all of it happens, or none. Order of work: order, then stock.

    A method that loses against a rule of the shop (stock, a coupon's limit, a credit) says so in
    its result; the verb then raises, and everything is rolled back.
    """

    @property
    def accounts(self) -> Accounts:
        """What can be done about people's accounts."""
        ...

    async def new_order_id(self) -> int:
        """Give a fresh order id (see ``domain.order.number_of``)."""
        ...

    async def load(self, order_id: int, wanted: Wanted) -> tuple[Order, Facts] | None:
        """Lock an order until the transaction ends, then load it whole, with its facts."""
        ...

    async def save(self, before: Order | None, after: Order, events: Sequence[Event]) -> Order:
        """Write the difference (``before`` is ``None`` for a new order) and the events.

        Gives the order as saved: its ``version`` is one higher and ``updated_at`` set, if anything
        differed. A constant number of statements, whatever the order's size.
        """
        ...

    async def delete(self, order: Order) -> None:
        """Remove an incomplete order with all that belongs to it."""
        ...

    async def hold_stock(
        self, order: Order, demands: Sequence[Demand], expires_at: datetime
    ) -> Supplied:
        """Make exactly these the order's holds until then, as far as they lie there already.

        What is held counts as unavailable for every other order. When anything is short the
        caller must raise.
        """
        ...

    async def release_holds(self, order: Order) -> None:
        """Let go of everything the order holds."""
        ...

    async def take_stock(
        self, order: Order, demands: Sequence[Demand], actor: str = SYSTEM
    ) -> Supplied:
        """Take from stock, using up the order's holds.

        Never below what is on hand and not held by others, unless backorderable. When anything is
        short the caller must raise, so that nothing is taken.
        """
        ...

    async def hold_plenty(
        self, order: Order, demands: Sequence[Demand], expires_at: datetime
    ) -> bool:
        """Hold stock as ``hold_stock`` does, but with the commit, and without a look at it.

        The order holds nothing elsewhere. All is done again should there not be enough beyond
        what is held; then, or for very many places, this says ``False`` and holds nothing.
        """
        ...

    async def take_plenty(
        self, order: Order, demands: Sequence[Demand], left: int, actor: str = SYSTEM
    ) -> bool:
        """Take stock as ``take_stock`` does, but with the commit, and without a look at it.

        As ``hold_plenty``, if at least ``left`` are then left beyond what others hold.
        """
        ...

    async def return_stock(self, order: Order, demands: Sequence[Demand], cause: Cause) -> None:
        """Put back what ``take_stock`` took."""
        ...

    async def exchange_stock(
        self, order: Order, taken: Sequence[Demand], returned: Sequence[Demand], cause: Cause
    ) -> Supplied:
        """Take some things as ``take_stock`` does, and put others back, all at once.

        No place is both taken from and returned to. When anything is refused the caller must
        raise, so that nothing is moved.
        """
        ...

    async def lock_stock(self, places: Sequence[StockPlace]) -> Mapping[StockPlace, StockLevel]:
        """Lock stock items until the transaction ends, and read them; others are left out."""
        ...

    async def recount_stock(self, changes: Mapping[StockPlace, int], cause: Cause) -> Sequence[int]:
        """Change counts that were locked before; gives the movements that explain it, by place."""
        ...

    async def open_stock(self, places: Sequence[StockPlace]) -> Sequence[StockPlace]:
        """Keep variants where they were not kept yet, with none of them; gives those places.

        Whether they are sold before they are there is as the location has it by default.
        """
        ...

    async def set_backorderable(self, place: StockPlace, backorderable: bool) -> None:  # noqa: FBT001 - what it is set to
        """Say whether a variant is sold at a place before it is there."""
        ...

    async def close_stock(self, place: StockPlace) -> None:
        """Keep a variant at a location no longer; its count was brought to zero before."""
        ...

    async def fill_backorder(self, arrival: Arrival) -> bool:
        """Count so many as waited for no longer; ``False`` if fewer have come that are free."""
        ...

    async def begin_cursor(self, subscriber: str, now: datetime) -> None:
        """Let a new subscriber begin at the present end of the log of events."""
        ...

    async def claim_cursor(self, subscriber: str, now: datetime, until: datetime) -> Cursor | None:
        """Take a cursor until then, if it is due; ``None`` if somebody else has it."""
        ...

    async def move_cursor(self, subscriber: str, after: int, moved: Cursor) -> None:
        """Move a claimed cursor from ``after``; one that was moved meanwhile stays."""
        ...

    async def keep_key(self, once: Once, until: datetime, answer: KeptAnswer | None) -> bool:
        """Take an idempotency key for a run that counts as running ``until``, or keep its answer.

        Another run's key can be taken once it is no longer valid, or has not been answered and was
        taken by the same request for a time that is over; if it cannot, ``False``. Waits for a
        transaction that is at the same key.
        """
        ...

    async def kept_key(self, once: Once) -> KeptKey | None:
        """Read what is kept of a key."""
        ...

    async def forget_keys(self, before: datetime, limit: int) -> int:
        """Delete so many keys that were taken before then; tells how many there were."""
        ...


class Store(Protocol):
    """The shop's memory."""

    async def shop(self) -> Shop:
        """Give the shop's seldom-changing facts; they are read again when they have changed."""
        ...

    async def read(self, work: Callable[[Reading], Awaitable[T]]) -> T:
        """Run ``work`` on one snapshot."""
        ...

    async def write(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run ``work`` in one transaction and commit; roll back when it raises.

        ``work`` may run more than once: serialization failures, deadlocks and a busy database are
        retried here and nowhere else. Raises ``Unavailable`` when the database cannot be reached.
        """
        ...

    async def held(self, work: Callable[["HeldStore"], Awaitable[T]]) -> T:
        """Run ``work`` with a store of its own, whose reads and writes are all one transaction.

        It is committed when ``work`` returns or lets go, whichever comes first, and rolled back
        when it raises. ``work`` may run more than once, as with ``write``, until it has let go.
        """
        ...

    async def let_go(self) -> None:
        """Commit what is still held, because something slow comes now; usually nothing is."""
        ...

    async def ping(self) -> None:
        """Ask the database anything; raises ``Unavailable``."""
        ...

    async def close(self) -> None:
        """Let go of every connection."""
        ...


class HeldStore(Store, Protocol):
    """The store as one request sees it, all in one transaction until that is over.

    It is over when the request lets go, and when a ``write`` raises, which undoes all of it; from
    then on this is the store as everybody sees it.
    """

    @property
    def was_let_go(self) -> bool:
        """Whether the transaction was committed before the end of the request."""
        ...

    async def undo(self) -> None:
        """Roll back what was not let go."""
        ...
