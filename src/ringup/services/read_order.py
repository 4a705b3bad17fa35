"""Show an order, or an address of it."""

from ringup.domain.facts import Facts
from ringup.domain.order import Address, Order, number_of, order_id_of
from ringup.domain.problems import NotFound
from ringup.services.asking import Asking, Desk, OrderView
from ringup.services.loading import seen, view
from ringup.services.ports import Reading


async def read_order(desk: Desk, asking: Asking, number: str) -> OrderView:
    """Show an order. Raises ``NotFound`` and the refusals of ``access``."""

    async def work(reading: Reading) -> OrderView:
        order, facts, caller = await seen(reading, asking, number)
        return view(order, facts, caller, asking)

    return await desk.store.read(work)


async def read_address(
    desk: Desk, asking: Asking, number: str | None, address_id: int
) -> tuple[Address, Facts]:
    """Show one of an order's addresses; without a number the address's id tells the order."""
    number = number or number_of(order_id_of(address_id))
    shown = await read_order(desk, asking, number)
    return address_in(shown.order, address_id), shown.facts


def address_in(order: Order, address_id: int) -> Address:
    """Find an address of the order. Raises ``NotFound`` for any other id."""
    for address in (order.bill_address, order.ship_address):
        if address is not None and address.id == address_id:
            return address
    raise NotFound
