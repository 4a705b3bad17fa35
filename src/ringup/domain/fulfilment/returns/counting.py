"""How many of a line were sent, have come back, and may yet."""

from collections import Counter
from collections.abc import Iterator
from typing import TypeAlias

from ringup.domain.facts import Facts
from ringup.domain.order import Order
from ringup.domain.problems import NotFound
from ringup.domain.returning import ReturnAuthorization, ReturnItem

Place: TypeAlias = tuple[int, int]
"""A variant's id and a stock location's."""


def authorization_in(order: Order, return_id: int) -> ReturnAuthorization:
    """Find a return authorization of the order. Raises ``NotFound`` for any other id."""
    found = next((each for each in order.returns if each.id == return_id), None)
    if found is None:
        raise NotFound
    return found


def sent(order: Order, line_item_id: int) -> int:
    """Count how many of a line the buyer has: sent, and not come back."""
    return _count(order, line_item_id, "shipped")


def come_back(order: Order, line_item_id: int) -> int:
    """Count how many of a line have come back, by the parcels they were in."""
    return _count(order, line_item_id, "returned")


def awaited(order: Order) -> Iterator[ReturnItem]:
    """Give all that may come back and has not."""
    for authorization in order.returns:
        yield from authorization.awaited


def received(order: Order, line_item_id: int) -> tuple[ReturnItem, ...]:
    """Give what of a line has come back, by the authorizations."""
    return tuple(
        item
        for authorization in order.returns
        for item in authorization.came
        if item.line_item_id == line_item_id
    )


def restocked(order: Order, facts: Facts) -> Counter[Place]:
    """Sum up what of the order has gone back to stock, by place."""
    back: Counter[Place] = Counter()
    for authorization in order.returns:
        for item in authorization.came:
            if item.restock and facts.variants[item.variant_id].has_stock_counted:
                place = item.stock_location_id or authorization.stock_location_id
                back[item.variant_id, place] += item.quantity
    return back


def is_all_back(order: Order) -> bool:
    """Tell whether everything that was ever in a parcel has come back."""
    states = {item.state for shipment in order.shipments for item in shipment.items}
    return states == {"returned"}


def _count(order: Order, line_item_id: int, state: str) -> int:
    return sum(
        item.quantity
        for shipment in order.shipments
        for item in shipment.items
        if item.line_item_id == line_item_id and item.state == state
    )
