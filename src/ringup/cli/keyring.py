"""The work of ``ringup keys``, in the database itself: no server need run."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import TypeAlias, TypeVar

from ringup.cli.loading import now
from ringup.cli.plainly import CannotStart, say
from ringup.cli.readiness import check_ready, plainly_refused
from ringup.config import configured
from ringup.domain.problems import NotFound
from ringup.domain.text import LONGEST, can_be_kept
from ringup.persistence.opening import open_store
from ringup.persistence.search.shelving import SqlShelves
from ringup.services.accounts import ApiKey, OwnKey
from ringup.services.api_keys import ShownKey, ended_key, kept_key
from ringup.services.ports.store import Reading, Store, Transaction
from ringup.services.searching import Listing

T = TypeVar("T")
_Work: TypeAlias = Callable[[Transaction, int], Awaitable[T]]
"""What is done in one transaction, for the user with this id."""

_MOST = 100


def list_keys(email: str, database: str | None) -> None:
    """Tell what keys a user has, a hundred at most. Raises ``CannotStart``."""
    for line in _table(_in_store(database, lambda store: _keys_of(store, email))):
        say(line)


def create_key(email: str, name: str, database: str | None) -> None:
    """Make a key. Raises ``CannotStart``."""
    if len(name) > LONGEST or not can_be_kept(name):
        raise CannotStart(f"--name must be text of at most {LONGEST} characters")
    key = secrets.token_urlsafe(24)

    async def work(transaction: Transaction, user_id: int) -> ShownKey:
        return await kept_key(transaction, user_id, name, key)

    made = _done(email, database, work)
    say(f"Key {made.kept.id} of {email}, which is shown only now:\n\n  {made.key}")


def rotate_key(email: str, key_id: int, grace: timedelta, database: str | None) -> None:
    """Exchange a key. Raises ``CannotStart``."""
    key = secrets.token_urlsafe(24)

    async def work(transaction: Transaction, user_id: int) -> ShownKey:
        old = await _ended(transaction, OwnKey(user_id=user_id, id=key_id), grace)
        return await kept_key(transaction, user_id, old.name, key)

    made = _done(email, database, work)
    say(f"Key {made.kept.id} of {email} instead of {key_id}, shown only now:\n\n  {made.key}")


def revoke_key(email: str, key_id: int, database: str | None) -> None:
    """Let a key end. Raises ``CannotStart``."""

    async def work(transaction: Transaction, user_id: int) -> ApiKey:
        return await _ended(transaction, OwnKey(user_id=user_id, id=key_id), timedelta(0))

    _done(email, database, work)
    say(f"Key {key_id} of {email} works no more.")


async def _ended(transaction: Transaction, own: OwnKey, grace: timedelta) -> ApiKey:
    try:
        return await ended_key(transaction, own, grace)
    except NotFound as error:
        raise CannotStart(f"there is no key {own.id} of this user that still works") from error


async def _keys_of(store: Store, email: str) -> Sequence[ApiKey]:
    user_id = await store.read(lambda reading: _user_id(reading, email))
    listing = Listing(within={"user_id": user_id}, per_page=_MOST)
    return (await SqlShelves(store).page(ApiKey, listing)).rows


def _done(email: str, database: str | None, work: _Work[T]) -> T:
    async def in_store(store: Store) -> T:
        async def for_user(transaction: Transaction) -> T:
            return await work(transaction, await _user_id(transaction, email))

        return await store.write(for_user)

    return _in_store(database, in_store)


async def _user_id(reading: Reading, email: str) -> int:
    found = await reading.user_ids([email.strip()])
    if not found:
        raise CannotStart(f"nobody here has the address {email}")
    return next(iter(found.values()))


def _in_store(database: str | None, work: Callable[[Store], Awaitable[T]]) -> T:
    """Open the store, do it, close the store. Raises ``CannotStart``."""
    url = configured({"database": database}).database

    async def opened() -> T:
        await check_ready(url)
        store = await open_store(url, now, {})
        try:
            return await work(store)
        finally:
            await store.close()

    with plainly_refused(url):
        return asyncio.run(opened())


def _table(keys: Sequence[ApiKey]) -> Sequence[str]:
    rows = [("id", "made", "ends with", "name", "state"), *map(_row, keys)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return [
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _row(key: ApiKey) -> tuple[str, ...]:
    made = key.created_at.strftime("%Y-%m-%d")
    return str(key.id), made, f"…{key.last_digits}", key.name, _state(key)


def _state(key: ApiKey) -> str:
    if key.revoked_at is None:
        return "works"
    when = key.revoked_at.strftime("%Y-%m-%d %H:%M UTC")
    return f"ended {when}" if key.revoked_at <= now() else f"works until {when}"
