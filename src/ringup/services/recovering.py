"""Abandoned carts: finding them, and a signed, expiring token that brings a buyer back to one.

The token is none of the order's own: it says which order, whose email it was made for and until
when, signed with a secret of the shop, and it is kept nowhere. Whoever presents it in time gets a
fresh token for the order; the one before it is no longer good.
"""

import base64
import binascii
import hashlib
import hmac
import struct
from datetime import UTC, datetime, timedelta

import msgspec

from ringup.domain.order import Order
from ringup.domain.problems import BeingPlaced, Invalid, Problem
from ringup.services.access import check_admin, fingerprint, known_caller, new_token
from ringup.services.asking import Asking, Desk, OrderView
from ringup.services.browsing import Browsed, browse
from ringup.services.keeping import kept
from ringup.services.loading import seen
from ringup.services.ports.store import Event, Reading, Transaction, Wanted
from ringup.services.searching import Condition, Listing, Page, Path
from ringup.services.shelves import KeptOrder

replace = msgspec.structs.replace

_SAID = struct.Struct(">QQ16s")
"""Order, second of expiry, and the beginning of the hash of the email."""
_PURPOSE = b"recover order\0"
_MAC_BYTES = 32


class Recovery(msgspec.Struct, frozen=True, kw_only=True):
    """A token that brings the buyer back to the cart, until it expires."""

    number: str
    email: str
    token: str
    expires_at: datetime


async def browse_abandoned(
    desk: Desk, asking: Asking, listing: Listing, idle: timedelta
) -> Browsed[Page[KeptOrder]]:
    """Show a page of orders with something in them and an email, not touched for so long.

    Only for admins.
    """
    search = listing.search
    conditions = (*search.conditions, *_abandoned(desk.clock() - idle))
    return await browse(
        desk, asking, KeptOrder, replace(listing, search=replace(search, conditions=conditions))
    )


def _abandoned(since: datetime) -> tuple[Condition, ...]:
    return (
        Condition(paths=(Path("completed_at"),), predicate="equal", value=None),
        Condition(paths=(Path("email"),), predicate="present"),
        Condition(paths=(Path("id", "line_items"),), predicate="present"),
        Condition(paths=(Path("updated_at"),), predicate="at_most", value=since),
    )


async def recovery_of(desk: Desk, asking: Asking, number: str, valid_for: timedelta) -> Recovery:
    """Make a token that brings the buyer back to an order. Only for admins.

    Raises ``NotFound``, and ``Invalid`` for an order that was placed or has no email.
    """

    async def work(reading: Reading) -> Recovery:
        order, facts, caller = await seen(reading, asking, number)
        check_admin(caller)
        _check_open(order)
        if not order.email:
            raise Invalid(Problem("", "email", "email_required", "can't be blank"))
        expires_at = (facts.now + valid_for).replace(microsecond=0)
        token = _signed(await reading.signing_secret(), order, expires_at)
        return Recovery(number=order.number, email=order.email, token=token, expires_at=expires_at)

    return await desk.store.read(work)


async def recover_order(desk: Desk, asking: Asking, recovery_token: str) -> OrderView:
    """Give whoever presents a recovery token a fresh token for its order.

    Raises ``Invalid`` for a token that is none (``recovery_invalid``) or is too old
    (``recovery_expired``), and for an order that was placed meanwhile.
    """
    token = new_token(asking)

    async def work(transaction: Transaction) -> OrderView:
        caller = await known_caller(transaction, asking)
        order_id, expires_at, email = _said(await transaction.signing_secret(), recovery_token)
        found = await transaction.load(order_id, Wanted())
        if found is None:
            raise _refused("recovery_invalid", "is not valid")
        before, facts = found
        if facts.now >= expires_at:
            raise _refused("recovery_expired", "has expired")
        if not hmac.compare_digest(email, _digest(before)):
            raise _refused("recovery_invalid", "is not valid")
        _check_open(before)
        after = replace(before, token_hash=fingerprint(token))
        told = (Event(type="order.recovered", actor=caller.actor),)
        saved = await kept(transaction, before, after, caller.actor, told)
        return OrderView(order=saved, facts=facts, caller=caller, token=token)

    return await desk.store.write(work)


def _check_open(order: Order) -> None:
    if order.placing:
        raise BeingPlaced
    if order.is_complete:
        raise Invalid(Problem("", "order", "order_completed", "was placed already"))


def _signed(secret: bytes, order: Order, expires_at: datetime) -> str:
    said = _SAID.pack(order.id, int(expires_at.timestamp()), _digest(order))
    return base64.urlsafe_b64encode(said + _mac(secret, said)).decode().rstrip("=")


def _said(secret: bytes, token: str) -> tuple[int, datetime, bytes]:
    """Tell which order a token is for, until when, and the digest of its email.

    Raises ``Invalid`` for a token that was not signed with the shop's secret.
    """
    try:
        given = base64.b64decode(token + "=" * (-len(token) % 4), b"-_", validate=True)
    except (binascii.Error, ValueError):
        given = b""
    said, mac = given[: _SAID.size], given[_SAID.size :]
    if len(mac) != _MAC_BYTES or not hmac.compare_digest(mac, _mac(secret, said)):
        raise _refused("recovery_invalid", "is not valid")
    order_id, seconds, email = _SAID.unpack(said)
    return order_id, datetime.fromtimestamp(seconds, UTC), email


def _mac(secret: bytes, said: bytes) -> bytes:
    return hmac.digest(secret, _PURPOSE + said, "sha256")


def _digest(order: Order) -> bytes:
    """Stand for the email the token was made for: if it is another now, the token is void."""
    return hashlib.sha256((order.email or "").casefold().encode()).digest()[:16]


def _refused(code: str, message: str) -> Invalid:
    return Invalid(Problem("", "recovery_token", code, message))
