"""A transaction on the store, the same on both databases."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, FromClause, Table, delete, insert, tuple_, update
from sqlalchemy.sql.dml import UpdateBase

from ringup.domain.facts import Facts
from ringup.domain.money import Minor, Money
from ringup.domain.order import Order
from ringup.domain.stock import StockLevel
from ringup.persistence import chain, claims, cursors, keys, plenty, schema, stock
from ringup.persistence.accounts import AccountRows
from ringup.persistence.claims import ClaimStatements
from ringup.persistence.difference import difference, saved
from ringup.persistence.durability import binds
from ringup.persistence.ids import EventIds, IdBlock
from ringup.persistence.known import CATALOGUE_TABLES, Known
from ringup.persistence.reading import StoreReading
from ringup.persistence.records import FAMILY
from ringup.persistence.session import Session
from ringup.persistence.shop import SHOP_TABLES
from ringup.persistence.spelling import Spelling
from ringup.persistence.statements import Found, Statement
from ringup.persistence.stock import Moving, StockStatements
from ringup.services.event_log import Cursor
from ringup.services.once import KeptAnswer, KeptKey, Once
from ringup.services.ports.clock import Clock
from ringup.services.ports.stock import SYSTEM, Arrival, Cause, Demand, StockPlace, Supplied
from ringup.services.ports.store import Event, Wanted

REFILL = "UPDATE id_counters SET next = next + $2 WHERE name = $1 RETURNING next - $2"
NO_ORDER = 0
"""No order has this id, so it holds nothing."""

_SHOP_CHANGED = "UPDATE shop_version SET version = version + 1"
_CATALOGUE_CHANGED = "UPDATE shop_version SET catalogue = catalogue + 1"
_TURN = "UPDATE shop_version SET version = version"
_TABLES = (*reversed([kept.table for kept in FAMILY]), schema.events)


class Supplies(msgspec.Struct, frozen=True):
    """What a process keeps from one transaction to the next: ids to give, statements ready."""

    order_ids: IdBlock
    movement_ids: IdBlock
    event_ids: EventIds
    stock: StockStatements
    claims: ClaimStatements
    unsure: set[int]
    """The orders for which there seemed to be plenty, until that is committed."""

    @property
    def blocks(self) -> tuple[IdBlock, ...]:
        """The blocks of ids that have to be filled up now and then."""
        return self.order_ids, self.movement_ids


def supplies(spelling: Spelling) -> Supplies:
    """Start with no ids yet."""
    return Supplies(
        order_ids=IdBlock("orders"),
        movement_ids=IdBlock("stock_movements"),
        event_ids=EventIds(),
        stock=StockStatements(spelling),
        claims=ClaimStatements(spelling),
        unsure=set(),
    )


class StoreTransaction(StoreReading):
    """Fits ``ports.store.Transaction``."""

    def __init__(self, session: Session, known: Known, clock: Clock, supplies: Supplies) -> None:
        """Work through a connection on which a transaction has begun."""
        super().__init__(session, known, clock)
        self._supplies = supplies
        self.must_last = False
        """Whether what was done has to be on the disk before anybody is told of it."""
        self._counted_up: set[str] = set()
        self._orders: dict[int, Order] = {}
        self._events = 0
        self._unsure: set[int] = set()

    def committed(self) -> None:
        """Let the process know the orders as this transaction saw them and left them."""
        for order in self._orders.values():
            self._known.orders.keep(order)
        self._supplies.unsure.difference_update(self._unsure)

    def _seen(self, order: Order) -> None:
        self._orders[order.id] = order

    async def execute(self, statement: Statement, rows: Sequence[Mapping[str, Any]] = ()) -> None:
        """Run a Core insert, update or delete: once, or once for each row of parameters.

        What changes the shop or the catalogue counts up its version, so that every process reads
        it again.
        """
        self.must_last = True
        await self._session.execute(statement, rows)
        if isinstance(statement, UpdateBase):
            await self._changed(statement.table)

    async def insert(self, table: Table, row: Mapping[str, Any]) -> int:
        """Insert a row into a table that numbers its rows itself, and give its number."""
        self.must_last = True
        await self._session.begin()
        made = await self._session.select(insert(table).values(row).returning(table.c.id))
        await self._changed(table)
        id_: int = made[0]["id"]
        return id_

    async def take_turn(self) -> None:
        """Wait for everyone else who took a turn, before something of the store is changed.

        They all wait for one row, and whoever has it sees what the last one left.
        """
        await self._session.change(_TURN)

    async def changing(self, table: Table) -> None:
        """Have every process read anew what is known of a table, whatever part of it changes.

        Not sooner than something is written: until then what this process knows holds.
        """
        await self._changed(table)

    async def returning(self, statement: Statement) -> list[Found]:
        """Run a Core statement that writes or locks, of no shop and no catalogue; give its rows."""
        self.must_last = True
        await self._session.begin()
        return await self._session.select(statement)

    @property
    def accounts(self) -> AccountRows:
        """The part that knows of accounts."""
        return AccountRows(self)

    async def shop_changed(self) -> None:
        """Have every process read the shop again before its next order."""
        await self._count_up(_SHOP_CHANGED)

    async def _changed(self, table: FromClause) -> None:
        if table in SHOP_TABLES:
            await self._count_up(_SHOP_CHANGED)
        elif table in CATALOGUE_TABLES:
            await self._count_up(_CATALOGUE_CHANGED)

    async def _count_up(self, counting: str) -> None:
        # What is read from here on may be undone, and the version come again with another shop.
        self._known = self._known.apart()
        if counting not in self._counted_up:
            self._counted_up.add(counting)
            await self._session.change(counting)

    async def new_order_id(self) -> int:
        return await self._new_ids(self._supplies.order_ids, 1)

    async def load(self, order_id: int, wanted: Wanted) -> tuple[Order, Facts] | None:
        if not self._session.locks_first:
            return await self._expected(order_id, wanted)
        await self._session.begin()
        known = self._known.orders.get(order_id)
        sql = self._session.documents.locked_order
        found = await self._read_order(sql, order_id, wanted, known)
        for is_current, *row in found:
            if is_current:
                return await self._put_together(row, wanted, known)
            # Somebody else had it; but now it is ours.
            return await self.peek(order_id, wanted)
        return None

    async def _expected(self, order_id: int, wanted: Wanted) -> tuple[Order, Facts] | None:
        """Read an order that is locked only when something is written."""
        found = await self.peek(order_id, wanted)
        if found is not None:
            self._session.expect(found[0])
        return found

    async def save(self, before: Order | None, after: Order, events: Sequence[Event]) -> Order:
        now = self.now()
        first_event = self._supplies.event_ids.first + self._events
        told = chain.told(before, after, events, first_event, now)
        order = saved(before, after, told, now)
        if order is not before:
            differing = difference(before, order)
            await self._session.write_order(order, differing, told)
            self._events += len(told)
            self._seen(order)
            self.must_last |= binds(order) or (before is not None and binds(before))
        return order

    async def delete(self, order: Order) -> None:
        self._orders.pop(order.id, None)
        for table in _TABLES:
            await self.execute(delete(table).where(table.c.order_id == order.id))
        await self.execute(delete(schema.orders).where(schema.orders.c.id == order.id))

    async def hold_stock(
        self, order: Order, demands: Sequence[Demand], expires_at: datetime
    ) -> Supplied:
        return await stock.hold(self._session, self._supplies.stock, order.id, demands, expires_at)

    async def release_holds(self, order: Order) -> None:
        await self.hold_stock(order, (), order.updated_at)

    async def take_stock(
        self, order: Order, demands: Sequence[Demand], actor: str = SYSTEM
    ) -> Supplied:
        moving = await self._moving(demands, Cause("sold", actor))
        return await stock.take(self._session, self._supplies.stock, order.id, demands, moving)

    async def hold_plenty(
        self, order: Order, demands: Sequence[Demand], expires_at: datetime
    ) -> bool:
        if not self._trusts(order, demands):
            return False
        await plenty.hold(self._session, order.id, demands, expires_at)
        return True

    async def take_plenty(
        self, order: Order, demands: Sequence[Demand], left: int, actor: str = SYSTEM
    ) -> bool:
        if not self._trusts(order, demands):
            return False
        moving = await self._moving(demands, Cause("sold", actor))
        await plenty.take(self._session, order.id, demands, left, moving)
        return True

    def _trusts(self, order: Order, demands: Sequence[Demand]) -> bool:
        """Tell whether to try it; whoever did so in vain does not at once do so again."""
        if not self._session.keeps_for_commit:
            return False
        unsure = self._supplies.unsure
        if order.id in unsure or len(demands) > plenty.FEW:
            unsure.discard(order.id)
            return False
        unsure.add(order.id)
        self._unsure.add(order.id)
        return True

    async def return_stock(self, order: Order, demands: Sequence[Demand], cause: Cause) -> None:
        moving = await self._moving(demands, cause)
        await stock.put_back(self._session, self._supplies.stock, order.id, demands, moving)

    async def exchange_stock(
        self, order: Order, taken: Sequence[Demand], returned: Sequence[Demand], cause: Cause
    ) -> Supplied:
        moving = await self._moving((*taken, *returned), cause)
        exchange = stock.Exchange(taken, returned)
        return await stock.exchange(self._session, self._supplies.stock, order.id, exchange, moving)

    async def lock_stock(self, places: Sequence[StockPlace]) -> Mapping[StockPlace, StockLevel]:
        items = await stock.locked(self._session, self._supplies.stock, NO_ORDER, places)
        return {place: item.level for place, item in items.items()}

    async def recount_stock(self, changes: Mapping[StockPlace, int], cause: Cause) -> Sequence[int]:
        self.must_last = True
        first_id = await self._new_ids(self._supplies.movement_ids, len(changes))
        moving = Moving(first_id=first_id, cause=cause, at=self.now())
        return await stock.recount(self._session, self._supplies.stock, changes, moving)

    async def open_stock(self, places: Sequence[StockPlace]) -> Sequence[StockPlace]:
        self.must_last = True
        return await stock.open_places(self._session, self._supplies.stock, places)

    async def set_backorderable(self, place: StockPlace, backorderable: bool) -> None:  # noqa: FBT001
        await self.execute(
            update(schema.stock_items).where(_at(place)).values(backorderable=backorderable)
        )

    async def close_stock(self, place: StockPlace) -> None:
        await self.execute(delete(schema.stock_items).where(_at(place)))

    async def fill_backorder(self, arrival: Arrival) -> bool:
        return await stock.fill(self._session, self._supplies.stock, arrival)

    async def _moving(self, demands: Sequence[Demand], cause: Cause) -> Moving:
        first_id = await self._new_ids(self._supplies.movement_ids, len(demands))
        return Moving(first_id=first_id, cause=cause, at=self.now())

    async def claim_promotions(self, order: Order, promotion_ids: Sequence[int]) -> Sequence[int]:
        if not promotion_ids:
            return ()
        return await claims.use_promotions(
            self._session, self._supplies.claims, order, promotion_ids, self.now()
        )

    async def release_promotions(self, order: Order) -> None:
        await claims.unuse_promotions(self._session, self._supplies.claims, order)

    async def claim_store_credit(self, order: Order, amount: Money) -> bool:
        return await claims.spend_credit(
            self._session, self._supplies.claims, order, amount, self.now()
        )

    async def release_store_credit(self, order: Order, amount: Money) -> None:
        await claims.unspend_credit(self._session, self._supplies.claims, order, amount, self.now())

    async def begin_cursor(self, subscriber: str, now: datetime) -> None:
        await cursors.begin(self._session, subscriber, now)

    async def claim_cursor(self, subscriber: str, now: datetime, until: datetime) -> Cursor | None:
        return await cursors.claim(self._session, subscriber, now, until)

    async def move_cursor(self, subscriber: str, after: int, moved: Cursor) -> None:
        await cursors.move(self._session, subscriber, after, moved)

    async def claim_gift_cards(self, order: Order, amounts: Mapping[int, Minor]) -> bool:
        return await claims.spend_gift_cards(
            self._session, self._supplies.claims, order, amounts, self.now()
        )

    async def release_gift_cards(self, order: Order, amounts: Mapping[int, Minor]) -> None:
        await claims.unspend_gift_cards(
            self._session, self._supplies.claims, order, amounts, self.now()
        )

    async def keep_key(self, once: Once, until: datetime, answer: KeptAnswer | None) -> bool:
        return await keys.keep(self._session, once, until, answer)

    async def kept_key(self, once: Once) -> KeptKey | None:
        return await keys.kept(self._session, once)

    async def forget_keys(self, before: datetime, limit: int) -> int:
        return await keys.forget(self._session, before, limit)

    async def _new_ids(self, block: IdBlock, count: int) -> int:
        """Give the first of so many ids in a row.

        When the process's block runs out within a transaction, they are taken by the transaction
        itself; if that is rolled back, so are they, and the block is left as it was.
        """
        if len(block) >= count:
            return block.take(count)
        found = await self._session.change(REFILL, block.counter, count)
        first: int = found[0][0]
        return first


def _at(place: StockPlace) -> ColumnElement[bool]:
    items = schema.stock_items.c
    return tuple_(items.variant_id, items.stock_location_id) == place
