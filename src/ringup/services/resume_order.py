"""Take a cancellation back: the order stands again and takes its stock again."""

from ringup.domain.fulfilment.ending import resumed
from ringup.services.access import check_admin
from ringup.services.asking import Asking, Desk, OrderView
from ringup.services.keeping import kept
from ringup.services.loading import locked, view
from ringup.services.moving_stock import Mover, take_stock
from ringup.services.placing import claim_promotions
from ringup.services.ports.store import Transaction


async def resume_order(desk: Desk, asking: Asking, number: str) -> OrderView:
    """Resume a canceled order; it is owed for anew, since what it had paid was given back.

    Only for admins. Raises ``Invalid`` for one that is not canceled, ``CannotAdvance`` when its
    stock was sold to others meanwhile, or a coupon of its used up.
    """

    async def work(transaction: Transaction) -> OrderView:
        before, facts, caller = await locked(transaction, asking, number)
        check_admin(caller)
        saved = await kept(transaction, before, resumed(before), caller.actor)
        await claim_promotions(transaction, saved, facts)
        mover = Mover(actor=caller.actor, low_stock=desk.settings.low_stock)
        saved = await take_stock(transaction, saved, facts, mover)
        return view(saved, facts, caller, asking)

    return await desk.store.write(work)
