"""Find the order a user is in the middle of."""

from ringup.domain.order import number_of
from ringup.services.access import check_user, known_caller
from ringup.services.asking import Asking, Desk, OrderView
from ringup.services.loading import seen, view
from ringup.services.ports.store import Reading
from ringup.services.which_store import at_store_wished


async def current_order(desk: Desk, asking: Asking) -> OrderView | None:
    """Show the key owner's newest open order at the store that is asked, or nothing.

    Raises ``NotAuthenticated``, and ``Invalid`` for an unknown store.
    """

    async def work(reading: Reading) -> OrderView | None:
        user_id = check_user(await known_caller(reading, asking))
        newest = await _shown(reading, asking, await reading.open_order_of(user_id))
        if newest is None:
            return None
        store = at_store_wished(newest.facts.shop, asking.store).store
        if newest.order.store_id == store.id:
            return newest
        return await _shown(reading, asking, await reading.open_order_of(user_id, store.id))

    return await desk.store.read(work)


async def _shown(reading: Reading, asking: Asking, order_id: int | None) -> OrderView | None:
    if order_id is None:
        return None
    order, facts, caller = await seen(reading, asking, number_of(order_id))
    return view(order, facts, caller, asking)
