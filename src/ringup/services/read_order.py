"""Show an order, or an address of it."""

import msgspec

from ringup.domain.facts import Facts
from ringup.domain.order import Address, Order, number_of, order_id_of
from ringup.domain.problems import NotFound
from ringup.services.access import check_user, known_caller
from ringup.services.asking import Asking, Desk, OrderView
from ringup.services.loading import seen, view
from ringup.services.ports.store import Reading, Wanted


async def read_order(desk: Desk, asking: Asking, number: str) -> OrderView:
    """Show an order. Raises ``NotFound`` and the refusals of ``access``."""

    async def work(reading: Reading) -> OrderView:
        order, facts, caller = await seen(reading, asking, number)
        return view(order, facts, caller, asking)

    return await desk.store.read(work)


class AddressView(msgspec.Struct, frozen=True, kw_only=True):
    """An address with the facts to write it down, and its order; a saved one has none."""

    address: Address
    facts: Facts
    order: Order | None = None


async def read_address(
    desk: Desk, asking: Asking, number: str | None, address_id: int
) -> AddressView:
    """Show an address of an order, or, without a number, one that the caller saved.

    The id of an order's address tells the order, so the number is not needed for it. Raises
    ``NotFound`` and the refusals of ``access``.
    """
    order_id = order_id_of(address_id)
    if number is None and not order_id:
        return await _read_saved_address(desk, asking, address_id)
    shown = await read_order(desk, asking, number or number_of(order_id))
    return address_in(shown.order, shown.facts, address_id)


async def _read_saved_address(desk: Desk, asking: Asking, address_id: int) -> AddressView:
    """Show an address to the user who saved it, or to an admin; nobody else learns it exists."""

    async def work(reading: Reading) -> AddressView:
        caller = await known_caller(reading, asking)
        user_id = check_user(caller)
        found = await reading.address_of_user(address_id)
        if found is None or not (caller.admin or found[0] == user_id):
            raise NotFound
        facts = await reading.facts(Wanted(), user_id=user_id)
        return AddressView(address=found[1], facts=facts)

    return await desk.store.read(work)


def address_in(order: Order, facts: Facts, address_id: int) -> AddressView:
    """Find an address of the order. Raises ``NotFound`` for any other id."""
    for address in (order.bill_address, order.ship_address):
        if address is not None and address.id == address_id:
            return AddressView(address=address, facts=facts, order=order)
    raise NotFound
