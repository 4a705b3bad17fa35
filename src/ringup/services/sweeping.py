"""Finish what a crash or a lost answer left open, and let go of stock nobody came back for.

Any number of sweepers may run at once: an order is claimed under its lock by moving its attempts'
due time on, so that another sweeper that waited for the lock finds nothing due any more.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from ringup.domain.completion import Answer
from ringup.domain.order import Order, PaymentAttempt
from ringup.services.asking import Desk
from ringup.services.gateways import Ask, answer_in, ask_once, look_up
from ringup.services.history.stock import released
from ringup.services.keeping import kept, noted
from ringup.services.placing import ask_for, settle, settled_to_the_end
from ringup.services.ports import Transaction, Unknown, Wanted

LEASE = timedelta(seconds=30)
"""How long a sweeper has to settle what it claimed before another may try."""

GIVE_UP_AFTER = timedelta(minutes=5)
"""How long a gateway may stay undecided before an authorization is voided by its key."""

SWEEPER = "sweeper"


class Swept(msgspec.Struct, frozen=True):
    """How many orders a sweep settled, and how many it took expired holds from."""

    settled: int = 0
    released: int = 0


async def sweep(desk: Desk, limit: int = 100) -> Swept:
    """Settle due attempts and release expired holds, up to ``limit`` orders of each."""
    now = desk.clock()
    due = await desk.store.read(lambda reading: reading.orders_with_due_attempts(now, limit))
    settled = [await sweep_attempts(desk, order_id) for order_id in due]
    expired = await desk.store.read(lambda reading: reading.orders_with_expired_holds(now, limit))
    released = [await sweep_holds(desk, order_id) for order_id in expired]
    return Swept(sum(settled), sum(released))


async def sweep_attempts(desk: Desk, order_id: int) -> bool:
    """Ask the gateways what became of an order's due attempts, and settle what they know."""
    asks = await desk.store.write(lambda transaction: _claimed(transaction, order_id))
    if not asks:
        return False
    placing = await settle(desk, order_id, await _answers(desk, asks), SWEEPER)
    await settled_to_the_end(desk, placing, SWEEPER)
    return True


async def sweep_holds(desk: Desk, order_id: int) -> bool:
    """Let go of an order's holds, if they have run out and nobody renewed them meanwhile."""

    async def work(transaction: Transaction) -> bool:
        found = await transaction.load(order_id, Wanted())
        if found is None:
            return False
        order, facts = found
        if facts.held_until is None or facts.held_until > facts.now or order.placing:
            return False
        await noted(transaction, order, (released(facts, SWEEPER),))
        await transaction.release_holds(order)
        return True

    return await desk.store.write(work)


async def _claimed(transaction: Transaction, order_id: int) -> tuple[Ask, ...]:
    """Take an order's due attempts for this sweeper, by moving their due time on."""
    found = await transaction.load(order_id, Wanted())
    if found is None:
        return ()
    order, facts = found
    due = _due(order, facts.now)
    if due:
        await kept(transaction, order, _leased(order, due, facts.now), SWEEPER)
    return tuple(ask_for(order, facts, attempt) for attempt in due)


def _due(order: Order, now: datetime) -> tuple[PaymentAttempt, ...]:
    return tuple(a for a in order.attempts if a.state == "open" and a.due_at <= now)


def _leased(order: Order, due: Sequence[PaymentAttempt], now: datetime) -> Order:
    ids = {attempt.id for attempt in due}
    attempts = tuple(
        msgspec.structs.replace(a, due_at=now + LEASE) if a.id in ids else a for a in order.attempts
    )
    return msgspec.structs.replace(order, attempts=attempts)


async def _answers(desk: Desk, asks: Sequence[Ask]) -> Mapping[int, Answer]:
    answers = {ask.attempt_id: await _answer(desk, ask) for ask in asks}
    return {attempt_id: answer for attempt_id, answer in answers.items() if answer is not None}


async def _answer(desk: Desk, ask: Ask) -> Answer | None:
    """Ask what became of one attempt; ``None`` while the gateway does not know itself.

    What never arrived is given up when it was to take a new payment (nobody may be waiting for it
    any more), and asked again by the same key when it was an admin's deed or our own undoing.
    """
    outcome = await look_up(desk, ask)
    if outcome is None and ask.kind not in {"authorize", "purchase"}:
        outcome = await ask_once(desk, ask)
    if outcome is None:
        return Answer(asked=False, certain=False)
    if isinstance(outcome, Unknown) and _is_too_old(ask, desk.clock()):
        return Answer(asked=False, certain=False)
    return answer_in(outcome)


def _is_too_old(ask: Ask, now: datetime) -> bool:
    return ask.kind in {"authorize", "purchase"} and now - ask.started_at > GIVE_UP_AFTER
