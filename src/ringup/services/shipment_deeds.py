"""What admins do with one shipment of a placed order: ready, ship, follow, and move its goods.

The id of a shipment tells its order, so the number is not needed; where it is given, the shipment
must be that order's.
"""

from collections.abc import Callable
from typing import TypeAlias

import msgspec

from ringup.domain.facts import Facts
from ringup.domain.fulfilment import sending, splitting
from ringup.domain.fulfilment.splitting import Transfer
from ringup.domain.order import Order, number_of, order_id_of
from ringup.services.access import check_admin
from ringup.services.asking import Asking, Desk, OrderView
from ringup.services.loading import locked, view
from ringup.services.placed_orders import kept_placed
from ringup.services.ports import Transaction

Deed: TypeAlias = Callable[[Order, Facts], Order]
"""What becomes of an order; raises ``Invalid`` or ``NotFound``."""


class ShipmentName(msgspec.Struct, frozen=True, kw_only=True):
    """Which shipment is meant: by its id, and by its order's number where a path has that too."""

    id: int
    order_number: str | None = None

    @property
    def number(self) -> str:
        """The number of the order to look at."""
        return self.order_number or number_of(order_id_of(self.id))


async def ready_shipment(desk: Desk, asking: Asking, name: ShipmentName) -> OrderView:
    """Have a shipment ready to be sent. Raises ``CannotReady`` unless it is paid and on hand."""
    return await _do(desk, asking, name, lambda order, _: sending.ready(order, name.id))


async def ship_shipment(
    desk: Desk, asking: Asking, name: ShipmentName, tracking: str | None = None
) -> OrderView:
    """Note that a shipment was sent; one that was keeps its day. Raises ``CannotShip``."""

    def deed(order: Order, facts: Facts) -> Order:
        return sending.shipped(order, name.id, facts.now, tracking)

    return await _do(desk, asking, name, deed)


async def track_shipment(
    desk: Desk, asking: Asking, name: ShipmentName, tracking: str | None
) -> OrderView:
    """Write down how to follow a shipment."""

    def deed(order: Order, facts: Facts) -> Order:
        return sending.tracked(order, name.id, facts.now, tracking)

    return await _do(desk, asking, name, deed)


async def transfer_to_location(
    desk: Desk, asking: Asking, name: ShipmentName, transfer: Transfer, location_id: int
) -> OrderView:
    """Move goods into a new shipment, the order's last, from a stock location.

    Raises ``Invalid`` where they are not in the shipment, or not to be had there.
    """

    def deed(order: Order, facts: Facts) -> Order:
        return splitting.split_to_location(order, facts, transfer, location_id)

    return await _do(desk, asking, name, deed)


async def transfer_to_shipment(
    desk: Desk, asking: Asking, name: ShipmentName, transfer: Transfer, target_id: int
) -> OrderView:
    """Move goods into another shipment of the same order. Raises as ``transfer_to_location``."""

    def deed(order: Order, facts: Facts) -> Order:
        return splitting.moved_to_shipment(order, facts, transfer, target_id)

    return await _do(desk, asking, name, deed)


async def _do(desk: Desk, asking: Asking, name: ShipmentName, deed: Deed) -> OrderView:
    """Do it under the order's lock, and move the stock that it moves.

    Only for admins. Raises ``NotFound`` for a shipment that is not the order's, and ``Stale``.
    """

    async def work(transaction: Transaction) -> OrderView:
        before, facts, caller = await locked(transaction, asking, name.number)
        check_admin(caller)
        sending.shipment_in(before, name.id)
        after = deed(before, facts)
        saved = await kept_placed(
            transaction, desk, before, after, facts, actor=caller.actor, reason="transferred"
        )
        return view(saved, facts, caller, asking)

    return await desk.store.write(work)
