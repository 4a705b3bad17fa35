"""What admins do with counts of stock: let some come or go, count anew, move from place to place.

The rows are locked before anything is decided, so whoever sells meanwhile waits for it. Every
change of a count is explained by a movement, and what has come fills the orders that wait for it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from ringup.domain.problems import Invalid, NotFound, Problem
from ringup.domain.stock import Recount, StockLevel, check_free, check_removable, moved
from ringup.services.access import check_admin, known_caller
from ringup.services.asking import Asking, Desk
from ringup.services.fill_backorders import fill_backorders
from ringup.services.ports.stock import Cause, StockPlace
from ringup.services.ports.store import Reading, Transaction, Wanted

ADJUSTED, REMOVED, TRANSFERRED = "adjusted", "removed", "transferred"
"""Why a count was changed, where nobody said."""


class Carried(msgspec.Struct, frozen=True, kw_only=True):
    """So many of each variant go from a location, or from a supplier, to another."""

    source_id: int | None
    destination_id: int
    quantities: Mapping[int, int]
    reason: str = TRANSFERRED


async def admit(desk: Desk, asking: Asking) -> None:
    """Let only admins pass. Raises the refusals of ``access``."""

    async def work(reading: Reading) -> None:
        await _admin(reading, asking)

    await desk.store.read(work)


async def recount_stock(
    desk: Desk, asking: Asking, place: StockPlace, recount: Recount, reason: str = ADJUSTED
) -> Sequence[int]:
    """Change what is kept in a place; gives the movements that explain it.

    Raises ``NotFound`` where the variant is not kept there, ``Invalid`` for a count below zero.
    """

    async def work(transaction: Transaction) -> tuple[Sequence[int], int]:
        actor = await _admin(transaction, asking)
        level = (await transaction.lock_stock([place])).get(place)
        if level is None:
            raise NotFound
        return await _recounted(transaction, place, level, recount, Cause(reason, actor))

    movements, by = await desk.store.write(work)
    await _filled(desk, [place] if by > 0 else ())
    return movements


async def keep_stock(desk: Desk, asking: Asking, place: StockPlace, recount: Recount) -> None:
    """Keep a variant at a location from now on. Raises ``Invalid`` where it is kept already."""

    async def work(transaction: Transaction) -> None:
        actor = await _admin(transaction, asking)
        await _check_known(transaction, [place[0]], [place[1]], "variant_id", "stock_location_id")
        if not await transaction.open_stock([place]):
            raise _invalid("variant_id", "taken", "has already been taken")
        level = (await transaction.lock_stock([place]))[place]
        await _recounted(transaction, place, level, recount, Cause(ADJUSTED, actor))

    await desk.store.write(work)


async def stop_keeping(desk: Desk, asking: Asking, place: StockPlace) -> None:
    """Keep a variant at a location no longer; what lies there is gone. Raises as ``recount_stock``.

    ``Invalid`` while somebody counts on it.
    """

    async def work(transaction: Transaction) -> None:
        actor = await _admin(transaction, asking)
        level = (await transaction.lock_stock([place])).get(place)
        if level is None:
            raise NotFound
        check_removable(level)
        await transaction.recount_stock({place: -level.count_on_hand}, Cause(REMOVED, actor))
        await transaction.close_stock(place)

    await desk.store.write(work)


async def carry_stock(desk: Desk, asking: Asking, carried: Carried) -> Sequence[int]:
    """Move stock to a location, from another or from a supplier; gives the movements.

    All of it or nothing. Raises ``Invalid`` for what is not there to be moved: what open checkouts
    hold stays.
    """
    arrivals = [(variant_id, carried.destination_id) for variant_id in sorted(carried.quantities)]

    async def work(transaction: Transaction) -> Sequence[int]:
        actor = await _admin(transaction, asking)
        await _check_carried(transaction, carried)
        await transaction.open_stock(arrivals)
        changes = _changes(carried)
        levels = await transaction.lock_stock(sorted(changes))
        for place, by in changes.items():
            level = levels.get(place, StockLevel(stock_location_id=place[1], count_on_hand=0))
            if by < 0:
                check_free(level, -by)
            moved(level, Recount(by=by))
        return await transaction.recount_stock(changes, Cause(carried.reason, actor))

    movements = await desk.store.write(work)
    await _filled(desk, arrivals)
    return movements


async def _admin(reading: Reading, asking: Asking) -> str:
    """Let only admins pass; gives who it is, as events name actors."""
    caller = await known_caller(reading, asking)
    check_admin(caller)
    return caller.actor


async def _recounted(
    transaction: Transaction, place: StockPlace, level: StockLevel, recount: Recount, cause: Cause
) -> tuple[Sequence[int], int]:
    by = moved(level, recount)
    if recount.backorderable and not level.backorderable:
        await transaction.set_backorderable(place, backorderable=True)
    movements = await transaction.recount_stock({place: by}, cause)
    if recount.backorderable is False and level.backorderable:
        await transaction.set_backorderable(place, backorderable=False)
    return movements, by


async def _filled(desk: Desk, places: Iterable[StockPlace]) -> None:
    """Give what has come to those who wait for it, each in a transaction of its own."""
    await desk.store.let_go()
    for variant_id, location_id in places:
        await fill_backorders(desk, variant_id, location_id)


def _changes(carried: Carried) -> dict[StockPlace, int]:
    changes: Counter[StockPlace] = Counter()
    for variant_id, quantity in carried.quantities.items():
        changes[variant_id, carried.destination_id] += quantity
        if carried.source_id is not None:
            changes[variant_id, carried.source_id] -= quantity
    return dict(changes)


async def _check_carried(transaction: Transaction, carried: Carried) -> None:
    if carried.source_id == carried.destination_id:
        raise _invalid("destination_location_id", "taken", "must be another one than the source")
    if carried.source_id is not None:
        await _check_known(transaction, (), [carried.source_id], "", "source_location_id")
    await _check_known(
        transaction,
        sorted(carried.quantities),
        [carried.destination_id],
        "transfer_items.variant_id",
        "destination_location_id",
    )


async def _check_known(
    transaction: Transaction,
    variant_ids: Sequence[int],
    location_ids: Sequence[int],
    variant_field: str,
    location_field: str,
) -> None:
    facts = await transaction.facts(Wanted(variant_ids=frozenset(variant_ids)))
    known = {id_ for id_, variant in facts.variants.items() if not variant.deleted}
    if not known.issuperset(variant_ids):
        raise _invalid(variant_field, "variant_not_found", "does not exist")
    if any(id_ not in facts.shop.stock_locations for id_ in location_ids):
        raise _invalid(location_field, "stock_location_not_found", "does not exist")


def _invalid(field: str, code: str, message: str) -> Invalid:
    return Invalid(Problem("", field, code, message))
