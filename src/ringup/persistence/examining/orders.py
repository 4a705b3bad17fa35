"""Every order of a shop, a batch at a time, each batch at one moment."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Select, Table, Text, cast, func, select, type_coerce

from ringup.domain.facts import Facts
from ringup.domain.order import Order
from ringup.persistence import schema
from ringup.persistence.examining.logs import broken
from ringup.persistence.examining.snapshots import Snapshots
from ringup.persistence.reading import StoreReading
from ringup.persistence.records import Row
from ringup.persistence.statements import Found
from ringup.services.examining.findings import Finding
from ringup.services.examining.orders import Examined, Place, examined

BATCH = 200

_CHANGES = frozenset({"order.repriced", "payment.changed"})
"""What a placed order may go through that makes its payments no longer fit it."""


class Examination(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a batch: how many orders it had, the last of them, and what was found."""

    count: int
    last_id: int
    findings: Sequence[Finding]


class _Beside(msgspec.Struct, frozen=True, kw_only=True):
    """What other tables hold of the orders of a batch."""

    events: Mapping[int, Sequence[Row]]
    moved: Mapping[int, Mapping[Place, int]]
    holds_until: Mapping[int, datetime]
    promotion_ids: Mapping[int, frozenset[int]]
    credits: Mapping[int, int]
    gift_cards: Mapping[int, Mapping[int, int]]


async def count(snapshots: Snapshots) -> int:
    """Count the orders."""
    counted = select(func.count().label("count")).select_from(schema.orders)
    [row] = await snapshots.look(lambda reading: reading.select(counted))
    return int(row["count"])


async def batches(snapshots: Snapshots) -> AsyncIterator[Examination]:
    """Examine all orders, by their ids."""
    after = 0
    while True:
        examination = await snapshots.look(partial(_batch, after))
        if not examination.count:
            return
        yield examination
        after = examination.last_id


async def _batch(after: int, reading: StoreReading) -> Examination:
    orders = schema.orders
    found = await reading.select(
        select(orders.c.id, orders.c.number)
        .where(orders.c.id > after)
        .order_by(orders.c.id)
        .limit(BATCH)
    )
    if not found:
        return Examination(count=0, last_id=after, findings=())
    numbers = {row["id"]: row["number"] for row in found}
    return Examination(
        count=len(found),
        last_id=found[-1]["id"],
        findings=[finding async for finding in _findings(reading, numbers)],
    )


async def _findings(reading: StoreReading, numbers: Mapping[int, str]) -> AsyncIterator[Finding]:
    beside = await _beside(reading, numbers)
    try:
        read = await reading.peek_many(list(numbers))
    except msgspec.ValidationError:
        read = [each for id_ in numbers async for each in _legible(reading, id_)]
        legible = {order.id for order, _ in read}
        for finding in (_unreadable(numbers[id_]) for id_ in numbers if id_ not in legible):
            yield finding
    for order, facts in read:
        for finding in _of_order(order, facts, numbers[order.id], beside):
            yield finding


async def _legible(reading: StoreReading, order_id: int) -> AsyncIterator[tuple[Order, Facts]]:
    try:
        for each in await reading.peek_many([order_id]):
            yield each
    except msgspec.ValidationError:
        return


def _unreadable(number: str) -> Finding:
    return Finding(
        rule="order_unreadable",
        about=f"order {number}",
        expected="values that an order may have",
        found="others: its rows must be looked at by hand",
    )


def _of_order(order: Order, facts: Facts, number: str, beside: _Beside) -> Iterator[Finding]:
    yield from broken(order, beside.events.get(order.id, ()))
    yield from examined(
        Examined(
            order=order,
            facts=facts,
            number=number,
            moved=beside.moved.get(order.id, {}),
            holds_until=beside.holds_until.get(order.id),
            promotion_ids=beside.promotion_ids.get(order.id, frozenset()),
            credit=beside.credits.get(order.id, 0),
            gift_cards=beside.gift_cards.get(order.id, {}),
            changed_later=_changed_later(beside.events.get(order.id, ())),
        )
    )


def _changed_later(events: Sequence[Row]) -> bool:
    """Tell whether an order that was placed came to something else afterwards, or its payments."""
    types = [event["type"] for event in events]
    since = types.index("order.completed") if "order.completed" in types else len(types)
    return any(kind in _CHANGES for kind in types[since:])


async def _beside(reading: StoreReading, numbers: Mapping[int, str]) -> _Beside:
    ids = sorted(numbers)
    return _Beside(
        events=_grouped(await reading.select(_events(ids))),
        moved=_by_place(await reading.select(_moved(ids))),
        holds_until={row["order_id"]: row["until"] for row in await reading.select(_holds(ids))},
        promotion_ids={
            order_id: frozenset(row["promotion_id"] for row in rows)
            for order_id, rows in _grouped(await reading.select(_uses(ids))).items()
        },
        credits={row["order_id"]: row["spent"] for row in await reading.select(_credits(ids))},
        gift_cards={
            order_id: {row["gift_card_id"]: row["spent"] for row in rows}
            for order_id, rows in _grouped(await reading.select(_cards(ids))).items()
        },
    )


def _events(ids: Sequence[int]) -> Select[Any]:
    events = schema.events
    data = type_coerce(events.c.data, Text).label("data")
    others = (column for column in events.columns if column.name not in {"data", "id"})
    wanted = select(*others, data).where(events.c.order_id.in_(ids))
    return wanted.order_by(events.c.order_id, events.c.sequence)


def _moved(ids: Sequence[int]) -> Select[Any]:
    moves = schema.stock_movements
    place = (moves.c.order_id, moves.c.variant_id, moves.c.stock_location_id)
    return _of(moves, ids, *place, _sum(moves, "quantity").label("moved")).group_by(*place)


def _holds(ids: Sequence[int]) -> Select[Any]:
    holds = schema.stock_holds
    until = func.min(holds.c.expires_at, type_=holds.c.expires_at.type).label("until")
    return _of(holds, ids, holds.c.order_id, until).group_by(holds.c.order_id)


def _uses(ids: Sequence[int]) -> Select[Any]:
    uses = schema.promotion_uses
    return _of(uses, ids, uses.c.order_id, uses.c.promotion_id)


def _credits(ids: Sequence[int]) -> Select[Any]:
    spent = schema.store_credit_events
    total = _sum(spent, "amount").label("spent")
    return _of(spent, ids, spent.c.order_id, total).group_by(spent.c.order_id)


def _cards(ids: Sequence[int]) -> Select[Any]:
    spent = schema.gift_card_events
    total = _sum(spent, "amount")
    by = (spent.c.order_id, spent.c.gift_card_id)
    return _of(spent, ids, *by, total.label("spent")).group_by(*by).having(total != 0)


def _of(table: Table, ids: Sequence[int], *columns: Any) -> Select[Any]:  # noqa: ANN401 - columns
    return select(*columns).where(table.c.order_id.in_(ids))


def _sum(table: Table, column: str) -> Any:  # noqa: ANN401 - a column
    # PostgreSQL's sum of 64-bit numbers is a decimal.
    return cast(func.sum(table.c[column]), BigInteger)


def _grouped(rows: Sequence[Found]) -> Mapping[int, Sequence[Row]]:
    groups: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["order_id"]].append(row)
    return groups


def _by_place(rows: Sequence[Found]) -> Mapping[int, Mapping[Place, int]]:
    return {
        order_id: {(row["variant_id"], row["stock_location_id"]): row["moved"] for row in own}
        for order_id, own in _grouped(rows).items()
    }
