"""Change an order without moving it a step forward."""

from collections.abc import Sequence
from typing import NamedTuple

from ringup.domain.changes import Change, EditAddress, GivenAddress, SetPaymentAmount
from ringup.domain.checkout import flow
from ringup.domain.facts import Facts
from ringup.domain.fulfilment.amending import amended
from ringup.domain.order import Order, number_of, order_id_of
from ringup.services.access import check_admin
from ringup.services.asking import Asking, Desk, OrderView
from ringup.services.existing_cards import with_existing_cards
from ringup.services.holding import hold_what_is_needed
from ringup.services.keeping import kept
from ringup.services.loading import locked, view
from ringup.services.owners import with_owner
from ringup.services.placed_orders import kept_placed
from ringup.services.ports.caller import Caller
from ringup.services.ports.store import Transaction
from ringup.services.read_order import AddressView, address_in
from ringup.services.tokenizing import tokenized


class Seen(NamedTuple):
    """An order under its lock, with its facts, and who asks."""

    order: Order
    facts: Facts
    caller: Caller


async def update_order(
    desk: Desk, asking: Asking, number: str, changes: Sequence[Change]
) -> OrderView:
    """Apply the changes; where they make a later step stale, the order goes back to it.

    An order that was placed is changed by admins alone (see ``fulfilment.amending``). Raises
    ``NotFound``, the refusals of ``access``, ``Invalid`` (then nothing changed), ``BeingPlaced``,
    ``Stale``.
    """
    changes = await tokenized(desk, changes)

    async def work(transaction: Transaction) -> OrderView:
        before, facts, caller = await locked(transaction, asking, number, changes)
        wanted = await with_existing_cards(transaction, changes, before, caller)
        saved = await _changed(transaction, desk, Seen(before, facts, caller), wanted)
        return view(saved, facts, caller, asking)

    return await desk.store.write(work)


async def _changed(
    transaction: Transaction, desk: Desk, seen: Seen, changes: Sequence[Change]
) -> Order:
    """Change a checkout by its flow; an order that was placed, if it is an admin who asks."""
    before, facts, caller = seen
    allowed, facts = await with_owner(transaction, before, facts, caller, changes)
    if before.is_complete and caller.admin:
        after = amended(before, facts, allowed)
        return await kept_placed(transaction, desk, before, after, facts, actor=caller.actor)
    after = flow.change(before, facts, allowed)
    saved = await kept(transaction, before, after, caller.actor)
    return await hold_what_is_needed(transaction, saved, facts, desk.settings, caller.actor)


async def change_payment(
    desk: Desk, asking: Asking, number: str, payment_id: int, amount: str | None
) -> OrderView:
    """Have a payment be over another amount, a decimal text; ``None`` leaves it as it is.

    Only for admins. Raises as ``update_order``, and ``NotFound``, ``NotEditable``,
    ``PaymentInProgress``.
    """
    changes = () if amount is None else (SetPaymentAmount(payment_id, amount),)

    async def work(transaction: Transaction) -> OrderView:
        before, facts, caller = await locked(transaction, asking, number)
        check_admin(caller)
        saved = await _changed(transaction, desk, Seen(before, facts, caller), changes)
        return view(saved, facts, caller, asking)

    return await desk.store.write(work)


async def edit_address(
    desk: Desk, asking: Asking, number: str | None, address_id: int, given: GivenAddress
) -> AddressView:
    """Change some fields of one of an order's addresses.

    Raises as ``update_order``, and ``NotFound`` for an address that is not the order's.
    """
    number = number or number_of(order_id_of(address_id))

    async def work(transaction: Transaction) -> AddressView:
        before, facts, caller = await locked(transaction, asking, number)
        address_in(before, facts, address_id)
        edit = (EditAddress(address_id, given),)
        saved = await _changed(transaction, desk, Seen(before, facts, caller), edit)
        return address_in(saved, facts, address_id)

    return await desk.store.write(work)
