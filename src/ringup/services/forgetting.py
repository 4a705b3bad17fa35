"""Idempotency keys are forgotten after a day, and their answers with them."""

from ringup.services.asking import Desk
from ringup.services.once import VALID_FOR

AT_ONCE = 500
"""How many keys one transaction forgets, so that none takes long."""

TIMES = 100
"""How many such transactions one sweep makes at most."""


async def forget_old_keys(desk: Desk) -> int:
    """Forget the idempotency keys that are no longer valid; tells how many there were."""
    before = desk.clock() - VALID_FOR
    forgotten = 0
    for _ in range(TIMES):
        count = await desk.store.write(lambda write: write.forget_keys(before, AT_ONCE))
        forgotten += count
        if count < AT_ONCE:
            break
    return forgotten
