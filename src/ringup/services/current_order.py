"""Find the order a user is in the middle of."""

from ringup.domain.order import number_of
from ringup.services.access import check_user, known_caller
from ringup.services.asking import Asking, Desk, OrderView
from ringup.services.loading import seen, view
from ringup.services.ports import Reading


async def current_order(desk: Desk, asking: Asking) -> OrderView | None:
    """Show the key owner's newest open order, or nothing. Raises ``NotAuthenticated``."""

    async def work(reading: Reading) -> OrderView | None:
        user_id = check_user(await known_caller(reading, asking))
        order_id = await reading.open_order_of(user_id)
        if order_id is None:
            return None
        order, facts, caller = await seen(reading, asking, number_of(order_id))
        return view(order, facts, caller, asking)

    return await desk.store.read(work)
