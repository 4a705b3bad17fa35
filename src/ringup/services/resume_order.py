"""Take a cancellation back: the order stands again and takes its stock again."""

from ringup.domain.fulfilment.ending import resumed
from ringup.services.access import check_admin
from ringup.services.asking import Asking, Desk, OrderView
from ringup.services.history.stock import ran_low
from ringup.services.holding import check_supplied, demands_of
from ringup.services.keeping import kept, noted
from ringup.services.loading import locked, view
from ringup.services.placing import claim_promotions
from ringup.services.ports import Transaction


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
        taken = await transaction.take_stock(saved, demands_of(saved, facts))
        check_supplied(taken.short, facts)
        low = ran_low(taken.left, facts, desk.settings.low_stock, caller.actor)
        return view(await noted(transaction, saved, low), facts, caller, asking)

    return await desk.store.write(work)
