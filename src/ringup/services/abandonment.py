"""Carts that somebody left: each time that happens, the order's log tells it once."""

from datetime import datetime

import msgspec

from ringup.domain.order import Order
from ringup.services.asking import Desk
from ringup.services.keeping import kept
from ringup.services.ports.store import Event, Transaction, Wanted


async def tell_if_left(desk: Desk, order_id: int, since: datetime, actor: str) -> bool:
    """Tell that an order was left, unless somebody touched it after ``since`` or told it before.

    One that is empty is only marked, so that it is not looked at again. Gives whether it was told.
    """

    async def work(transaction: Transaction) -> bool:
        found = await transaction.load(order_id, Wanted())
        if found is None or not _is_left(found[0], since):
            return False
        order, facts = found
        marked = msgspec.structs.replace(order, abandoned_at=facts.now)
        told = (_abandoned(order, actor),) if order.line_items else ()
        await kept(transaction, order, marked, actor, told)
        return bool(told)

    return await desk.store.write(work)


def _is_left(order: Order, since: datetime) -> bool:
    """Whether it is as it was listed, now that nobody else can change it."""
    open_and_known = not order.is_complete and not order.placing and order.email is not None
    return open_and_known and order.abandoned_at is None and order.updated_at <= since


def _abandoned(order: Order, actor: str) -> Event:
    worth = {"total": order.totals.total, "currency": order.currency}
    return Event(type="order.abandoned", actor=actor, data={"state": order.state, **worth})
