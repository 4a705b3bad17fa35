"""Saving an order, with everything that must go along with it in the same transaction."""

from ringup.domain.order import Order
from ringup.services.history import told
from ringup.services.ports import Transaction


async def kept(transaction: Transaction, before: Order | None, after: Order, actor: str) -> Order:
    """Save the difference and the events that tell it; gives the order as saved."""
    return await transaction.save(before, after, told(before, after, actor))
