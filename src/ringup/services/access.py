"""Who may touch an order: decided here, once, for every verb and every nested id.

An admin may, the user who owns the order may, and whoever holds its token may. A nil owner
matches nobody, and an empty token is no token.
"""

import hashlib
import hmac
import secrets

import msgspec

from ringup.domain.order import Order
from ringup.domain.problems import NotAllowed, NotAuthenticated, NotFound
from ringup.services.asking import Asking
from ringup.services.ports.caller import Caller
from ringup.services.ports.store import Reading


def fingerprint(secret: str) -> bytes:
    """Hash an API key or order token the way it is stored (SHA-256; the secrets are random)."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def new_token(asking: Asking) -> str:
    """Make an order token of 192 random bits; a repeat of the request can be told it again."""
    return asking.once.new_order_token() if asking.once else secrets.token_urlsafe(24)


async def known_caller(reading: Reading, asking: Asking) -> Caller:
    """Tell who asks. Raises ``NotAuthenticated`` for a key that nobody holds.

    A wrong key is refused even beside a right order token.
    """
    token_hash = fingerprint(asking.order_token) if asking.order_token else None
    if not asking.api_key:
        return Caller(order_token_hash=token_hash)
    caller = await reading.caller_by_key(fingerprint(asking.api_key))
    if caller is None:
        raise NotAuthenticated(asking.api_key)
    return msgspec.structs.replace(caller, order_token_hash=token_hash)


def check_user(caller: Caller) -> int:
    """Give the caller's user id. Raises ``NotAuthenticated`` when no key was given."""
    if caller.user_id is None:
        raise NotAuthenticated
    return caller.user_id


def check_admin(caller: Caller) -> None:
    """Let only admins pass. Raises ``NotAuthenticated`` or ``NotAllowed``."""
    check_user(caller)
    if not caller.admin:
        raise NotAllowed


def check_self_or_admin(caller: Caller, user_id: int) -> None:
    """Let a user pass, and admins. Raises ``NotAuthenticated``, or ``NotFound`` for others."""
    if check_user(caller) != user_id and not caller.admin:
        raise NotFound


def check_may_use(order: Order, caller: Caller) -> None:
    """Let pass who may see and change the order.

    Raises ``NotAuthenticated`` when nothing was given, ``NotAllowed`` otherwise.
    """
    if caller.admin or _owns(order, caller) or holds_token(order, caller):
        return
    _check_something_given(caller)
    raise NotAllowed


def check_may_create(caller: Caller) -> None:
    """Let pass who has a key, where the shop wants one for a new order.

    Raises ``NotAuthenticated`` when nothing was given, ``NotAllowed`` for another order's token.
    """
    if caller.user_id is None:
        _check_something_given(caller)
        raise NotAllowed


def _check_something_given(caller: Caller) -> None:
    if caller.user_id is None and caller.order_token_hash is None:
        raise NotAuthenticated


def holds_token(order: Order, caller: Caller) -> bool:
    """Tell whether the caller presented this order's token (compared in constant time)."""
    presented = caller.order_token_hash
    return presented is not None and hmac.compare_digest(order.token_hash, presented)


def _owns(order: Order, caller: Caller) -> bool:
    return caller.user_id is not None and order.user_id == caller.user_id
