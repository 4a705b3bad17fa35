"""What is asked of stock, and what came of asking."""

from collections.abc import Sequence
from typing import TypeAlias

import msgspec

StockPlace: TypeAlias = tuple[int, int]
"""Where a variant lies: its id, and a stock location's."""


SYSTEM = "system"
"""Who changed a count where nobody asked for it: the program itself."""


class Cause(msgspec.Struct, frozen=True):
    """Why counts of stock change, and who changes them, as events name actors."""

    reason: str
    actor: str = SYSTEM


class Demand(msgspec.Struct, frozen=True, kw_only=True):
    """So many of a variant from one stock location, of which so many have yet to come there."""

    variant_id: int
    stock_location_id: int
    quantity: int
    backordered: int = 0

    @property
    def on_hand(self) -> int:
        """How many of them are there."""
        return self.quantity - self.backordered


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """So many of a variant have come to a stock location for orders that wait for them."""

    variant_id: int
    stock_location_id: int
    quantity: int


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """How many of a variant a stock location had before some were taken, and has now."""

    variant_id: int
    stock_location_id: int
    before: int
    after: int


class Supplied(msgspec.Struct, frozen=True, kw_only=True):
    """What came of asking for stock: the demands that could not be met, or else how each was.

    ``met`` says of each place how many of what was asked for have yet to come there, whatever the
    asker took them for; ``left`` what is left where something was taken.
    """

    short: Sequence[Demand] = ()
    met: Sequence[Demand] = ()
    left: Sequence[Left] = ()
