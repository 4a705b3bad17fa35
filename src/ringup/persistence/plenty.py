"""What there is plenty of is taken and held together with the commit, without a look at it before.

Whoever changes a stock item's row keeps everybody else from it until the commit. Here that is the
time the database needs for it: nothing is sent to the program and awaited in between, and the
disk is waited for afterwards.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from ringup.persistence.session import Session
from ringup.persistence.stock import Moving, Place, summed
from ringup.services.ports.stock import Demand

FEW = 8
"""In so many places at most: each costs a statement, and a lock that others wait for meanwhile."""

_OF_ORDER = "variant_id = $1 AND stock_location_id = $2 AND order_id = $3"
_OWN = f"coalesce((SELECT quantity FROM stock_holds WHERE {_OF_ORDER}), 0)"
_IN_PLENTY = "variant_id = $1 AND stock_location_id = $2 AND count_on_hand - held >= $5 RETURNING 1"
_LESS = (
    f"UPDATE stock_items SET count_on_hand = count_on_hand - $4, held = held - {_OWN}"
    f" WHERE {_IN_PLENTY}"
)
_SOLD = (
    "INSERT INTO stock_movements"
    " (variant_id, stock_location_id, order_id, quantity, id, reason, at, actor)"
    " VALUES ($1, $2, $3, -$4, $6, $7, $8, $9)"
)
_USED_UP = f"DELETE FROM stock_holds WHERE {_OF_ORDER}"
_RESERVED = f"UPDATE stock_items SET held = held + $4 - {_OWN} WHERE {_IN_PLENTY}"
_OWNED = (
    "INSERT INTO stock_holds (variant_id, stock_location_id, order_id, quantity, expires_at)"
    " VALUES ($1, $2, $3, $4, $6) ON CONFLICT (variant_id, stock_location_id, order_id)"
    " DO UPDATE SET quantity = excluded.quantity, expires_at = excluded.expires_at"
)


async def take(
    session: Session, order_id: int, demands: Sequence[Demand], left: int, moving: Moving
) -> None:
    """Take the demands, using up the order's holds, if at least ``left`` are left for everybody."""
    said = (moving.cause.reason, session.moment(moving.at), moving.cause.actor)
    for id_, (place, quantity) in enumerate(_in_order(demands), moving.first_id):
        enough = quantity + left
        await session.with_commit(
            (_LESS, _SOLD, _USED_UP), *place, order_id, quantity, enough, id_, *said
        )


async def hold(
    session: Session, order_id: int, demands: Sequence[Demand], expires_at: datetime
) -> None:
    """Hold the demands for the order until then."""
    until = session.moment(expires_at)
    for place, quantity in _in_order(demands):
        await session.with_commit((_RESERVED, _OWNED), *place, order_id, quantity, quantity, until)


def _in_order(demands: Sequence[Demand]) -> Iterator[tuple[Place, int]]:
    """Give what is asked of each place in the order in which everybody locks them."""
    yield from sorted(summed(demands).items())
