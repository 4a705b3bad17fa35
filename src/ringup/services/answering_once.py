"""Let a request with an idempotency key take effect once, and answer its repeats alike.

All that the request does is one transaction: its key is taken first and its answer kept last, so
there is no effect without its answer and no answer without its effect. Whoever comes meanwhile
with the same key waits for that transaction, and gets the same answer.

A request that has to ask a gateway lets go of its transaction before: the key is then known as
taken, and whoever comes with it is told to wait. Should the process die, the key can be taken over
once its time is up; what was asked of gateways is found on the order by ``Once.mark`` and not
asked again.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import TypeAlias

from msgspec.structs import replace

from ringup.domain.problems import Invalid, PaymentRefused, Problem, Refusal, WithProblems
from ringup.services.access import known_caller
from ringup.services.asking import Asking, Desk
from ringup.services.once import LEASE, KeptAnswer, KeptKey, KeyInFlight, Once
from ringup.services.ports.store import HeldStore, Transaction

FINAL = (WithProblems, PaymentRefused)
"""Refusals that are kept like any answer: they say what is wrong with what was asked for. Those
that say who may, what there is, or when to come again are not: a repeat is looked at anew."""

Handle: TypeAlias = Callable[[Desk], Awaitable[KeptAnswer]]
Refuse: TypeAlias = Callable[[Refusal], KeptAnswer]


class Replayed(Exception):
    """The request was answered before: nothing is done again."""

    def __init__(self, answer: KeptAnswer) -> None:
        """Take the first answer."""
        super().__init__("answered before")
        self.answer = answer


async def answered_once(
    desk: Desk, asking: Asking, once: Once, handle: Handle, refuse: Refuse
) -> KeptAnswer:
    """Handle a request at the desk that is given, unless it was answered before.

    ``refuse`` writes a refusal down, to be kept. Raises ``Replayed`` with the first answer,
    ``Invalid`` for a key that meant another request, ``KeyInFlight``, and what ``handle`` raises.
    """
    take = partial(_keep, asking, once)

    async def work(held: HeldStore) -> KeptAnswer:
        await held.write(take)
        try:
            answer = await handle(replace(desk, store=held, shelves=desk.shelves.through(held)))
        except FINAL as refusal:
            await held.undo()
            await held.write(partial(take, answer=refuse(refusal)))
            raise
        except Exception:
            if held.was_let_go:
                await held.write(partial(take, until=once.at))
            raise
        await held.write(partial(take, answer=answer))
        return answer

    return await desk.store.held(work)


async def _keep(
    asking: Asking,
    once: Once,
    transaction: Transaction,
    *,
    answer: KeptAnswer | None = None,
    until: datetime | None = None,
) -> None:
    """Take the key, or keep the answer under it; raises what is to be answered instead."""
    kept = None if answer is None else once.without_tokens(answer)
    if await transaction.keep_key(once, until or once.at + LEASE, kept):
        return
    found = await transaction.kept_key(once)
    await known_caller(transaction, asking)
    raise _instead(once, found)


def _instead(once: Once, found: KeptKey | None) -> Exception:
    """Tell what somebody gets whose key belongs to another run."""
    if found is None:
        return KeyInFlight()
    if found.fingerprint != once.fingerprint:
        text = "was used before for a request with other parameters"
        return Invalid(Problem("", "Idempotency-Key", "idempotency_key_reused", text))
    if found.answer is None:
        return KeyInFlight()
    return Replayed(once.with_tokens(found.answer, found.run))
