"""Who may have what lies in stock: decided under the lock of the rows, the same on both databases.

First the rows are locked and read, always in the same order, so that two orders never wait for
each other; then everything is written at once, or, if anything is short, nothing. An order's own
holds change only under the order's lock.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

import msgspec

from ringup.domain.stock import StockLevel
from ringup.persistence.records import Row
from ringup.persistence.session import Session
from ringup.persistence.spelling import Spelling, Type
from ringup.services.ports.stock import Arrival, Cause, Demand, Left, Supplied

Place: TypeAlias = tuple[int, int]
"""A variant's id and a stock location's."""

_PLACE: Mapping[str, Type] = {"variant_id": "bigint", "stock_location_id": "bigint"}
_CHANGE: Mapping[str, Type] = {
    **_PLACE,
    **dict.fromkeys(("count", "held", "backordered"), "bigint"),
}
_QUANTITY: Mapping[str, Type] = {**_PLACE, "quantity": "bigint"}
_MOVEMENT: Mapping[str, Type] = {**_QUANTITY, "id": "bigint"}


class StockItem(msgspec.Struct, frozen=True):
    """What lies in one place, while it is locked. ``own`` is what the order itself holds of it."""

    variant_id: int
    level: StockLevel
    own: int

    @property
    def place(self) -> Place:
        """Name the place."""
        return self.variant_id, self.level.stock_location_id

    def there(self, quantity: int) -> int:
        """How many of so many lie there for this order."""
        return min(quantity, self.level.available_to(self.own))

    def can_give(self, quantity: int) -> bool:
        """Whether the order can have so many, now or later."""
        return self.level.backorderable or self.there(quantity) == quantity


class Moving(msgspec.Struct, frozen=True, kw_only=True):
    """Why stock is moved, by whom and when; the movements' ids count from ``first_id``."""

    first_id: int
    cause: Cause
    at: datetime


class Exchange(msgspec.Struct, frozen=True):
    """What an order takes from stock, and what it puts back."""

    taken: Sequence[Demand]
    returned: Sequence[Demand]


class StockStatements:
    """The statements, in one database's spelling."""

    def __init__(self, say: Spelling) -> None:
        """Write them once."""
        places = "(s.variant_id, s.stock_location_id)"
        of_item = "variant_id = s.variant_id AND h.stock_location_id = s.stock_location_id"
        own = f"SELECT quantity FROM stock_holds AS h WHERE h.order_id = $1 AND h.{of_item}"
        self.locked = (
            "SELECT s.variant_id, s.stock_location_id, s.count_on_hand, s.held, s.backordered,"
            f" s.backorderable, coalesce(({own}), 0) FROM stock_items AS s WHERE {places} IN"
            f" (SELECT r.variant_id, r.stock_location_id FROM {say.rows(2, _PLACE)} UNION"
            " SELECT variant_id, stock_location_id FROM stock_holds WHERE order_id = $1)"
            f" ORDER BY 1, 2 {say.locking}"
        )
        changed = (
            "UPDATE stock_items AS s SET count_on_hand = count_on_hand + r.count,"
            " held = s.held + r.held, backordered = s.backordered + r.backordered"
            f" FROM {say.rows(2, _CHANGE)}"
            f" WHERE {places} = (r.variant_id, r.stock_location_id)"
        )
        moved = (
            "INSERT INTO stock_movements"
            " (variant_id, id, stock_location_id, quantity, reason, order_id, at, actor)"
            " SELECT r.variant_id, r.id, r.stock_location_id, r.quantity,"
            f" {say.typed(4, 'text')}, {say.typed(1, 'bigint')}, {say.typed(5, 'timestamptz')},"
            f" {say.typed(6, 'text')} FROM {say.rows(3, _MOVEMENT)}"
        )
        self.filled = (
            "UPDATE stock_items SET backordered = backordered - $3"
            " WHERE variant_id = $1 AND stock_location_id = $2 AND backordered >= $3"
            " AND count_on_hand + backordered - held >= $3 RETURNING 1"
        )
        self.taken = (changed, moved, "DELETE FROM stock_holds WHERE order_id = $1")
        self.moved = (changed, moved)
        held = (
            "INSERT INTO stock_holds"
            " (variant_id, stock_location_id, order_id, quantity, expires_at)"
            f" SELECT r.variant_id, r.stock_location_id, {say.typed(1, 'bigint')}, r.quantity,"
            f" {say.typed(4, 'timestamptz')} FROM {say.rows(3, _QUANTITY)} WHERE true"
            " ON CONFLICT (variant_id, stock_location_id, order_id)"
            " DO UPDATE SET quantity = excluded.quantity, expires_at = excluded.expires_at"
        )
        let_go = (
            "DELETE FROM stock_holds WHERE order_id = $1 AND (variant_id, stock_location_id)"
            f" NOT IN (SELECT r.variant_id, r.stock_location_id FROM {say.rows(3, _PLACE)})"
        )
        self.held = (changed, let_go, held)
        self.opened = (
            "INSERT INTO stock_items"
            " (variant_id, stock_location_id, count_on_hand, held, backordered, backorderable)"
            " SELECT r.variant_id, l.id, 0, 0, 0, l.backorderable_default"
            f" FROM {say.rows(1, _PLACE)} JOIN stock_locations AS l ON l.id = r.stock_location_id"
            " WHERE true ON CONFLICT DO NOTHING RETURNING variant_id, stock_location_id"
        )


