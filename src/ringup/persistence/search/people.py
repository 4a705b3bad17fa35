"""Users, with the addresses, cards and keys they keep; and gift cards, which are nobody's."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from ringup.domain.order import Address
from ringup.persistence.accounts import GIFT_CARD_COLUMNS
from ringup.persistence.schema import (
    api_keys,
    gift_cards,
    saved_cards,
    store_credits,
    user_addresses,
    users,
)
from ringup.persistence.search.grouping import plain, rows_by, without
from ringup.persistence.search.shelf import Reader, Row, Shelf, by_id, columns_of
from ringup.services.accounts import ApiKey, SavedAddress, StoredCredit, StoredGiftCard
from ringup.services.searching import Listing
from ringup.services.shelves import SavedCard, User, UserAddress

ADMIN = "admin"
"""The role that may do everything."""

_SHOWN = tuple(
    users.c[name] for name in ("id", "email", "admin", "roles", "created_at", "updated_at")
)
_CARD = (
    *(saved_cards.c[name] for name in ("id", "user_id", "payment_method_id", "brand")),
    *(saved_cards.c[name] for name in ("last_digits", "month", "year", "name")),
    saved_cards.c.is_default.label("default"),
)


async def _users(reader: Reader, rows: Sequence[Row], listing: Listing) -> Sequence[User]:
    _ = listing
    kept = select(user_addresses).where(user_addresses.c.user_id.in_([row["id"] for row in rows]))
    addresses = rows_by(await reader.select(kept.order_by(user_addresses.c.id)), "user_id")
    return [
        User(
            **without(row, "admin", "roles"),
            roles=((ADMIN,) if row["admin"] else ()) + tuple(row["roles"]),
            bill_address=_default(addresses, row["id"], "default_bill"),
            ship_address=_default(addresses, row["id"], "default_ship"),
        )
        for row in rows
    ]


def _default(addresses: Mapping[int, list[Row]], user_id: int, mark: str) -> UserAddress | None:
    row = next((each for each in addresses[user_id] if each[mark]), None)
    if row is None:
        return None
    return UserAddress(**without(row, "user_id", "default_bill", "default_ship"))


USERS = Shelf[User](
    table=users,
    shown=_SHOWN,
    id=users.c.id,
    columns=columns_of(users, "id", "email", "created_at", "updated_at"),
    among=(users.c.deleted_at.is_(None),),
    within={"id": users.c.id},
    keys=by_id(users.c.id),
    folded={"email": users.c.email_folded},
    load=_users,
)

SAVED_CARDS = Shelf[SavedCard](
    table=saved_cards,
    shown=_CARD,
    id=saved_cards.c.id,
    columns=columns_of(saved_cards, "id", "last_digits", "brand"),
    within={"user_id": saved_cards.c.user_id},
    keys=by_id(saved_cards.c.id),
    load=plain(SavedCard),
)

API_KEYS = Shelf[ApiKey](
    table=api_keys,
    shown=tuple(api_keys.c[name] for name in ApiKey.__struct_fields__),
    id=api_keys.c.id,
    columns=columns_of(api_keys, "id", "name", "last_digits", "created_at", "revoked_at"),
    within={"user_id": api_keys.c.user_id},
    keys=by_id(api_keys.c.id),
    load=plain(ApiKey),
)

GIFT_CARDS = Shelf[StoredGiftCard](
    table=gift_cards,
    shown=GIFT_CARD_COLUMNS,
    id=gift_cards.c.id,
    columns=columns_of(gift_cards, *StoredGiftCard.__struct_fields__),
    keys=by_id(gift_cards.c.id),
    load=plain(StoredGiftCard),
    currency=gift_cards.c.currency,
)


async def _addresses(
    reader: Reader, rows: Sequence[Row], listing: Listing
) -> Sequence[SavedAddress]:
    _ = reader, listing
    flags = ("user_id", "default_bill", "default_ship")
    return [
        SavedAddress(
            id=row["id"],
            **{name: row[name] for name in flags},
            address=Address(**without(row, *flags)),
        )
        for row in rows
    ]


SAVED_ADDRESSES = Shelf[SavedAddress](
    table=user_addresses,
    shown=tuple(user_addresses.c),
    id=user_addresses.c.id,
    columns=columns_of(
        user_addresses,
        *("id", "firstname", "lastname", "address1", "city", "zipcode", "phone", "company"),
        *("state_name", "country_id", "state_id"),
    ),
    within={"user_id": user_addresses.c.user_id},
    keys=by_id(user_addresses.c.id),
    load=_addresses,
)

STORE_CREDITS = Shelf[StoredCredit](
    table=store_credits,
    shown=tuple(store_credits.c[name] for name in StoredCredit.__struct_fields__),
    id=store_credits.c.id,
    columns=columns_of(store_credits, *StoredCredit.__struct_fields__),
    within={"user_id": store_credits.c.user_id},
    keys=by_id(store_credits.c.id),
    load=plain(StoredCredit),
    currency=store_credits.c.currency,
)
