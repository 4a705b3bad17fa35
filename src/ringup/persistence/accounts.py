"""Keys and gift cards in the database: kept by the hashes of what is secret, and ended."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from msgspec import UNSET
from msgspec.structs import asdict
from sqlalchemy import Select, Update, case, delete, insert, literal, or_, select, update

from ringup.domain.order import Address, Card
from ringup.persistence.schema import api_keys, gift_cards, saved_cards, user_addresses, users
from ringup.persistence.statements import Found, Statement
from ringup.services.accounts import (
    ApiKey,
    GiftCardTerms,
    NewApiKey,
    NewGiftCard,
    OwnKey,
    Preferred,
    StoredGiftCard,
)

GIFT_CARD_COLUMNS = tuple(gift_cards.c[name] for name in StoredGiftCard.__struct_fields__)
_SHOWN = tuple(api_keys.c[name] for name in ApiKey.__struct_fields__)


class Writer(Protocol):
    """A transaction that runs Core statements."""

    def now(self) -> datetime:
        """Tell the time, to the millisecond."""
        ...

    async def returning(self, statement: Statement) -> list[Found]:
        """Run a statement that writes, or locks, and give its rows."""
        ...

    async def take_turn(self) -> None:
        """Wait for everyone else who edits the store."""
        ...


class AccountRows:
    """Fits ``accounts.Accounts``."""

    def __init__(self, writer: Writer) -> None:
        """Write in this transaction."""
        self._writer = writer

    async def add_api_key(self, new: NewApiKey) -> ApiKey | None:
        if not await self._user_is_there(new.user_id):
            return None
        row = {**asdict(new), "created_at": self._writer.now()}
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

    async def is_last_way_in(self, own: OwnKey) -> bool:
        await self._writer.take_turn()
        lasting = (
            select(api_keys.c.user_id, api_keys.c.id)
            .join(users, users.c.id == api_keys.c.user_id)
            .where(users.c.admin.is_(True), users.c.deleted_at.is_(None))
            .where(api_keys.c.revoked_at.is_(None))
            .limit(2)
        )
        ways_in = [OwnKey(**row) for row in await self._writer.returning(lasting)]
        return ways_in == [own]

    async def add_gift_card(self, new: NewGiftCard) -> StoredGiftCard:
        now = self._writer.now()
        row = {**asdict(new), "used": 0, "created_at": now, "updated_at": now}
        inserted = insert(gift_cards).values(row).returning(*GIFT_CARD_COLUMNS)
        [found] = await self._writer.returning(inserted)
        return StoredGiftCard(**found)

    async def change_gift_card(self, card_id: int, terms: GiftCardTerms) -> StoredGiftCard | None:
        said = {name: value for name, value in asdict(terms).items() if value is not UNSET}
        changed = update(gift_cards).where(gift_cards.c.id == card_id)
        changed = changed.values(**said, updated_at=self._writer.now())
        for row in await self._writer.returning(changed.returning(*GIFT_CARD_COLUMNS)):
            return StoredGiftCard(**row)
        return None

    async def end_gift_card(self, card_id: int) -> bool:
        ended = GiftCardTerms(expires_at=self._writer.now())
        return await self.change_gift_card(card_id, ended) is not None

    async def add_address(self, user_id: int, address: Address, preferred: Preferred) -> int | None:
        if not await self._user_is_there(user_id):
            return None
        await self._prefer_no_other(user_id, preferred)
        row = {**_address_row(address), "user_id": user_id}
        row |= {"default_bill": bool(preferred.bill), "default_ship": bool(preferred.ship)}
        inserted = insert(user_addresses).values(row).returning(user_addresses.c.id)
        [found] = await self._writer.returning(inserted)
        id_: int = found["id"]
        return id_

    async def set_address(self, user_id: int, address: Address, preferred: Preferred) -> None:
        await self._user_is_there(user_id)
        await self._prefer_no_other(user_id, preferred)
        row = {**_address_row(address), **_flags(preferred)}
        changed = update(user_addresses).where(user_addresses.c.id == address.id).values(row)
        await self._writer.returning(changed.returning(user_addresses.c.id))

    async def remove_address(self, address_id: int) -> None:
        gone = delete(user_addresses).where(user_addresses.c.id == address_id)
        await self._writer.returning(gone.returning(user_addresses.c.id))

    async def _prefer_no_other(self, user_id: int, preferred: Preferred) -> None:
        taken = {name: False for name, flag in _flags(preferred).items() if flag}
        if taken:
            others = update(user_addresses).where(user_addresses.c.user_id == user_id)
            await self._writer.returning(others.values(taken).returning(user_addresses.c.id))

    async def add_card(self, user_id: int, method_id: int, card: Card) -> int | None:
        if not await self._user_is_there(user_id):
            return None
        row = {**asdict(card), "user_id": user_id, "payment_method_id": method_id}
        for known in await self._writer.returning(_the_same_card(row)):
            kept: int = known["id"]
            return kept
        row |= {"is_default": False, "created_at": self._writer.now()}
        inserted = insert(saved_cards).values(row).returning(saved_cards.c.id)
        [found] = await self._writer.returning(inserted)
        id_: int = found["id"]
        return id_

    async def prefer_card(self, user_id: int, card_id: int) -> bool:
        await self._user_is_there(user_id)
        own = update(saved_cards).where(saved_cards.c.user_id == user_id)
        told = own.values(is_default=saved_cards.c.id == card_id).returning(saved_cards.c.id)
        return card_id in {row["id"] for row in await self._writer.returning(told)}

    async def remove_card(self, user_id: int, card_id: int) -> bool:
        own = (saved_cards.c.user_id == user_id, saved_cards.c.id == card_id)
        gone = delete(saved_cards).where(*own).returning(saved_cards.c.id)
        return bool(await self._writer.returning(gone))

    async def _user_is_there(self, user_id: int) -> bool:
        """Look, and keep the user from being deleted until the transaction ends."""
        there = (
            select(users.c.id)
            .where(users.c.id == user_id, users.c.deleted_at.is_(None))
            .with_for_update(key_share=True)
        )
        return bool(await self._writer.returning(there))


def _the_same_card(row: Mapping[str, object]) -> Update:
    """Give a card that is kept already its newest token, which is the one that works."""
    alike = (saved_cards.c[name] == value for name, value in row.items() if name != "token")
    return update(saved_cards).where(*alike).values(token=row["token"]).returning(saved_cards.c.id)


def _flags(preferred: Preferred) -> dict[str, bool]:
    said = {"default_bill": preferred.bill, "default_ship": preferred.ship}
    return {name: flag for name, flag in said.items() if flag is not None}


def _address_row(address: Address) -> dict[str, Any]:
    return {name: value for name, value in asdict(address).items() if name != "id"}


def gift_cards_among(ids: Iterable[int], code_hashes: Iterable[str]) -> Select[Any]:
    """Ask for what rules may know of gift cards, by their ids and by their codes' hashes."""
    of = gift_cards.c
    balance = (of.amount - of.used).label("balance")
    return select(of.id, of.code_hash, of.currency, balance, of.expires_at).where(
        or_(of.id.in_(tuple(ids)), of.code_hash.in_(tuple(code_hashes)))
    )
