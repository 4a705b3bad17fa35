"""Keys of people and codes of gift cards: what is kept of them, and what can be done about it."""

from datetime import datetime, timedelta
from typing import Protocol

import msgspec
from msgspec import UNSET, UnsetType

from ringup.domain.money import Minor
from ringup.domain.order import Address, Card


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


class StoredCredit(msgspec.Struct, frozen=True, kw_only=True):
    """Store credit of a user: how much was given and how much is gone, in minor units."""

    id: int
    user_id: int
    currency: str
    amount: Minor
    used: Minor
    memo: str | None
    created_at: datetime

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


class SavedAddress(msgspec.Struct, frozen=True, kw_only=True):
    """An address that a user keeps, and whether orders are billed or sent there by default."""

    id: int
    user_id: int
    address: Address
    default_bill: bool = False
    default_ship: bool = False


class Preferred(msgspec.Struct, frozen=True, kw_only=True):
    """Whether an address is to be the default to bill and to send to; ``None`` leaves it."""

    bill: bool | None = None
    ship: bool | None = None


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

    async def is_last_way_in(self, own: OwnKey) -> bool:
        """Tell whether no other key of any admin works on and on.

        From then until the transaction ends nobody else changes that by editing or revoking.
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

    async def add_address(self, user_id: int, address: Address, preferred: Preferred) -> int | None:
        """Keep an address of a user and give its id; ``None`` if there is no such user."""
        ...

    async def set_address(self, user_id: int, address: Address, preferred: Preferred) -> None:
        """Keep an address as it is now, by its id. What it is preferred for no other is."""
        ...

    async def remove_address(self, address_id: int) -> None:
        """Forget an address."""
        ...

    async def add_card(self, user_id: int, method_id: int, card: Card) -> int | None:
        """Keep a card of a user and give its id; ``None`` if there is no such user."""
        ...

    async def prefer_card(self, user_id: int, card_id: int) -> bool:
        """Make one of a user's cards the default one; ``False`` if it is not the user's."""
        ...

    async def remove_card(self, user_id: int, card_id: int) -> bool:
        """Forget one of a user's cards; ``False`` if it is not the user's."""
        ...
