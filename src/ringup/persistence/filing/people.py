"""Where users are filed."""

from datetime import datetime

from sqlalchemy import delete, update

from ringup.persistence.filing.drawer import Drawer, Editor, Row
from ringup.persistence.schema import api_keys, saved_cards, user_addresses, users

_ADMIN = "admin"


def _row(fields: Row) -> Row:
    email, roles = fields["email"].strip(), tuple(dict.fromkeys(fields["roles"]))
    return {
        "email": email,
        "email_folded": email.casefold(),
        "admin": _ADMIN in roles,
        "roles": [role for role in roles if role != _ADMIN],
    }


def _fields(row: Row) -> Row:
    admin = (_ADMIN,) if row["admin"] else ()
    return {"email": row["email"], "roles": (*admin, *row["roles"])}


async def _forget(editor: Editor, user_id: int, now: datetime) -> None:
    """End a user's keys, and delete what was kept for the next order; orders stay."""
    await editor.execute(
        update(api_keys).where(api_keys.c.user_id == user_id).values(revoked_at=now)
    )
    for table in (user_addresses, saved_cards):
        await editor.execute(delete(table).where(table.c.user_id == user_id))


USERS = Drawer(table=users, row=_row, fields=_fields, removing=(_forget,))
