"""Stock is held for a buyer from ``payment`` on, so that nobody is told so after paying."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta

from ringup.domain.facts import Facts
from ringup.domain.order import Order
from ringup.domain.problems import CannotAdvance, Problem
from ringup.services.asking import Settings
from ringup.services.ports import Demand, Transaction

_HOLDING = frozenset({"payment", "confirm"})


def demands_of(order: Order, facts: Facts) -> tuple[Demand, ...]:
    """Sum what the order's parcels need from each stock location, in the order of locking."""
    wanted: Counter[tuple[int, int]] = Counter()
    to_come: Counter[tuple[int, int]] = Counter()
    for shipment in order.shipments:
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
    transaction: Transaction, order: Order, facts: Facts, settings: Settings
) -> None:
    """Hold stock while the order stands in ``payment`` or ``confirm``, let go elsewhere.

    Raises ``CannotAdvance`` with ``insufficient_stock`` when somebody else was faster.
    """
    wanted = demands_of(order, facts) if order.state in _HOLDING else ()
    if not wanted and facts.held_until is not None:
        await transaction.release_holds(order)
    elif wanted and _needs_holding(wanted, facts, settings.hold_for):
        refused = await transaction.hold_stock(order, wanted, facts.now + settings.hold_for)
        check_supplied(refused, facts)


def check_supplied(refused: Sequence[Demand], facts: Facts) -> None:
    """Raise ``CannotAdvance`` naming each variant that ran short, if any did."""
    if refused:
        raise CannotAdvance(*_shortages(refused, facts))


def _needs_holding(wanted: Sequence[Demand], facts: Facts, hold_for: timedelta) -> bool:
    """Whether the holds differ from what is wanted, or have used up a third of their time."""
    if facts.held_until is None or facts.held_until - facts.now < hold_for * 2 / 3:
        return True
    return {(d.variant_id, d.stock_location_id): d.quantity for d in wanted} != {
        (variant.id, location_id): quantity
        for variant in facts.variants.values()
        for location_id, quantity in variant.held_by_order.items()
    }


def _shortages(refused: Sequence[Demand], facts: Facts) -> Iterable[Problem]:
    for variant_id in sorted({demand.variant_id for demand in refused}):
        name = facts.variants[variant_id].name
        yield Problem(
            "cart",
            "line_items",
            "insufficient_stock",
            f'selected of "{name}" is not available.',
        )
