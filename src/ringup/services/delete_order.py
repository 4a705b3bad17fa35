"""Delete an order that was never completed."""

from ringup.domain.problems import BeingPlaced, Invalid, Problem
from ringup.services.access import check_admin
from ringup.services.asking import Asking, Desk
from ringup.services.loading import locked
from ringup.services.ports import Transaction


async def delete_order(desk: Desk, asking: Asking, number: str) -> None:
    """Delete an incomplete order, with all that belongs to it, and let go of what it held.

    Only for admins. Raises ``Invalid`` for a completed one, ``BeingPlaced`` in mid-payment.
    """

    async def work(transaction: Transaction) -> None:
        order, _, caller = await locked(transaction, asking, number)
        check_admin(caller)
        if order.placing:
            raise BeingPlaced
        if order.is_complete:
            raise Invalid(
                Problem("", "order", "order_completed", "is complete and cannot be deleted")
            )
        await transaction.delete(order)

    await desk.store.write(work)
