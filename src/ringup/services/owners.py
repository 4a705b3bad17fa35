"""Whose an order is: an admin says so, or whoever brings a guest's cart and a key of their own."""

from collections.abc import Sequence

import msgspec

from ringup.domain.changes import Change, SetOwner
from ringup.domain.facts import Facts
from ringup.domain.order import Order
from ringup.services.access import holds_token
from ringup.services.permitting import permitted
from ringup.services.ports.caller import Caller
from ringup.services.ports.store import Reading, Wanted


async def with_owner(
    reading: Reading, order: Order, facts: Facts, caller: Caller, changes: Sequence[Change]
) -> tuple[tuple[Change, ...], Facts]:
    """Give the changes that the caller may make, and the facts with the owner whom they name.

    A guest's cart that somebody with a key and its token changes becomes theirs, unless they are
    in the middle of another one: then they are asked to merge the two (``merge_carts``).
    """
    allowed = permitted(changes, caller)
    if brings_guests_cart(order, caller) and await _has_no_cart(reading, order, caller):
        allowed = (SetOwner(caller.user_id or 0), *allowed)
    wanted = next((change for change in allowed if isinstance(change, SetOwner)), None)
    return allowed, facts if wanted is None else await owned(
        reading, facts, wanted.user_id, order.currency
    )


async def owned(reading: Reading, facts: Facts, user_id: int, currency: str) -> Facts:
    """Give the facts with this user as the buyer, or with none if there is no such user."""
    found = await reading.facts(Wanted(), user_id=user_id, currency=currency)
    return msgspec.structs.replace(facts, buyer=found.buyer)


def brings_guests_cart(order: Order, caller: Caller) -> bool:
    """Tell whether somebody with a key, who is no admin, holds the token of a guest's cart."""
    is_guests = order.user_id is None and not order.is_complete and not order.placing
    is_somebody = caller.user_id is not None and not caller.admin
    return is_guests and is_somebody and holds_token(order, caller)


async def _has_no_cart(reading: Reading, order: Order, caller: Caller) -> bool:
    return await reading.open_order_of(caller.user_id or 0, order.store_id) is None
