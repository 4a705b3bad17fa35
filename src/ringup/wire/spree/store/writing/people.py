"""Writes people and what is theirs: addresses, cards, keys, credit."""

from typing import Any

from msgspec.structs import asdict, replace

from ringup.domain.order import Address
from ringup.services.accounts import ApiKey, SavedAddress, StoredCredit, StoredGiftCard
from ringup.services.shelves import SavedCard, User, UserAddress
from ringup.wire.spree.store.records import (
    ApiKeyRecord,
    GiftCardRecord,
    SavedAddressRecord,
    StoreCreditRecord,
    UserRecord,
)
from ringup.wire.spree.store.writing.ink import Ink
from ringup.wire.spree.write.addresses import address_record
from ringup.wire.spree.write.pen import Pen, moment, moment_or_none
from ringup.wire.spree.write.records import AddressRecord, CardRecord


def user(found: User, ink: Ink) -> UserRecord:
    """Write a user with the addresses used by default."""
    return UserRecord(
        id=found.id,
        email=found.email,
        roles=list(found.roles),
        created_at=moment(found.created_at),
        updated_at=moment(found.updated_at),
        bill_address=_kept(found.bill_address, ink),
        ship_address=_kept(found.ship_address, ink),
    )


def _kept(address: UserAddress | None, ink: Ink) -> AddressRecord | None:
    if address is None:
        return None
    return address_record(Address(**asdict(address)), ink.shop, ink.pen.locale)


def saved_card(found: SavedCard, ink: Ink) -> CardRecord:
    """Write what may be told of a card."""
    del ink
    return CardRecord(
        id=found.id,
        month=found.month,
        year=found.year,
        cc_type=found.brand,
        last_digits=found.last_digits,
        name=found.name,
    )


def api_key(found: ApiKey, ink: Ink) -> ApiKeyRecord:
    """Write what is kept of an API key."""
    del ink
    return ApiKeyRecord(**api_key_fields(found))


def api_key_fields(found: ApiKey) -> dict[str, Any]:
    """Give the fields of an API key as they are written."""
    return {
        **asdict(found),
        "created_at": moment(found.created_at),
        "revoked_at": moment_or_none(found.revoked_at),
    }


def gift_card(found: StoredGiftCard, ink: Ink) -> GiftCardRecord:
    """Write a gift card."""
    return GiftCardRecord(**gift_card_fields(found, ink.pen))


def gift_card_fields(found: StoredGiftCard, pen: Pen) -> dict[str, Any]:
    """Give the fields of a gift card as they are written."""
    own = replace(pen, currency=found.currency)
    return {
        "id": found.id,
        "last_digits": found.last_digits,
        "currency": found.currency,
        "amount": own.amount(found.amount),
        "display_amount": own.display(found.amount),
        "balance": own.amount(found.balance),
        "display_balance": own.display(found.balance),
        "expires_at": moment_or_none(found.expires_at),
        "note": found.note,
        "created_at": moment(found.created_at),
        "updated_at": moment(found.updated_at),
    }


def saved_address(found: SavedAddress, ink: Ink) -> SavedAddressRecord:
    """Write an address that a user keeps."""
    return SavedAddressRecord(
        **asdict(address_record(found.address, ink.shop, ink.pen.locale)),
        user_id=found.user_id,
        default_bill=found.default_bill,
        default_ship=found.default_ship,
    )


def store_credit(found: StoredCredit, ink: Ink) -> StoreCreditRecord:
    """Write store credit."""
    own = replace(ink.pen, currency=found.currency)
    return StoreCreditRecord(
        id=found.id,
        user_id=found.user_id,
        currency=found.currency,
        amount=own.amount(found.amount),
        display_amount=own.display(found.amount),
        balance=own.amount(found.balance),
        display_balance=own.display(found.balance),
        memo=found.memo,
        created_at=moment(found.created_at),
    )
