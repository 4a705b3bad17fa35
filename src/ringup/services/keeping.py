"""Saving an order, with everything that must go along with it in the same transaction."""

from collections.abc import Sequence

from ringup.domain.order import Order
from ringup.services.history.telling import told
from ringup.services.ports.store import Event, Transaction


async def kept(
    transaction: Transaction,
    before: Order | None,
    after: Order,
    actor: str,
    beside: Sequence[Event] = (),
) -> Order:
    """Save the difference, the events that tell it, and those of what happened beside it.

    Gives the order as saved.
    """
    return await transaction.save(before, after, (*told(before, after, actor), *beside))


async def noted(transaction: Transaction, order: Order, events: Sequence[Event]) -> Order:
    """Write into an order's log what happened beside the order; gives the order as saved."""
    return await transaction.save(order, order, events) if events else order
