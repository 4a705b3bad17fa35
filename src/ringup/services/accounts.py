"""What is kept of people's keys, and how: the part of the store that the verbs about people use."""

from datetime import datetime, timedelta
from typing import Protocol

import msgspec


class ApiKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key as it is kept: of the key itself no more than its last characters.

    From ``revoked_at`` on nobody has it; an exchanged key may still be used for a while.
    """

    id: int
    user_id: int
    name: str
    last_digits: str
    created_at: datetime
    revoked_at: datetime | None = None


class OwnKey(msgspec.Struct, frozen=True, kw_only=True):
    """Which key of which user is meant."""

    user_id: int
    id: int


class NewApiKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key to be kept, by its SHA-256 hash."""

    user_id: int
    key_hash: bytes
    name: str
    last_digits: str


class Accounts(Protocol):
    """What a transaction can do about accounts."""

    async def add_api_key(self, new: NewApiKey) -> ApiKey | None:
        """Keep a key; ``None`` if there is no such user."""
        ...

    async def end_api_key(self, own: OwnKey, grace: timedelta) -> ApiKey | None:
        """Let one of a user's keys end after so long, or when it would have if that is sooner.

        Gives the key as it is kept then; ``None`` if the user has no such key that works now.
        """
        ...
