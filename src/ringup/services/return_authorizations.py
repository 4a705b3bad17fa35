"""What admins say of returns before anything comes: authorize, change, cancel, delete."""

from collections.abc import Callable
from typing import TypeAlias

from ringup.domain.changes import AddItem
from ringup.domain.facts import Facts
from ringup.domain.fulfilment.returns import authorizing
from ringup.domain.fulfilment.returns.authorizing import Terms
from ringup.domain.order import Order
from ringup.services.access import check_admin
from ringup.services.asking import Asking, Desk, OrderView
from ringup.services.keeping import kept
from ringup.services.loading import locked, seen, view
from ringup.services.ports.store import Reading, Transaction

Deed: TypeAlias = Callable[[Order, Facts], Order]
"""What becomes of an order; raises ``Invalid`` or ``NotFound``."""


async def see_returns(desk: Desk, asking: Asking, number: str) -> OrderView:
    """Show an order with its returns. Only for admins."""

    async def work(reading: Reading) -> OrderView:
        order, facts, caller = await seen(reading, asking, number)
        check_admin(caller)
        return view(order, facts, caller, asking)

    return await desk.store.read(work)


async def authorize_return(desk: Desk, asking: Asking, number: str, terms: Terms) -> OrderView:
    """Authorize a return, the order's last. Raises ``Invalid``."""

    def deed(order: Order, facts: Facts) -> Order:
        return authorizing.authorized(order, facts, terms)

    return await _do(desk, asking, number, deed, terms)


async def amend_return(
    desk: Desk, asking: Asking, number: str, return_id: int, terms: Terms
) -> OrderView:
    """Change what is said of a return, and what may come back by it. Raises ``Invalid``."""

    def deed(order: Order, facts: Facts) -> Order:
        return authorizing.amended(order, facts, return_id, terms)

    return await _do(desk, asking, number, deed, terms)


async def cancel_return(desk: Desk, asking: Asking, number: str, return_id: int) -> OrderView:
    """Take a return back of which nothing has come. Raises ``Invalid``."""

    def deed(order: Order, facts: Facts) -> Order:
        return authorizing.canceled(order, facts, return_id)

    return await _do(desk, asking, number, deed)


async def delete_return(desk: Desk, asking: Asking, number: str, return_id: int) -> OrderView:
    """Forget a return of which nothing has come. Raises ``Invalid``."""

    def deed(order: Order, _facts: Facts) -> Order:
        return authorizing.removed(order, return_id)

    return await _do(desk, asking, number, deed)


async def _do(
    desk: Desk, asking: Asking, number: str, deed: Deed, terms: Terms | None = None
) -> OrderView:
    """Do it under the order's lock. Only for admins. Raises ``NotFound`` and ``Stale``."""
    terms = terms or Terms()

    async def work(transaction: Transaction) -> OrderView:
        before, facts, caller = await locked(transaction, asking, number, _to_come(terms))
        check_admin(caller)
        saved = await kept(transaction, before, deed(before, facts), caller.actor)
        return view(saved, facts, caller, asking)

    return await desk.store.write(work)


def _to_come(terms: Terms) -> tuple[AddItem, ...]:
    """Tell what will be added to the order when the things come that it is exchanged for."""
    return tuple(
        AddItem(variant_id=wish.exchange_variant_id, quantity=wish.quantity)
        for wish in terms.wishes
        if wish.exchange_variant_id is not None
    )
