"""Saving a placed order that was changed, with all that hangs on it, in the same transaction."""

from ringup.domain.facts import Facts
from ringup.domain.order import Order
from ringup.domain.problems import Invalid, Problem
from ringup.services.asking import Desk
from ringup.services.keeping import kept
from ringup.services.moving_stock import Mover, move_stock
from ringup.services.placing import claim_promotions, promotions_used
from ringup.services.ports.store import Transaction
from ringup.services.prepaying import spend_prepaid


async def kept_placed(  # noqa: PLR0913 - what it was and is, who changed it and why
    transaction: Transaction,
    desk: Desk,
    before: Order,
    after: Order,
    facts: Facts,
    *,
    actor: str,
    reason: str = "order changed",
) -> Order:
    """Save a placed order as it was changed; gives it as saved.

    Its events are told, uses of promotions counted anew, prepaid money given in payment is spent,
    and stock is taken and put back, its movements named by ``reason``. Raises ``Invalid`` where
    somebody else was faster, ``CannotAdvance`` for a promotion that others have used up.
    """
    saved = await kept(transaction, before, after, actor)
    if promotions_used(before) != promotions_used(saved):
        await transaction.release_promotions(saved)
        await claim_promotions(transaction, saved, facts)
    await _spend_prepaid(transaction, before, saved, facts)
    mover = Mover(actor=actor, low_stock=desk.settings.low_stock, reason=reason)
    return await move_stock(transaction, before, saved, facts, mover)


async def _spend_prepaid(
    transaction: Transaction, before: Order, after: Order, facts: Facts
) -> None:
    if short := await spend_prepaid(transaction, before, after, facts):
        raise Invalid(Problem("", "amount", short, _SHORT[short]))


_SHORT = {
    "insufficient_gift_card": "is more than is on the gift card",
    "insufficient_store_credit": "is more than there is store credit",
}
