"""Where users are filed, and the store credit they were given."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import delete, select, update

from ringup.domain.money import decimal_text, parsed
from ringup.domain.problems import Invalid, Problem
from ringup.persistence.filing.drawer import Drawer, Editor, Row
from ringup.persistence.filing.named import unless_named
from ringup.persistence.schema import (
    api_keys,
    saved_cards,
    store_credit_events,
    store_credits,
    user_addresses,
    users,
)
from ringup.services.shelves import User

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


async def _with_an_admin_left(editor: Editor, user_id: int | None, row: Row) -> Row:
    if user_id is not None and not row["admin"] and await _is_last_admin(editor, user_id):
        text = "must keep admin: nobody else has that role and a key"
        raise Invalid(Problem("", "roles", "last_admin", text))
    return row


async def _not_the_last_admin(editor: Editor, user_id: int, now: datetime) -> None:
    del now
    if await _is_last_admin(editor, user_id):
        raise Invalid(Problem("", "base", "last_admin", "is the last admin"))


async def _is_last_admin(editor: Editor, user_id: int) -> bool:
    """Tell whether nobody else could run the shop; who edits it does so one after the other.

    An admin without a key cannot get in, nor for long one whose keys are about to end.
    """
    is_admin = await editor.select(select(users.c.admin).where(users.c.id == user_id))
    lasting = select(api_keys.c.user_id).where(api_keys.c.revoked_at.is_(None))
    others = select(users.c.id).where(
        users.c.admin.is_(True),
        users.c.deleted_at.is_(None),
        users.c.id != user_id,
        users.c.id.in_(lasting),
    )
    return is_admin[0]["admin"] and not await editor.select(others.limit(1))


async def _forget(editor: Editor, user_id: int, now: datetime) -> None:
    """End a user's keys, and delete what was kept for the next order; orders stay."""
    await editor.execute(
        update(api_keys).where(api_keys.c.user_id == user_id).values(revoked_at=now)
    )
    for table in (user_addresses, saved_cards):
        await editor.execute(delete(table).where(table.c.user_id == user_id))


USERS = Drawer(
    table=users,
    row=_row,
    fields=_fields,
    settle=_with_an_admin_left,
    removing=(_not_the_last_admin, unless_named(User), _forget),
)


def _credit_row(fields: Row) -> Row:
    currency = fields["currency"].upper()
    amount = parsed(format(fields["amount"], "f"), currency)
    return {**fields, "currency": currency, "amount": amount}


def _credit_fields(row: Row) -> Row:
    return {**row, "amount": Decimal(decimal_text(row["amount"], row["currency"]))}


STORE_CREDITS = Drawer(
    table=store_credits,
    row=_credit_row,
    fields=_credit_fields,
    new={"used": 0},
    used_by=(store_credit_events.c.store_credit_id,),
)
