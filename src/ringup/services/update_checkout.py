"""Move a checkout on: apply what the request carries, then one step, or as far as it goes."""

import asyncio
from collections.abc import Callable, Sequence

import msgspec

from ringup.domain.changes import Change, EnterCoupon, GoBack
from ringup.domain.checkout import flow
from ringup.domain.facts import Facts
from ringup.domain.order import Order
from ringup.domain.problems import BeingPlaced, CannotAdvance, Problem
from ringup.services.asking import Asking, Desk, OrderView
from ringup.services.existing_cards import with_existing_cards
from ringup.services.gateways import asked_before
from ringup.services.holding import hold_what_is_needed
from ringup.services.keeping import kept
from ringup.services.loading import locked, view
from ringup.services.owners import with_owner
from ringup.services.placing import Placing, check_placed, paid_and_settled, prepare
from ringup.services.ports.store import Transaction
from ringup.services.read_order import read_order
from ringup.services.tokenizing import tokenized

LAST = "complete"


class _Moved(msgspec.Struct, frozen=True):
    """How far an order got; at ``LAST`` it is to be placed rather than saved."""

    order: Order
    step: str | None
    problems: tuple[Problem, ...] = ()


_Move = Callable[[Order, Facts], _Moved]


async def update_checkout(
    desk: Desk,
    asking: Asking,
    number: str,
    changes: Sequence[Change] = (),
    back_to: str | None = None,
) -> OrderView:
    """Apply the changes and move the order one step; from ``confirm`` this places it.

    With ``back_to`` the order first goes back to that earlier step. A complete order is shown as
    it is. A good coupon by itself applies even where the order cannot go on; the view's
    ``problems`` say why it stayed. Raises ``NotFound``, the refusals of ``access``, ``Invalid``,
    ``CannotAdvance``, ``Stale`` (nothing changed), ``PaymentRefused`` (back in ``payment``),
    ``BeingPlaced``.
    """
    changes = await tokenized(desk, changes)
    if back_to is not None:
        changes = (GoBack(back_to), *changes)
    is_coupon_alone = [type(change) for change in changes] == [EnterCoupon]
    move = _one_step_if_it_can if is_coupon_alone else _one_step
    return await _move(desk, asking, number, changes, move)


async def next_step(desk: Desk, asking: Asking, number: str) -> OrderView:
    """Move the order one step, as ``update_checkout`` does, with nothing to apply."""
    return await _move(desk, asking, number, (), _one_step)


async def advance(desk: Desk, asking: Asking, number: str) -> OrderView:
    """Move the order as far as it goes; the view's ``problems`` say why it stopped."""
    return await _move(desk, asking, number, (), _as_far_as_it_goes)


async def _move(
    desk: Desk, asking: Asking, number: str, changes: Sequence[Change], move: _Move
) -> OrderView:
    async def work(transaction: Transaction) -> tuple[OrderView, Placing | None]:
        before, facts, caller = await locked(transaction, asking, number, changes)
        if before.is_complete or before.placing or asked_before(asking, before):
            _check_unchanged(before, changes)
            return view(before, facts, caller, asking), None
        wanted = await with_existing_cards(transaction, changes, before, caller)
        allowed, facts = await with_owner(transaction, before, facts, caller, wanted)
        order = flow.change(before, facts, allowed)
        moved = move(order, facts)
        if moved.step == LAST:
            ready = Placing(order=moved.order, facts=facts, once=asking.once)
            placing = await prepare(transaction, desk, before, ready, caller.actor)
            return view(placing.order, facts, caller, asking), placing
        saved = await kept(transaction, before, moved.order, caller.actor)
        saved = await hold_what_is_needed(transaction, saved, facts, desk.settings, caller.actor)
        shown = view(saved, facts, caller, asking)
        return msgspec.structs.replace(shown, problems=moved.problems), None

    shown, placing = await desk.store.write(work)
    if placing is not None:
        placing = await paid_and_settled(desk, placing, shown.caller.actor)
        return view(placing.order, placing.facts, shown.caller, asking)
    by_another = shown.order.placing or asked_before(asking, shown.order)
    return await _settled_by_another(desk, asking, number) if by_another else shown


def _one_step(order: Order, facts: Facts) -> _Moved:
    step = flow.next_step(order, facts)
    if step == LAST:
        flow.check_can_leave(order, facts)
        return _Moved(order, step)
    return _Moved(flow.advanced(order, facts), step)


def _one_step_if_it_can(order: Order, facts: Facts) -> _Moved:
    problems = flow.problems(order, facts)
    return _Moved(order, None, problems) if problems else _one_step(order, facts)


def _as_far_as_it_goes(order: Order, facts: Facts) -> _Moved:
    try:
        while (step := flow.next_step(order, facts)) not in {LAST, None}:
            order = flow.advanced(order, facts)
        flow.check_can_leave(order, facts)
    except CannotAdvance as stopped:
        return _Moved(order, None, stopped.problems)
    return _Moved(order, step)


def _check_unchanged(order: Order, changes: Sequence[Change]) -> None:
    """A complete order answers as it is; one that is being placed refuses changes."""
    if order.placing and changes:
        raise BeingPlaced


async def _settled_by_another(desk: Desk, asking: Asking, number: str) -> OrderView:
    """Wait for the request that is placing the order, and answer as it will."""
    await desk.store.let_go()
    deadline = desk.clock() + desk.settings.wait_for_placing
    pause = 0.02
    while desk.clock() < deadline:
        await asyncio.sleep(pause)
        pause = min(pause * 1.5, 0.5)
        shown = await read_order(desk, asking, number)
        if not shown.order.placing:
            check_placed(shown.order)
            return shown
    raise BeingPlaced
