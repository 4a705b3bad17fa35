"""What admins do with one shipment of a placed order: ready, ship, follow, fill and empty.

The id of a shipment tells its order, so the number is not needed; where it is given, the shipment
must be that order's.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import msgspec

from ringup.domain.changes import Change
from ringup.domain.checkout import flow
from ringup.domain.facts import Facts
from ringup.domain.fulfilment import by_shipment, sending, splitting
from ringup.domain.fulfilment.amending import amended
from ringup.domain.fulfilment.by_shipment import Pieces
from ringup.domain.fulfilment.refitting import Target
from ringup.domain.fulfilment.splitting import Transfer
from ringup.domain.order import Order, number_of, order_id_of
from ringup.services.access import check_admin
from ringup.services.asking import Asking, Desk, OrderView
from ringup.services.holding import hold_what_is_needed
from ringup.services.keeping import kept
from ringup.services.loading import locked, seen, view
from ringup.services.placed_orders import kept_placed
from ringup.services.ports.store import Transaction

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


async def add_goods(desk: Desk, asking: Asking, name: ShipmentName, pieces: Pieces) -> OrderView:
    """Sell so many more of a variant, to be sent with a shipment.

    A placed order owes more for it; a checkout goes back to what is due again. Raises ``Invalid``
    where they are not to be had, or the shipment was sent.
    """
    change = by_shipment.added(pieces)
    return await _repack(desk, asking, name, (change,), lambda _: (change,))


async def send_more(
    desk: Desk, asking: Asking, order_number: str, location_id: int, pieces: Pieces
) -> OrderView:
    """Sell so many more of a variant, in a new shipment, the order's last, from a stock location.

    Only for admins, and of a placed order, which owes more for it. Raises as ``add_goods``.
    """

    async def work(transaction: Transaction) -> OrderView:
        wanted = (by_shipment.added(pieces),)
        before, facts, caller = await locked(transaction, asking, order_number, wanted)
        check_admin(caller)
        after = by_shipment.sent_anew(before, facts, pieces, location_id)
        await kept_placed(transaction, desk, before, after, facts, actor=caller.actor)
        order, facts, _ = await seen(transaction, asking, order_number)
        return view(order, facts, caller, asking)

    return await desk.store.write(work)


async def remove_goods(desk: Desk, asking: Asking, name: ShipmentName, pieces: Pieces) -> OrderView:
    """Sell so many fewer of a variant that is in a shipment. Raises as ``add_goods``."""
    return await _repack(
        desk, asking, name, (), lambda order: by_shipment.removed(order, name.id, pieces)
    )


async def _repack(
    desk: Desk,
    asking: Asking,
    name: ShipmentName,
    wanted: Sequence[Change],
    changes_of: Callable[[Order], Sequence[Change]],
) -> OrderView:
    async def work(transaction: Transaction) -> OrderView:
        before, facts, caller = await locked(transaction, asking, name.number, wanted)
        check_admin(caller)
        sending.shipment_in(before, name.id)
        changes = changes_of(before)
        if before.is_complete:
            after = amended(before, facts, changes, Target(shipment_id=name.id))
            await kept_placed(transaction, desk, before, after, facts, actor=caller.actor)
        else:
            after = flow.change(before, facts, changes)
            saved = await kept(transaction, before, after, caller.actor)
            await hold_what_is_needed(transaction, saved, facts, desk.settings, caller.actor)
        # What is in stock is part of the answer, and was just changed.
        order, facts, _ = await seen(transaction, asking, name.number)
        return view(order, facts, caller, asking)

    return await desk.store.write(work)


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
