"""Stock is held for a buyer from ``payment`` on, so that nobody is told so after paying."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta

import msgspec

from ringup.domain.facts import Facts
from ringup.domain.order import Order
from ringup.domain.variants import Variant
from ringup.services.asking import Settings
from ringup.services.keeping import kept
from ringup.services.ports.stock import Demand
from ringup.services.ports.store import Transaction
from ringup.services.supplying import as_supplied, check_supplied

_HOLDING = frozenset({"payment", "confirm"})


def demands_of(order: Order, facts: Facts) -> tuple[Demand, ...]:
    """Sum what the order's parcels need from each stock location, in the order of locking.

    An imported order needs nothing: its stock was counted where it was placed. What was sent was
    needed, also if it came back: where that went is another matter.
    """
    wanted: Counter[tuple[int, int]] = Counter()
    to_come: Counter[tuple[int, int]] = Counter()
    for shipment in () if order.imported else order.shipments:
        for item in shipment.items:
            if facts.variants[item.variant_id].has_stock_counted:
                place = item.variant_id, shipment.stock_location_id
                wanted[place] += item.quantity
                to_come[place] += item.quantity if item.state == "backordered" else 0
    return tuple(
        Demand(
            variant_id=place[0],
            stock_location_id=place[1],
            quantity=quantity,
            backordered=to_come[place],
        )
        for place, quantity in sorted(wanted.items())
    )


async def hold_what_is_needed(
    transaction: Transaction, order: Order, facts: Facts, settings: Settings, actor: str
) -> Order:
    """Hold stock while the order stands in ``payment`` or ``confirm``, let go elsewhere.

    Only what is there is held; what was sold before it is there has yet to come for everybody.
    Gives the order as saved. Raises ``CannotAdvance`` with ``insufficient_stock`` when somebody
    else was faster.
    """
    wanted = demands_of(order, facts) if order.state in _HOLDING else ()
    if not any(each.on_hand for each in wanted):
        if facts.held_until is not None:
            await transaction.release_holds(order)
        return order
    if not _needs_holding(wanted, facts, settings.hold_for):
        return order
    until = facts.now + settings.hold_for
    if seems_plenty(wanted, facts) and await transaction.hold_plenty(order, wanted, until):
        return order
    supplied = await transaction.hold_stock(order, wanted, until)
    check_supplied(supplied.short, facts)
    after = as_supplied(order, wanted, supplied.met, facts.now)
    return await kept(transaction, order, after, actor)


def _needs_holding(wanted: Sequence[Demand], facts: Facts, hold_for: timedelta) -> bool:
    """Whether the holds differ from what is wanted, or have used up a third of their time."""
    if facts.held_until is None or facts.held_until - facts.now < hold_for * 2 / 3:
        return True
    return {(d.variant_id, d.stock_location_id): d.on_hand for d in wanted if d.on_hand} != {
        (variant.id, location_id): quantity
        for variant in facts.variants.values()
        for location_id, quantity in variant.held_by_order.items()
    }


def seems_plenty(demands: Sequence[Demand], facts: Facts, left: int = 0) -> bool:
    """Whether all of it lay there when the order was loaded, and so many more beyond what is held.

    And the order holds nothing elsewhere.
    """
    asked = {(demand.variant_id, demand.stock_location_id): demand for demand in demands}
    places = [
        (variant.id, location_id)
        for variant in facts.variants.values()
        for location_id in variant.held_by_order
    ]
    free = {
        (variant.id, level.stock_location_id): level.count_on_hand - level.held
        for variant in facts.variants.values()
        for level in variant.stock
    }
    return asked.keys() >= set(places) and all(
        demand.backordered == 0 and free.get(place, 0) >= demand.quantity + left
        for place, demand in asked.items()
    )


def less_sold(facts: Facts, demands: Sequence[Demand]) -> Facts:
    """Give the facts as they are once these were taken from stock, and the order's holds with them.

    What others did meanwhile is not among them.
    """
    taken = {(demand.variant_id, demand.stock_location_id): demand for demand in demands}
    variants = {id_: _less_sold(variant, taken) for id_, variant in facts.variants.items()}
    return msgspec.structs.replace(facts, variants=variants, held_until=None)


def _less_sold(variant: Variant, taken: Mapping[tuple[int, int], Demand]) -> Variant:
    levels = []
    for level in variant.stock:
        place = variant.id, level.stock_location_id
        demand = taken.get(place, Demand(variant_id=0, stock_location_id=0, quantity=0))
        levels.append(
            msgspec.structs.replace(
                level,
                count_on_hand=level.count_on_hand - demand.quantity,
                held=level.held - variant.held_by_order.get(level.stock_location_id, 0),
                backordered=level.backordered + demand.backordered,
            )
        )
    return msgspec.structs.replace(variant, stock=tuple(levels), held_by_order={})