def summed(demands: Iterable[Demand]) -> Counter[Place]:
    """Add up what is asked of each place: two lines of one variant are one demand."""
    wanted: Counter[Place] = Counter()
    for demand in demands:
        wanted[demand.variant_id, demand.stock_location_id] += demand.quantity
    return wanted


async def locked(
    session: Session, sql: StockStatements, order_id: int, wanted: Iterable[Place]
) -> dict[Place, StockItem]:
    """Lock the places, and those where the order holds something, and read what lies there."""
    places = [
        {"variant_id": variant_id, "stock_location_id": location_id}
        for variant_id, location_id in wanted
    ]
    found = await session.change(sql.locked, order_id, _json(places))
    items = (_item(*row) for row in found)
    return {item.place: item for item in items}


def refused(wanted: Mapping[Place, int], items: Mapping[Place, StockItem]) -> list[Demand]:
    """List the demands that cannot be met."""
    return [
        Demand(variant_id=place[0], stock_location_id=place[1], quantity=quantity)
        for place, quantity in sorted(wanted.items())
        if place not in items or not items[place].can_give(quantity)
    ]


async def take(
    session: Session, sql: StockStatements, order_id: int, demands: Sequence[Demand], moving: Moving
) -> Supplied:
    """Take the demands, using up the order's holds; takes nothing if anything is short."""
    wanted = summed(demands)
    items = await locked(session, sql, order_id, wanted)
    if short := refused(wanted, items):
        return Supplied(short=short)
    met = _met(demands, items)
    to_come = _to_come(met)
    changes = [
        _change(item, -wanted[item.place], -item.own, to_come[item.place])
        for item in items.values()
    ]
    if changes:
        await _move(session, sql.taken, order_id, changes, _quantities(wanted, -1), moving)
    left = [_left(items[place], taken) for place, taken in sorted(wanted.items())]
    return Supplied(met=met, left=left)


async def hold(
    session: Session,
    sql: StockStatements,
    order_id: int,
    demands: Sequence[Demand],
    expires_at: datetime,
) -> Supplied:
    """Make what is there of the demands the order's holds; changes nothing if anything is short."""
    wanted = summed(demands)
    items = await locked(session, sql, order_id, wanted)
    if short := refused(wanted, items):
        return Supplied(short=short)
    there = Counter({place: items[place].there(quantity) for place, quantity in wanted.items()})
    changes = [_change(item, 0, there[item.place] - item.own) for item in items.values()]
    if changes:
        holds = _json(_quantities(there))
        at = session.moment(expires_at)
        await session.together(sql.held, order_id, _json(changes), holds, at)
    return Supplied(met=_met(demands, items))


async def put_back(
    session: Session, sql: StockStatements, order_id: int, demands: Sequence[Demand], moving: Moving
) -> None:
    """Put the demands back on their places, as far as those still exist."""
    asked = summed(demands)
    items = await locked(session, sql, order_id, asked)
    wanted = Counter({place: asked[place] for place in items})
    to_come = _to_come(demands)
    changes = [
        _change(item, wanted[item.place], 0, -to_come[item.place]) for item in items.values()
    ]
    if changes:
        await _move(session, sql.moved, order_id, changes, _quantities(wanted), moving)


