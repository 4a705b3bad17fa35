"""API keys: made, exchanged for another, and taken back; a user's own, or anybody's by an admin.

A key is shown once, in the answer that makes it, and kept as a hash. A key that has ended is as
unknown as one that never was, to every process, from its very next request on.
"""

from datetime import timedelta

import msgspec

from ringup.domain.problems import Invalid, NotFound, Problem
from ringup.services.access import check_self_or_admin, fingerprint, known_caller, new_token
from ringup.services.accounts import ApiKey, NewApiKey, OwnKey
from ringup.services.asking import Asking, Desk
from ringup.services.ports.store import Transaction

DIGITS_SHOWN = 4


class ShownKey(msgspec.Struct, frozen=True, kw_only=True):
    """A new key in the clear, beside what is kept of it."""

    key: str
    kept: ApiKey

    def __repr__(self) -> str:
        """Show no secret, wherever it may be printed."""
        return f"ShownKey(id={self.kept.id!r})"


async def create_key(desk: Desk, asking: Asking, user_id: int, name: str) -> ShownKey:
    """Make another key for a user. Raises ``NotFound`` and the refusals of ``access``."""
    key = new_token(asking)

    async def work(transaction: Transaction) -> ShownKey:
        check_self_or_admin(await known_caller(transaction, asking), user_id)
        return await kept_key(transaction, user_id, name, key)

    return await desk.store.write(work)


async def rotate_key(desk: Desk, asking: Asking, own: OwnKey, grace: timedelta) -> ShownKey:
    """Exchange a key for a new one; the old one may still be used for so long.

    Raises ``NotFound``, also for a key that has ended, and the refusals of ``access``.
    """
    key = new_token(asking)

    async def work(transaction: Transaction) -> ShownKey:
        check_self_or_admin(await known_caller(transaction, asking), own.user_id)
        old = await ended_key(transaction, own, grace)
        return await kept_key(transaction, own.user_id, old.name, key)

    return await desk.store.write(work)


async def revoke_key(desk: Desk, asking: Asking, own: OwnKey) -> None:
    """Let a key end now.

    Raises ``NotFound``, the refusals of ``access``, and ``Invalid`` for the last key of the last
    admin: `ringup keys` would be the only way back in.
    """

    async def work(transaction: Transaction) -> None:
        caller = await known_caller(transaction, asking)
        check_self_or_admin(caller, own.user_id)
        if caller.admin and await transaction.accounts.is_last_way_in(own):
            text = "is the last key of the last admin: make another first"
            raise Invalid(Problem("", "base", "last_admin", text))
        await ended_key(transaction, own, timedelta(0))

    await desk.store.write(work)


async def ended_key(transaction: Transaction, own: OwnKey, grace: timedelta) -> ApiKey:
    """Let a key end, whoever wants it to. Raises ``NotFound``."""
    ended = await transaction.accounts.end_api_key(own, grace)
    if ended is None:
        raise NotFound
    return ended


async def kept_key(transaction: Transaction, user_id: int, name: str, key: str) -> ShownKey:
    """Keep a new key for a user, whoever gives it to them. Raises ``NotFound``."""
    kept = await transaction.accounts.add_api_key(
        NewApiKey(
            user_id=user_id,
            key_hash=fingerprint(key),
            name=name,
            last_digits=key[-DIGITS_SHOWN:],
        )
    )
    if kept is None:
        raise NotFound
    return ShownKey(key=key, kept=kept)
