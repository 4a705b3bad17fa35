"""Delete an order that was never completed."""

from ringup.domain.order import Order
from ringup.domain.problems import BeingPlaced, Invalid, PaymentInProgress, Problem
from ringup.services.access import check_admin
from ringup.services.asking import Asking, Desk
from ringup.services.loading import locked
from ringup.services.ports.store import Transaction


async def delete_order(desk: Desk, asking: Asking, number: str) -> None:
    """Delete an incomplete order, with all that belongs to it, and let go of what it held.

    Only for admins. Raises ``Invalid`` for a completed one, and while money is reserved or taken
    for it; ``BeingPlaced`` and ``PaymentInProgress`` while a gateway is being asked.
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
        check_no_money_hangs_on(order)
        await transaction.delete(order)
        await transaction.release_holds(order)

    await desk.store.write(work)


def check_no_money_hangs_on(order: Order) -> None:
    """Raise what hinders it: nobody could find the money again once the order is gone."""
    if any(attempt.state == "open" for attempt in order.attempts):
        raise PaymentInProgress
    if any(payment.state in {"pending", "completed"} for payment in order.payments):
        message = "has payments that must be voided first"
        raise Invalid(Problem("", "order", "order_has_payments", message))
