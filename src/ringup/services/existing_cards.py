"""Paying again with a card that the gateway knows already, and wishing to with a new one."""

from collections.abc import Sequence

import msgspec

from ringup.domain.changes import AddPayment, Change
from ringup.domain.order import Order
from ringup.domain.problems import Invalid, Problem
from ringup.services.ports.caller import Caller
from ringup.services.ports.store import Reading


async def with_existing_cards(
    reading: Reading, changes: Sequence[Change], order: Order, caller: Caller
) -> tuple[Change, ...]:
    """Put in the cards that payments name by id: saved ones, or those of the owner's orders.

    Only for the order's owner and admins: whoever merely holds the order's token pays with a card
    of their own. Only the owner's wish that a new card be kept is heard. Raises ``Invalid`` for a
    card that is not the owner's.
    """
    return tuple(
        [
            await _with_card(reading, change, order, caller)
            if isinstance(change, AddPayment)
            else change
            for change in changes
        ]
    )


async def _with_card(
    reading: Reading, change: AddPayment, order: Order, caller: Caller
) -> AddPayment:
    if change.existing_card_id is not None:
        return await _with_existing_card(reading, change, _owner_for(order, caller))
    is_owner = caller.user_id is not None and caller.user_id == order.user_id
    return msgspec.structs.replace(change, save_card=change.save_card and is_owner)


def _owner_for(order: Order, caller: Caller) -> int | None:
    return order.user_id if caller.admin or caller.user_id == order.user_id else None


async def _with_existing_card(
    reading: Reading, change: AddPayment, user_id: int | None
) -> AddPayment:
    card_id = change.existing_card_id
    known = None if user_id is None else await reading.card_used_by(user_id, card_id or 0)
    if known is None:
        raise Invalid(Problem("", "existing_card", "card_not_found", "does not exist"))
    method_id, card = known
    return msgspec.structs.replace(change, card=card, payment_method_id=method_id, save_card=False)
