"""What only an admin may set is left out for everyone else: never an error, never applied."""

from collections.abc import Sequence

import msgspec

from ringup.domain.changes import AddItem, Change, SetOwner, SetQuantity
from ringup.services.ports.caller import Caller


def permitted(changes: Sequence[Change], caller: Caller) -> tuple[Change, ...]:
    """Drop prices and owners set by anyone but an admin."""
    if caller.admin:
        return tuple(changes)
    left = (change for change in changes if not isinstance(change, SetOwner))
    return tuple(_without_price(change) for change in left)


def _without_price(change: Change) -> Change:
    if isinstance(change, AddItem | SetQuantity) and change.price is not None:
        return msgspec.structs.replace(change, price=None)
    return change
