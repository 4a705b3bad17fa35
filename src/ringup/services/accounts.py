"""Keys of people and codes of gift cards: what is kept of them, and what can be done about it."""

from datetime import datetime, timedelta
from typing import Protocol

import msgspec
from msgspec import UNSET, UnsetType

from ringup.domain.money import Minor


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


class StoredGiftCard(msgspec.Struct, frozen=True, kw_only=True):
    """A gift card as it is kept: of its code no more than the last characters.

    ``amount`` was put on it and ``used`` is gone, in minor units of its currency.
    """

    id: int
    last_digits: str
    currency: str
    amount: Minor
    used: Minor
    expires_at: datetime | None
    note: str | None
    created_at: datetime
    updated_at: datetime

    @property
    def balance(self) -> Minor:
        """What is left."""
        return self.amount - self.used


class NewGiftCard(msgspec.Struct, frozen=True, kw_only=True):
    """A gift card to be kept, by the SHA-256 hash of its code, in hexadecimal."""

    code_hash: str
    last_digits: str
    currency: str
    amount: Minor
    expires_at: datetime | None
    note: str | None


class GiftCardTerms(msgspec.Struct, frozen=True, kw_only=True):
    """What may be said anew of a gift card; what is ``UNSET`` stays."""

    expires_at: datetime | UnsetType | None = UNSET
    note: str | UnsetType | None = UNSET


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

    async def add_gift_card(self, new: NewGiftCard) -> StoredGiftCard:
        """Keep a gift card, with all of its amount left."""
        ...

    async def change_gift_card(self, card_id: int, terms: GiftCardTerms) -> StoredGiftCard | None:
        """Change what may be said anew; ``None`` if there is no such card."""
        ...

    async def end_gift_card(self, card_id: int) -> bool:
        """Let a gift card expire now; ``False`` if there is no such card."""
        ...
