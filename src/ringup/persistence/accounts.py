"""Accounts in the database: people's keys, kept by their hashes, and ended."""

from datetime import datetime, timedelta
from typing import Protocol

import msgspec
from sqlalchemy import case, insert, literal, or_, select, update

from ringup.persistence.schema import api_keys, users
from ringup.persistence.statements import Found, Statement
from ringup.services.accounts import ApiKey, NewApiKey, OwnKey

_SHOWN = tuple(api_keys.c[name] for name in ApiKey.__struct_fields__)


class Writer(Protocol):
    """A transaction that runs Core statements."""

    def now(self) -> datetime:
        """Tell the time, to the millisecond."""
        ...

    async def returning(self, statement: Statement) -> list[Found]:
        """Run a statement that writes, or locks, and give its rows."""
        ...


class AccountRows:
    """Fits ``accounts.Accounts``."""

    def __init__(self, writer: Writer) -> None:
        """Write in this transaction."""
        self._writer = writer

    async def add_api_key(self, new: NewApiKey) -> ApiKey | None:
        if not await self._user_is_there(new.user_id):
            return None
        row = {**msgspec.structs.asdict(new), "created_at": self._writer.now()}
        inserted = insert(api_keys).values(row).returning(*_SHOWN)
        [found] = await self._writer.returning(inserted)
        return ApiKey(**found)

    async def end_api_key(self, own: OwnKey, grace: timedelta) -> ApiKey | None:
        now, was = self._writer.now(), api_keys.c.revoked_at
        sooner = case((was < now + grace, was), else_=literal(now + grace, was.type))
        ended = update(api_keys).values(revoked_at=sooner)
        ended = ended.where(api_keys.c.user_id == own.user_id, api_keys.c.id == own.id)
        lasting = ended.where(or_(was.is_(None), was > now))
        for row in await self._writer.returning(lasting.returning(*_SHOWN)):
            return ApiKey(**row)
        return None

    async def _user_is_there(self, user_id: int) -> bool:
        """Look, and keep the user from being deleted until the transaction ends."""
        there = select(users.c.id).where(users.c.id == user_id).with_for_update(key_share=True)
        return bool(await self._writer.returning(there))
