"""A guest signs in: the cart they brought becomes theirs, or part of the one they had."""

import contextlib

import msgspec

from ringup.domain.cart import merging
from ringup.domain.changes import SetOwner
from ringup.domain.checkout import flow
from ringup.domain.facts import Facts
from ringup.domain.order import Order
from ringup.domain.problems import BeingPlaced, Invalid, NotAllowed, Problem
from ringup.services.access import check_user, holds_token
from ringup.services.asking import Asking, Desk, OrderView
from ringup.services.delete_order import check_no_money_hangs_on
from ringup.services.holding import hold_what_is_needed
from ringup.services.keeping import kept, noted
from ringup.services.loading import locked, view
from ringup.services.owners import owned
from ringup.services.ports.caller import Caller
from ringup.services.ports.store import Event, Transaction, Wanted


class Cart(msgspec.Struct, frozen=True):
    """An open order under its lock, with its facts."""

    order: Order
    facts: Facts


async def merge_carts(desk: Desk, asking: Asking, number: str) -> OrderView:
    """Make a guest's cart the key owner's; where they have an open one, put everything into that.

    That one must be of the same store. Lines add up, the guest's cart is no more, and the answer is
    the owner's. For whoever has both a key of their own and the cart's token; done before, the cart
    is shown as it is. Raises ``NotAuthenticated`` and ``NotAllowed`` for everybody else,
    ``Invalid`` where something could not be put in (then nothing changed), ``BeingPlaced``.
    """

    async def work(transaction: Transaction) -> OrderView:
        order, facts, caller = await locked(transaction, asking, number)
        user_id = check_user(caller)
        if order.user_id == user_id:
            return view(order, facts, caller, asking)
        _check_may_merge(order, caller)
        guest = Cart(order, facts)
        own = await _own_cart(transaction, guest, user_id)
        if own is None:
            merged = await _taken_over(transaction, guest, caller)
        else:
            merged = await _merged(transaction, guest, own, caller)
        saved = await hold_what_is_needed(
            transaction, merged.order, merged.facts, desk.settings, caller.actor
        )
        return view(saved, merged.facts, caller, asking)

    return await desk.store.write(work)


def _check_may_merge(order: Order, caller: Caller) -> None:
    if caller.admin or not holds_token(order, caller):
        raise NotAllowed
    if order.placing:
        raise BeingPlaced
    if order.is_complete or order.canceled_at is not None:
        message = "was placed and can no longer be changed"
        raise Invalid(Problem("", "order", "order_completed", message))
    if order.user_id is not None:
        raise NotAllowed


async def _own_cart(transaction: Transaction, guest: Cart, user_id: int) -> Cart | None:
    own_id = await transaction.open_order_of(user_id, guest.order.store_id)
    wanted = Wanted(
        variant_ids=frozenset(line.variant_id for line in guest.order.line_items),
        coupon_codes=frozenset(coupon.code for coupon in guest.order.coupons),
    )
    found = await transaction.load(own_id, wanted) if own_id is not None else None
    if found is None or found[0].is_complete:
        return None
    if found[0].placing:
        raise BeingPlaced
    return Cart(*found)


async def _taken_over(transaction: Transaction, guest: Cart, caller: Caller) -> Cart:
    user_id = check_user(caller)
    facts = await owned(transaction, guest.facts, user_id, guest.order.currency)
    after = flow.change(guest.order, facts, (SetOwner(user_id),))
    return Cart(await kept(transaction, guest.order, after, caller.actor), facts)


async def _merged(transaction: Transaction, guest: Cart, own: Cart, caller: Caller) -> Cart:
    check_no_money_hangs_on(guest.order)
    facts = merging.with_holds_of(guest.facts, own.facts)
    items = merging.items_of(guest.order, own.order)
    after = flow.change(merging.with_particulars(own.order, guest.order), facts, items)
    for coupon in merging.coupons_of(guest.order, own.order):
        with contextlib.suppress(Invalid):  # one that gives nothing here is left behind
            after = flow.change(after, facts, (coupon,))
    saved = await kept(transaction, own.order, after, caller.actor)
    merged = Event(type="order.merged", actor=caller.actor, data={"number": guest.order.number})
    saved = await noted(transaction, saved, (merged,))
    await transaction.delete(guest.order)
    if guest.facts.held_until is not None:
        await transaction.release_holds(guest.order)
    return Cart(saved, own.facts)
