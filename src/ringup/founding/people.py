"""Writes users and the hashes of their API keys."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

import msgspec

from ringup.founding.pen import Pen


class User(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may call, with an API key in the clear, which is not kept."""

    email: str
    api_key: str
    admin: bool = False


def write_users(pen: Pen, users: Sequence[User], now: datetime) -> dict[str, int]:
    """Write users with one key each, and give their ids by mail address."""
    rows = [
        {
            "email": user.email,
            "email_folded": user.email.casefold(),
            "admin": user.admin,
            "roles": [],
            "created_at": now,
            "updated_at": now,
        }
        for user in users
    ]
    ids = pen.named("users", rows, by="email")
    keys = (
        {
            "user_id": ids[user.email],
            "key_hash": hashlib.sha256(user.api_key.encode()).digest(),
            "name": "first",
            "last_digits": user.api_key[-4:],
            "created_at": now,
        }
        for user in users
    )
    pen.write("api_keys", keys)
    return ids
