"""Finish what a crash or a lost answer left open, and let go of stock nobody came back for.

Any number of sweepers may run at once: an order is claimed under its lock by moving its attempts'
due time on, so that another sweeper that waited for the lock finds nothing due any more. A few
orders are swept side by side, and what goes wrong with one keeps none of the others waiting.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeAlias

import msgspec
import structlog

from ringup.domain.completion import Answer
from ringup.domain.order import Order, PaymentAttempt, number_of
from ringup.domain.problems import Unavailable
from ringup.services.abandonment import tell_if_left
from ringup.services.asking import Desk
from ringup.services.fill_backorders import fill_what_came
from ringup.services.forgetting import forget_old_keys
from ringup.services.gateways import CHARGES, Ask, answer_in, ask_once, look_up
from ringup.services.history.stock import released
from ringup.services.keeping import kept, noted
from ringup.services.placing import ask_for, settle, settled_to_the_end
from ringup.services.ports.gateway import Outcome, Unknown
from ringup.services.ports.store import Reading, Transaction, Wanted

LEASE = timedelta(seconds=30)
"""How long a sweeper has to settle what it claimed before another may try."""

LONGEST_LEASE = timedelta(minutes=5)
"""What nobody knows for long is asked about ever more seldom, but at least this often."""

GIVE_UP_AFTER = timedelta(minutes=5)
"""How long a gateway may stay undecided before an authorization is voided by its key."""

SIDE_BY_SIDE = 8
"""How many orders one sweeper looks after at a time."""

SILENCE = 3.0
"""Seconds without an answer after which a gateway is not asked again in the same sweep."""

SWEEPER = "sweeper"

_log = structlog.get_logger()

_Listed: TypeAlias = Callable[[Reading, int], Awaitable[Sequence[int]]]
"""Lists so many orders at most that there is something to do about."""

_Swept: TypeAlias = Callable[[int], Awaitable[bool]]
"""Sweeps one order; tells whether there was something to do."""


class Swept(msgspec.Struct, frozen=True):
    """How many orders a sweep settled, took expired holds from, and found to be left."""

    settled: int = 0
    released: int = 0
    abandoned: int = 0


async def keep_sweeping(desk: Desk, seconds: float) -> None:
    """Sweep for ever, every so many seconds: more or less, lest all processes do so at once."""
    while True:
        await asyncio.sleep(seconds * random.uniform(0.5, 1.5))  # noqa: S311 - no secret
        try:
            await sweep(desk)
        except Unavailable:
            _log.warning("sweep_put_off", reason="the database is away")
        except Exception:  # noqa: BLE001 - the next sweep may go better
            _log.exception("sweep_failed")


async def sweep(desk: Desk, limit: int = 100) -> Swept:
    """Release expired holds and settle due attempts, ``limit`` orders at a time, until none is due.

    Then old idempotency keys are forgotten, what has come is given to those who wait for it, and
    what carts were left is told.
    What goes wrong with one order is logged. Raises ``Unavailable``.
    """
    now = desk.clock()
    silent: set[str] = set()
    freed = await _each(
        desk,
        limit,
        lambda reading, most: reading.orders_with_expired_holds(now, most),
        lambda order_id: sweep_holds(desk, order_id),
    )
    settled = await _each(
        desk,
        limit,
        lambda reading, most: reading.orders_with_due_attempts(now, most),
        lambda order_id: sweep_attempts(desk, order_id, silent),
    )
    await forget_old_keys(desk)
    await fill_what_came(desk)
    abandoned = await _tell_what_was_left(desk, limit, now)
    if settled or freed or abandoned:
        _log.info("swept", settled=settled, released=freed, abandoned=abandoned)
    return Swept(settled, freed, abandoned)


async def _tell_what_was_left(desk: Desk, limit: int, now: datetime) -> int:
    if desk.settings.abandoned_after is None:
        return 0
    since = now - desk.settings.abandoned_after
    return await _each(
        desk,
        limit,
        lambda reading, most: reading.orders_left(since, most),
        lambda order_id: tell_if_left(desk, order_id, since, SWEEPER),
    )


async def sweep_attempts(desk: Desk, order_id: int, silent: set[str] | None = None) -> bool:
    """Ask the gateways what became of an order's due attempts, and settle what they know.

    Gateways named in ``silent`` are not asked, and one that keeps us waiting in vain is added:
    when it is down, the orders paid by others need not wait for it each time.
    """
    silent = set() if silent is None else silent
    asks = await desk.store.write(lambda transaction: _claimed(transaction, order_id))
    answers = await _answers(desk, asks, silent)
    if not answers:
        return False
    placing = await settle(desk, order_id, answers, SWEEPER)
    if not silent:
        # Otherwise what is to be voided is due for a later sweep.
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
        msgspec.structs.replace(a, due_at=now + _lease(a, now)) if a.id in ids else a
        for a in order.attempts
    )
    return msgspec.structs.replace(order, attempts=attempts)


def _lease(attempt: PaymentAttempt, now: datetime) -> timedelta:
    return min(max((now - attempt.started_at) / 4, LEASE), LONGEST_LEASE)


async def _answers(desk: Desk, asks: Sequence[Ask], silent: set[str]) -> Mapping[int, Answer]:
    answers = {ask.attempt_id: await _answer(desk, ask, silent) for ask in asks}
    return {attempt_id: answer for attempt_id, answer in answers.items() if answer is not None}


async def _answer(desk: Desk, ask: Ask, silent: set[str]) -> Answer | None:
    """Ask what became of one attempt; ``None`` while the gateway does not know itself.

    What never arrived is given up when it was to take new money (nobody may be waiting for it
    any more), and asked again by the same key when it was an admin's deed or our own undoing.
    """
    outcome = await _looked_up(desk, ask, silent)
    if outcome is None and ask.kind not in CHARGES:
        outcome = await ask_once(desk, ask)
    if outcome is None:
        return Answer(asked=False, certain=False)
    if isinstance(outcome, Unknown) and _is_too_old(ask, desk.clock()):
        return Answer(asked=False, certain=False)
    return answer_in(outcome)


async def _looked_up(desk: Desk, ask: Ask, silent: set[str]) -> Outcome | None:
    gateway = ask.request.method.gateway
    if gateway in silent:
        return Unknown(reason="the gateway is silent")
    asked_at = asyncio.get_running_loop().time()
    outcome = await look_up(desk, ask)
    waited = asyncio.get_running_loop().time() - asked_at
    if isinstance(outcome, Unknown) and waited > SILENCE:
        silent.add(gateway)
    return outcome


def _is_too_old(ask: Ask, now: datetime) -> bool:
    return ask.kind in CHARGES and now - ask.started_at > GIVE_UP_AFTER


async def _each(desk: Desk, limit: int, listed: _Listed, swept: _Swept) -> int:
    """Sweep every order that is listed, once; tells with how many there was something to do."""
    turns = asyncio.Semaphore(SIDE_BY_SIDE)
    tried: set[int] = set()
    done = 0
    while fresh := await _fresh(desk, limit, listed, tried):
        tried.update(fresh)
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(_in_turn(turns, order_id, swept)) for order_id in fresh]
        done += sum(task.result() for task in tasks)
    return done


async def _fresh(desk: Desk, limit: int, listed: _Listed, tried: set[int]) -> Sequence[int]:
    """List orders that were not tried yet; those that went wrong are still due, and listed."""
    found = await desk.store.read(lambda reading: listed(reading, limit + len(tried)))
    return [order_id for order_id in found if order_id not in tried][:limit]


async def _in_turn(turns: asyncio.Semaphore, order_id: int, swept: _Swept) -> bool:
    async with turns:
        try:
            return await swept(order_id)
        except Unavailable:
            _log.warning("sweep_put_off", order=number_of(order_id))
        except Exception:  # noqa: BLE001 - one order must not keep the others from being swept
            _log.exception("sweep_failed", order=number_of(order_id))
        return False
