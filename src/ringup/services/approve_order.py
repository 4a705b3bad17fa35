"""Approve a placed order."""

from ringup.domain.fulfilment.ending import approved
from ringup.services.access import check_admin
from ringup.services.asking import Asking, Desk, OrderView
from ringup.services.keeping import kept
from ringup.services.loading import locked, view
from ringup.services.ports.store import Transaction


async def approve_order(desk: Desk, asking: Asking, number: str) -> OrderView:
    """Note that an admin looked at the order. Raises ``Invalid`` for one that is not complete."""

    async def work(transaction: Transaction) -> OrderView:
        before, facts, caller = await locked(transaction, asking, number)
        check_admin(caller)
        saved = await kept(transaction, before, approved(before, facts.now), caller.actor)
        return view(saved, facts, caller, asking)

    return await desk.store.write(work)