async def exchange(
    session: Session, sql: StockStatements, order_id: int, exchange: Exchange, moving: Moving
) -> Supplied:
    """Take some things and put others back, as far as their places still exist.

    Moves nothing if anything is short.
    """
    wanted, returned = summed(exchange.taken), summed(exchange.returned)
    items = await locked(session, sql, order_id, [*wanted, *returned])
    if short := refused(wanted, items):
        return Supplied(short=short)
    met = _met(exchange.taken, items)
    count, to_come = Counter(returned), _to_come(met)
    count.subtract(wanted)
    to_come.subtract(_to_come(exchange.returned))
    changes = [_change(item, count[place], 0, to_come[place]) for place, item in items.items()]
    moved = {place: quantity for place, quantity in count.items() if place in items}
    if changes:
        await _move(session, sql.moved, order_id, changes, _quantities(moved), moving)
    left = [_left(items[place], taken) for place, taken in sorted(wanted.items())]
    return Supplied(met=met, left=left)


async def recount(
    session: Session, sql: StockStatements, changes: Mapping[Place, int], moving: Moving
) -> Sequence[int]:
    """Change counts whose rows are locked; gives the ids of the movements, in order of place."""
    quantities = _quantities(changes)
    if quantities:
        rows = [
            {**row, "count": row["quantity"], "held": 0, "backordered": 0} for row in quantities
        ]
        await _move(session, sql.moved, None, rows, quantities, moving)
    return range(moving.first_id, moving.first_id + len(quantities))


async def open_places(
    session: Session, sql: StockStatements, places: Iterable[Place]
) -> Sequence[Place]:
    """Write stock items that are not there yet; gives their places."""
    rows = [{"variant_id": place[0], "stock_location_id": place[1]} for place in sorted(places)]
    found = await session.change(sql.opened, _json(rows))
    return [(variant_id, location_id) for variant_id, location_id in found]


async def fill(session: Session, sql: StockStatements, arrival: Arrival) -> bool:
    """Count so many as waited for no longer, if as many have come that nobody else holds."""
    place = arrival.variant_id, arrival.stock_location_id
    return bool(await session.change(sql.filled, *place, arrival.quantity))


async def _move(  # noqa: PLR0913, PLR0917 - what a movement is made of
    session: Session,
    parts: Sequence[str],
    order_id: int | None,
    changes: Sequence[Row],
    quantities: Sequence[Row],
    moving: Moving,
) -> None:
    movements = [{**row, "id": moving.first_id + number} for number, row in enumerate(quantities)]
    at = session.moment(moving.at)
    said = (moving.cause.reason, at, moving.cause.actor)
    await session.together(parts, order_id, _json(changes), _json(movements), *said)


def _item(  # noqa: PLR0913, PLR0917 - a row of ``locked``
    variant_id: int,
    location_id: int,
    count_on_hand: int,
    held: int,
    backordered: int,
    backorderable: int,
    own: int,
) -> StockItem:
    level = StockLevel(
        stock_location_id=location_id,
        count_on_hand=count_on_hand,
        held=held,
        backordered=backordered,
        backorderable=bool(backorderable),
    )
    return StockItem(variant_id, level, own)


def _met(demands: Sequence[Demand], items: Mapping[Place, StockItem]) -> list[Demand]:
    """Tell how many of what is asked of each place are not there yet.

    Who asks for some, and has others come that it waited for, says that fewer than none are late.
    """
    late = _to_come(demands)
    return [
        Demand(
            variant_id=place[0],
            stock_location_id=place[1],
            quantity=quantity,
            backordered=quantity - items[place].there(max(quantity, quantity - late[place])),
        )
        for place, quantity in sorted(summed(demands).items())
    ]


def _left(item: StockItem, taken: int) -> Left:
    return Left(
        variant_id=item.variant_id,
        stock_location_id=item.level.stock_location_id,
        before=item.level.count_on_hand,
        after=item.level.count_on_hand - taken,
    )


def _to_come(demands: Iterable[Demand]) -> Counter[Place]:
    """Add up how many of what is asked of each place are not there yet."""
    awaited: Counter[Place] = Counter()
    for demand in demands:
        awaited[demand.variant_id, demand.stock_location_id] += demand.backordered
    return awaited


def _change(item: StockItem, count: int, held: int, backordered: int = 0) -> Row:
    return {
        "variant_id": item.variant_id,
        "stock_location_id": item.level.stock_location_id,
        "count": count,
        "held": held,
        "backordered": backordered,
    }


def _quantities(wanted: Mapping[Place, int], sign: int = 1) -> list[Row]:
    return [
        {"variant_id": place[0], "stock_location_id": place[1], "quantity": sign * quantity}
        for place, quantity in sorted(wanted.items())
        if quantity
    ]


def _json(rows: Sequence[Row]) -> str:
    return msgspec.json.encode(rows).decode()
